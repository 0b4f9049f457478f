package import Domain
package import Geography
package import Store

/// A report as a door has parsed it: what is said, before the office knows whose it is.
package struct ReportDraft: Sendable {
    package var channel: Report.Channel
    package var category: CategoryCode
    package var place: PlaceDraft
    package var text: String
    /// By attribute code; several answers to one question are separated by U+001F.
    package var answers: [String: String]
    /// Digests that ``Office/keepPhoto(_:)`` gave.
    package var photos: [String]
    /// Digests of documents that ``Office/keepDocument(_:)`` gave.
    package var documents: [String]
    /// Photos that are kept with the report, and only if it is taken.
    package var newPhotos: [PreparedPhoto]
    package var contact: Contact?
    /// The reporter asks for confidence; nil for an ordinary report.
    package var confidence: Confidence?
    /// The reporter wants to be told by mail; ``contact`` then has an address.
    package var wish: Subscription?
    /// Anything that is the same when the same report is sent twice: a repeat within ten minutes gets the first slip.
    package var idempotency: String?
    /// The system that sent it, as ``ReceivedUpdates`` knows it; nil for people.
    package var client: String?

    package init(
        channel: Report.Channel,
        category: CategoryCode,
        place: PlaceDraft,
        text: String,
        answers: [String: String] = [:],
        photos: [String] = [],
        documents: [String] = [],
        newPhotos: [PreparedPhoto] = [],
        contact: Contact? = nil,
        confidence: Confidence? = nil,
        wish: Subscription? = nil,
        idempotency: String? = nil,
        client: String? = nil
    ) {
        self.channel = channel
        self.category = category
        self.place = place
        self.text = text
        self.answers = answers
        self.photos = photos
        self.documents = documents
        self.newPhotos = newPhotos
        self.contact = contact
        self.confidence = confidence
        self.wish = wish
        self.idempotency = idempotency
        self.client = client
    }

    /// Whom a confidential report is about.
    package enum Confidence: Hashable, Sendable {
        case nobodyNamed
        /// Everybody who holds a post of the grid on that day, deputies too.
        case gridPosts
        case unit(UnitCode)
    }
}

/// A place as somebody gave it: a point on some map, words, or a grid from a list.
package struct PlaceDraft: Hashable, Sendable {
    package var coordinate: Coordinate?
    /// The map that the coordinate was read from; Chinese base maps are shifted and are converted.
    package var system: CoordinateSystem
    package var address: String?
    package var grid: GridCode?

    package init(
        coordinate: Coordinate? = nil,
        system: CoordinateSystem = .wgs84,
        address: String? = nil,
        grid: GridCode? = nil
    ) {
        self.coordinate = coordinate
        self.system = system
        self.address = address
        self.grid = grid
    }
}

/// What a reporter gets at once: the slip.
package struct Receipt: Sendable {
    package let number: CaseNumber
    /// The secret part of the link; 26 characters.
    package let secret: String
    package let reportedAt: Instant
    package let answerDue: Instant
    /// Nil until intake has placed it.
    package let grid: Territory.Grid?
    package let post: PostView?
    /// The hash under which the report stands in the log, in hexadecimal.
    package let leaf: String
    /// Its zero-based index in the log.
    package let index: Int64
    /// The same report was sent before; nothing new was stored.
    package let isRepeat: Bool
}
