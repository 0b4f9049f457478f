/// A firm (企业、门店、个体工商户) that the district serves: what it is, who serves it, and what became of it.
package struct Enterprise: Aggregate {
    package static let kind = SubjectKind.enterprise

    /// 企业, 门店, 个体工商户; the raw value is stored and never reused.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case enterprise, shop
        /// A person in business: publicly a tag, and nothing else that identifies.
        case soleTrader = "sole_trader"
    }

    /// What somebody wrote down of a firm.
    package struct Details: Hashable, Sendable {
        package var name: String
        /// Shops and sole traders may have none of their own.
        package var creditCode: CreditCode?
        package var kind: Kind
        /// In the words of its licence.
        package var industry: String
        package var park: UnitCode?
        package var place: Report.Place

        package init(
            name: String,
            creditCode: CreditCode? = nil,
            kind: Kind,
            industry: String = "",
            park: UnitCode? = nil,
            place: Report.Place
        ) {
            self.name = name
            self.creditCode = creditCode
            self.kind = kind
            self.industry = industry
            self.park = park
            self.place = place
        }
    }

    /// How a firm came to be on the list.
    package enum Origin: Hashable, Sendable {
        case registered
        /// Part of another firm until that one was split.
        case split(from: Int)
    }

    /// What ends a firm's time; whatever happened before stays with it.
    package enum Ending: Hashable, Sendable {
        case merged(into: Int, on: Day)
        case split(into: [Int], on: Day)
        case closed(on: Day)

        package var day: Day {
            switch self {
            case .merged(_, let day), .split(_, let day), .closed(let day): day
            }
        }
    }

    package enum Command: Hashable, Sendable {
        case register(number: Int, Details, Origin)
        case change(Details)
        /// The district was divided anew.
        case moveGrid(GridCode)
        case tag(CategoryCode, from: Day)
        case untag(CategoryCode, on: Day)
        case grant(Status)
        case endStatus(Status.Kind, on: Day)
        /// A steward or a deputy; whoever was steward until then ends with the day before.
        case assign(Stewardship.Term)
        case endSteward(on: Day)
        case endDeputy(on: Day)
        case merge(into: Int, on: Day)
        /// The other half of a merging.
        case absorb(Int, on: Day)
        case split(into: [Int], on: Day)
        case close(on: Day)
        /// The secret link that the firm had opens nothing any more.
        case renewLink
    }

    /// What is looked up before a decision.
    package struct Situation: Sendable {
        package var today: Day
        /// The firm's tag of the year that the entry falls in.
        package var tag: FirmTag

        package init(today: Day, tag: FirmTag) {
            self.today = today
            self.tag = tag
        }
    }

    /// Something that happened, with the tag by which it is counted.
    package struct Event: Hashable, Sendable {
        package var tag: FirmTag
        package var what: What

        package init(tag: FirmTag, what: What) {
            self.tag = tag
            self.what = what
        }

        package enum What: Hashable, Sendable {
            case registered(number: Int, Details, Origin)
            case changed(Details)
            case gridChanged(from: GridCode?, to: GridCode)
            case tagged(CategoryCode, from: Day)
            case untagged(CategoryCode, on: Day)
            case statusGranted(Status)
            case statusEnded(Status.Kind, on: Day)
            case stewardAssigned(Stewardship.Term)
            case stewardEnded(on: Day)
            case deputyAssigned(Stewardship.Term)
            case deputyEnded(on: Day)
            case merged(into: Int, on: Day)
            case absorbed(Int, on: Day)
            case split(into: [Int], on: Day)
            case closed(on: Day)
            case linkRenewed
        }
    }

    /// Code points of a name and of an industry.
    package static let nameLimit = 100

    /// Zero until it is registered.
    package private(set) var number = 0
    /// Nil until it is registered.
    package private(set) var details: Details?
    package private(set) var origin = Origin.registered
    /// 主导产业标签, with the first day of each.
    package private(set) var tags: [CategoryCode: Day] = [:]
    /// In the order in which they were granted.
    package private(set) var statuses: [Status] = []
    package private(set) var stewardship = Stewardship()
    package private(set) var ending: Ending?
    /// Firms that were merged into this one.
    package private(set) var absorbed: [Int] = []
    /// Names that it had before, the first one first: it is found by them too.
    package private(set) var formerNames: [String] = []
    /// How often the secret link was renewed.
    package private(set) var linkVersion = 0

    package init() {}

    package mutating func apply(_ event: Event) {
        switch event.what {
        case .registered(let number, let details, let origin):
            (self.number, self.details, self.origin) = (number, details, origin)
        case .changed(let details):
            if let name = self.details?.name, name != details.name, !formerNames.contains(name) {
                formerNames.append(name)
            }
            self.details = details
        case .gridChanged(_, let grid): details?.place.grid = grid
        case .tagged(let tag, let day): tags[tag] = day
        case .untagged(let tag, _): tags[tag] = nil
        case .statusGranted(let status): statuses.append(status)
        case .statusEnded(let kind, let day):
            if let index = statuses.lastIndex(where: { $0.kind == kind && $0.isValid(on: day) }) {
                statuses[index].until = day
            }
        case .stewardAssigned(let term), .deputyAssigned(let term): stewardship.add(term)
        case .stewardEnded(let day): stewardship.end(isDeputy: false, on: day)
        case .deputyEnded(let day): stewardship.end(isDeputy: true, on: day)
        case .merged(let number, let day): ending = .merged(into: number, on: day)
        case .absorbed(let number, _): absorbed.append(number)
        case .split(let numbers, let day): ending = .split(into: numbers, on: day)
        case .closed(let day): ending = .closed(on: day)
        case .linkRenewed: linkVersion += 1
        }
    }
}

/// `s` in public facts: the first 16 bytes of HMAC-SHA256 of a firm's id under the key of a year, in hexadecimal.
///
/// It tells two firms apart within a year and no more: when the key is destroyed, nobody can say whose it is.
package struct FirmTag: Hashable, Sendable {
    package let rawValue: String

    /// - Throws: ``Malformed`` unless `text` is 32 lower-case hexadecimal digits.
    package init(parsing text: String) throws(Malformed) {
        let isHexadecimal = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard isHexadecimal, text.utf8.count == 32 else {
            throw Malformed("firm_tag", expected: "32 hexadecimal digits")
        }
        rawValue = text
    }
}
