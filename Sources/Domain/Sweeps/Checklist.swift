/// What is looked at in a sweep: items in versions, each with the matter that a case is opened for and the time to put it right.
package struct Checklist: GridWork {
    package static let kind = SubjectKind.checklist

    package struct Item: Hashable, Sendable {
        /// In words that can be answered with "in order" or "not": 消防通道畅通.
        package var text: String
        /// The category of the case that a failed item opens.
        package var category: CategoryCode
        /// How long putting it right may take, from when the case is established.
        package var limit: Limit

        package init(_ text: String, category: CategoryCode, limit: Limit) {
            self.text = text
            self.category = category
            self.limit = limit
        }
    }

    package struct Version: Hashable, Sendable {
        package var serial: Int
        /// From 1.
        package var number: Int
        package var name: String
        package var items: [Item]

        package init(serial: Int, number: Int = 1, name: String, items: [Item]) {
            self.serial = serial
            self.number = number
            self.name = name
            self.items = items
        }
    }

    package enum Command: Hashable, Sendable {
        /// The first version, or the next; `number` is counted here.
        case publish(Version)
    }

    package enum Event: Hashable, Sendable {
        case published(Version)
    }

    package private(set) var versions: [Version] = []

    package static let itemLimit = 30

    package init() {}

    /// A list is the district's.
    package var place: Scope { .district }

    /// - Throws: ``Refusal/missing(_:)``, ``Refusal/tooMany(_:limit:)``, ``Refusal/tooLong(_:limit:)`` or ``WorkRefusal/nothingChanged``.
    package func decide(_ command: Command, in situation: Void) throws(Refusal) -> [Event] {
        switch command {
        case .publish(var version):
            version.name = try version.name.checked(.name, limit: 100)
            guard !version.items.isEmpty else { throw .missing(.items) }
            guard version.items.count <= Self.itemLimit else { throw .tooMany(.items, limit: Self.itemLimit) }
            for index in version.items.indices {
                version.items[index].text = try version.items[index].text.checked(.items, limit: 200)
            }
            if let last = versions.last {
                version.serial = last.serial
                version.number = last.number + 1
                guard version.items != last.items || version.name != last.name else { throw .work(.nothingChanged) }
            }
            return [.published(version)]
        }
    }

    package mutating func apply(_ event: Event) {
        switch event {
        case .published(let version): versions.append(version)
        }
    }
}
