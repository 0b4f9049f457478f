/// An issue of a series, from its first words to what the public has read, with every version of it.
///
/// Three people stand behind what is released: who wrote it, who reviewed it, who released it (三审三校: nobody holds two).
package struct Bulletin: Aggregate {
    package static let kind = SubjectKind.bulletin

    /// Where the version in hand stands.
    package enum Stage: Hashable, Sendable {
        /// → drafted.
        case absent
        /// → submitted, withdrawn; a correction that is dropped → released.
        case drafted(writers: Set<ID<Account>>)
        /// → reviewed, drafted (sent back), withdrawn.
        case submitted(writers: Set<ID<Account>>)
        /// → released, drafted (sent back), withdrawn.
        case reviewed(writers: Set<ID<Account>>, reviewer: ID<Account>)
        /// → drafted (a correction), withdrawn.
        case released
        /// The end.
        case withdrawn

        package enum Name: String, Hashable, Sendable, CaseIterable {
            case absent, drafted, submitted, reviewed, released, withdrawn
        }

        package var name: Name {
            switch self {
            case .absent: .absent
            case .drafted: .drafted
            case .submitted: .submitted
            case .reviewed: .reviewed
            case .released: .released
            case .withdrawn: .withdrawn
            }
        }

        /// Who has written in the version in hand.
        package var writers: Set<ID<Account>> {
            switch self {
            case .drafted(let writers), .submitted(let writers), .reviewed(let writers, _): writers
            case .absent, .released, .withdrawn: []
            }
        }
    }

    /// Its place in the year: the first of 2026, or the second.
    package struct Number: Hashable, Sendable {
        package var year: Int
        package var serial: Int

        package init(year: Int, serial: Int) {
            self.year = year
            self.serial = serial
        }
    }

    /// A version that was released, with everything that it takes to show it again.
    package struct Edition: Hashable, Sendable {
        package var version: Int
        package var at: Instant
        package var text: String
        /// What a reader is told about what changed; nil for the first.
        package var note: String?
        package var proof: Proof

        package init(version: Int, at: Instant, text: String, note: String?, proof: Proof) {
            self.version = version
            self.at = at
            self.text = text
            self.note = note
            self.proof = proof
        }

        /// The first headline: what stands behind the first empty line of the plain text.
        package var title: String {
            let lines = proof.plain.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.firstIndex(of: "").map { lines[lines.index(after: $0)...].first.map(String.init) ?? "" } ?? ""
        }
    }

    /// What was frozen for a release.
    package struct Proof: Hashable, Sendable {
        /// In the order of the text.
        package var figures: [Frozen]
        /// Whose rows the tables have, by the names that they had then.
        package var units: [NamedUnit]
        /// The whole issue as plain text, as it was released.
        package var plain: String
        /// SHA-256 of its UTF-8 bytes, hexadecimal.
        package var digest: String
        /// The newest signed root when the figures were computed, and its size.
        package var asOf: Int64
        package var root: String

        package init(
            figures: [Frozen],
            units: [NamedUnit],
            plain: String,
            digest: String,
            asOf: Int64,
            root: String
        ) {
            self.figures = figures
            self.units = units
            self.plain = plain
            self.digest = digest
            self.asOf = asOf
            self.root = root
        }
    }

    package struct NamedUnit: Hashable, Sendable {
        package var code: UnitCode
        package var name: String

        package init(code: UnitCode, name: String) {
            self.code = code
            self.name = name
        }
    }

    package struct Frozen: Hashable, Sendable {
        package var request: FigureRequest
        package var reading: FigureReading

        package init(_ request: FigureRequest, _ reading: FigureReading) {
            self.request = request
            self.reading = reading
        }
    }

    /// Somebody who saw a text before everybody could.
    package struct Look: Hashable, Sendable {
        package var by: ID<Account>
        package var at: Instant
        package var version: Int
        package var revision: Int
    }

    package enum Command: Hashable, Sendable {
        case begin(BulletinIssue, text: String)
        case revise(text: String, note: String?)
        case submit(BulletinCheck)
        case sendBack(reason: String)
        case review(BulletinCheck, grounds: [String: NumberGround])
        case release(BulletinCheck, Proof)
        case withdraw(reason: String)
        case correct(note: String)
        /// A correction that is not needed after all: what was released stays.
        case dropCorrection
        /// Somebody opens it who may.
        case look
    }

    package struct Event: Hashable, Sendable {
        package var by: ID<Account>
        package var at: Instant
        package var what: What

        package init(by: ID<Account>, at: Instant, what: What) {
            self.by = by
            self.at = at
            self.what = what
        }
    }

    package enum What: Hashable, Sendable {
        case begun(BulletinIssue, text: String)
        case revised(text: String, note: String?)
        case submitted(BulletinCheck)
        case sentBack(reason: String)
        case reviewed(grounds: [String: NumberGround])
        case released(Number, Proof)
        case withdrawn(reason: String)
        case correctionBegun(note: String)
        case correctionDropped
        case seen
    }

    /// What the desk has looked up.
    package struct Situation: Hashable, Sendable {
        package var by: ID<Account>
        package var now: Instant
        /// The next number of the series in the year of the release.
        package var next: Number
        /// Another issue of the series tells of the same window.
        package var isTaken: Bool
        package var zone: Zone

        package init(by: ID<Account>, now: Instant, next: Number, isTaken: Bool, zone: Zone) {
            self.by = by
            self.now = now
            self.next = next
            self.isTaken = isTaken
            self.zone = zone
        }
    }

    package static let noteLimit = 500

    package private(set) var issue: BulletinIssue?
    package private(set) var stage = Stage.absent
    /// The version in hand, or the newest: from 1.
    package private(set) var version = 1
    /// How often its text was saved.
    package private(set) var revision = 0
    package private(set) var text = ""
    /// Of the correction in hand.
    package private(set) var note: String?
    /// What the reviewer has confirmed, by the number's name in the text.
    package private(set) var grounds: [String: NumberGround] = [:]
    /// Why it was sent back last; nil once it is submitted again.
    package private(set) var sentBack: String?
    package private(set) var withdrawal: String?
    /// Nil before its first release.
    package private(set) var number: Number?
    /// Oldest first.
    package private(set) var editions: [Edition] = []
    /// Oldest first.
    package private(set) var looks: [Look] = []

    package init() {}

    package mutating func apply(_ event: Event) {
        switch event.what {
        case .begun(let issue, let text):
            self.issue = issue
            stage = .drafted(writers: [event.by])
            take(text)
        case .revised(let text, let note):
            stage = .drafted(writers: stage.writers.union([event.by]))
            if let note { self.note = note }
            take(text)
        case .submitted:
            stage = .submitted(writers: stage.writers.union([event.by]))
            sentBack = nil
        case .sentBack(let reason):
            stage = .drafted(writers: stage.writers)
            sentBack = reason
            grounds = [:]
        case .reviewed(let grounds):
            stage = .reviewed(writers: stage.writers, reviewer: event.by)
            self.grounds = grounds
        case .released(let number, let proof):
            self.number = number
            stage = .released
            editions.append(Edition(version: version, at: event.at, text: text, note: note, proof: proof))
        case .withdrawn(let reason):
            stage = .withdrawn
            withdrawal = reason
        case .correctionBegun(let note):
            stage = .drafted(writers: [event.by])
            (version, revision, self.note) = (version + 1, 0, note)
            (grounds, sentBack) = ([:], nil)
        case .correctionDropped:
            stage = .released
            (version, note, sentBack) = (version - 1, editions.last?.note, nil)
            if let released = editions.last { text = released.text }
        case .seen:
            looks.append(Look(by: event.by, at: event.at, version: version, revision: revision))
        }
    }

    private mutating func take(_ text: String) {
        self.text = text
        revision += 1
    }
}
