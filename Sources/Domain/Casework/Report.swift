/// What somebody told the office: the beginning of every case (T1).
package struct Report: Hashable, Sendable {
    /// Through which door it came.
    package enum Channel: String, Hashable, Sendable, CaseIterable {
        case web
        case open311
        case patrol
        case desk
        case file
        case demonstration
        /// An order of the 12345 hotline.
        case hotline
        /// A failed item of a sweep's checklist.
        case sweep
        /// A firm's problem that was graded.
        case firm
    }

    /// Where it is: a point, an address in words, or both, and the grid that follows from them.
    package struct Place: Hashable, Sendable {
        package var point: Point?
        package var address: String?
        /// Nil until somebody at intake has placed it.
        package var grid: GridCode?

        package init(point: Point?, address: String?, grid: GridCode?) {
            self.point = point
            self.address = address
            self.grid = grid
        }
    }

    /// A record that another system numbered, for a report that was brought in from a file.
    package struct Origin: Hashable, Sendable {
        package var source: String
        package var number: String
        /// The other system called it a duplicate, of which case it did not say.
        package var isDuplicate: Bool

        package init(source: String, number: String, isDuplicate: Bool) {
            self.source = source
            self.number = number
            self.isDuplicate = isDuplicate
        }
    }

    /// The firm's problem (企业诉求) that a case carries out, with the time that its grade gives.
    package struct FirmProblem: Hashable, Sendable {
        /// The problem's own number.
        package var number: Int
        package var limit: Limit

        package init(number: Int, limit: Limit) {
            self.number = number
            self.limit = limit
        }
    }

    package var number: CaseNumber
    package var channel: Channel
    package var category: CategoryCode
    package var place: Place
    /// At most ``textLimit`` characters; line breaks kept, nothing else interpreted.
    package var text: String
    /// Answers to the category's questions, by attribute code; several answers are separated by U+001F.
    package var answers: [String: String]
    /// SHA-256 of each photo as it is kept, in hexadecimal.
    package var photos: [String]
    /// Documents, which nobody sees but the office and the reporter.
    package var documents: [Document]
    /// SHA-256 of the secret in the reporter's link, in hexadecimal; nil for records brought in from files.
    package var receipt: String?
    /// The reporter left a way to be contacted (kept in the vault, never here).
    package var hasContact: Bool
    package var origin: Origin?
    /// The reporter asked for confidence: whom the report is about; nil for an ordinary one.
    package var recusal: Recusal?
    /// The case of which this one was split off as a part; nil for what somebody reported.
    package var whole: CaseNumber?
    /// The time that the checklist gives for putting a hazard right (整改期限), instead of the category's; nil for what somebody
    /// reported.
    package var rectification: Limit?
    /// Nil for what is no firm's problem.
    package var problem: FirmProblem?

    /// Open311's limit (GR-25), in characters.
    package static let textLimit = 4_000
    /// In characters.
    package static let addressLimit = 500

    package init(
        number: CaseNumber,
        channel: Channel,
        category: CategoryCode,
        place: Place,
        text: String,
        answers: [String: String] = [:],
        photos: [String] = [],
        documents: [Document] = [],
        receipt: String?,
        hasContact: Bool = false,
        origin: Origin? = nil,
        recusal: Recusal? = nil,
        whole: CaseNumber? = nil,
        rectification: Limit? = nil,
        problem: FirmProblem? = nil
    ) {
        self.number = number
        self.channel = channel
        self.category = category
        self.place = place
        self.text = text
        self.answers = answers
        self.photos = photos
        self.documents = documents
        self.receipt = receipt
        self.hasContact = hasContact
        self.origin = origin
        self.recusal = recusal
        self.whole = whole
        self.rectification = rectification
        self.problem = problem
    }

    package func hasDocument(_ digest: String) -> Bool { documents.contains { $0.digest == digest } }
}

/// A place on the earth, in degrees, WGS-84.
package struct Point: Hashable, Sendable {
    package let longitude: Double
    package let latitude: Double

    /// - Throws: ``Malformed`` outside ±180 and ±90 degrees, or for a value that is no number.
    package init(longitude: Double, latitude: Double) throws(Malformed) {
        guard (-180...180).contains(longitude), (-90...90).contains(latitude) else {
            throw Malformed("point", expected: "longitude -180 to 180 and latitude -90 to 90 in degrees")
        }
        self.longitude = longitude
        self.latitude = latitude
    }
}
