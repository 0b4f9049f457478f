package import Domain
package import Logging
package import Store
import Synchronization
package import TransparencyLog

/// A district's office: what all doors talk to.
///
/// It owns the journal, the directory in memory and the log's key.
package final class Office: Sendable {
    package let settings: Settings
    package let catalogues: Catalogues
    package let engine: any Engine
    package let journal: Journal
    package let desk: Desk
    package let keys: Keys
    package let world: OutsideWorld
    let vault: Vault
    let signer: NoteSigner
    let heavyWork = OwnThread("heavy-work")
    let photoWork = OwnThread("photos")
    let documentWork: DocumentWorkshop
    let exportWork = OwnThread("exports")
    let exports = ExportGate()
    let claimWork = OwnThread("claims")
    let claimGate = ClaimGate()
    let figureSource: FigureSource
    package let logger: Logger
    package let outages: OutageLog
    let figures = SharedAnswer<Stamp, BoardFigures>()
    let openBoard = OpenBoard()
    /// Where erasures are written down before the database forgets; nil where nothing can be erased.
    let ledger: ErasureLedger?
    /// Whether the engine still has to overwrite what it has let go of.
    let traces = Mutex(false)

    private struct State: Sendable {
        var directory: Directory
        var position: Int64
    }

    private let state: Mutex<State>

    /// Opens the board that `engine` holds: brings the schema up to date, and checks whose journal it is and its tail.
    ///
    /// - Throws: ``Fault``; with code `other_board` when the database is another board's, of kind corrupt when the journal does not fit its last checkpoint.
    package init(
        settings: Settings,
        engine: any Engine,
        keys: Keys,
        signer: NoteSigner,
        world: OutsideWorld = .real,
        figures: FigureSource = .none,
        documents: DocumentWorkshop = DocumentWorkshop(),
        logger: Logger = Logger(label: "qipan"),
        ledger: ErasureLedger? = nil
    ) async throws {
        self.ledger = ledger
        self.settings = settings
        figureSource = figures
        documentWork = documents
        self.engine = engine
        self.keys = keys
        self.signer = signer
        self.world = world
        self.logger = logger
        outages = OutageLog(logger: logger)
        vault = Vault(keys: keys)
        journal = Journal(zone: settings.zone)
        catalogues = try Catalogues()
        desk = Desk(engine: engine, journal: journal, world: world)
        try await engine.migrate()
        try await BoardIdentity.claim(signer.name.text, on: engine)
        try await engine.read { try TailCheck.run(in: $0) }
        if try await engine.read({ try OutboxRecords.position(in: $0) }) == nil {
            try await engine.write { try OutboxRecords.begin(in: $0) }
        }
        let zone = settings.zone
        let journal = journal
        let day = zone.day(of: world.now())
        let first = try await engine.read { db in
            let directory = try Directory(BoardRecords(in: db), zone: zone, on: day)
            return State(directory: directory, position: try journal.position(in: db))
        }
        state = Mutex(first)
    }

    /// The office's clock.
    package var now: Instant { world.now() }

    /// Today, in the district's zone.
    package var today: Day { settings.zone.day(of: now) }

    /// Territory, posts and matters as they stand, with the rules of today; cheap to take.
    package var directory: Directory {
        let today = today
        return state.withLock { state in
            state.directory.turn(to: today)
            return state.directory
        }
    }

    /// The newest journal position that this process has committed: whatever was rendered at another one is stale.
    package var position: Int64 { state.withLock { $0.position } }

    func noteCommitted(_ position: Int64) {
        state.withLock { $0.position = max($0.position, position) }
    }

    /// Takes over what changed in territory, posts, matters or accounts.
    package func refreshDirectory() async throws {
        let zone = settings.zone
        let journal = journal
        let today = today
        let fresh = try await engine.read { db in
            let directory = try Directory(BoardRecords(in: db), zone: zone, on: today)
            return State(directory: directory, position: try journal.position(in: db))
        }
        state.withLock { state in
            if fresh.directory.position >= state.directory.position { state.directory = fresh.directory }
            state.position = max(state.position, fresh.position)
        }
    }

    /// Changes what the board itself is made of: territory, posts, matters, accounts.
    ///
    /// - Throws: ``Refusal`` or ``Fault``.
    @discardableResult
    package func change<Subject: Journaled>(
        _ command: Subject.Command,
        on id: ID<Subject>,
        by author: Case.Author
    ) async throws -> Desk.Handled<Subject> where Subject.Situation == Void {
        let handled = try await desk.handle(command, on: id, envelope: Envelope(at: now, by: author))
        try await refreshDirectory()
        return handled
    }
}

extension ID<Territory> {
    /// The board's one territory.
    package static let board = ID(wellKnown: 1)
}

extension ID<Catalogue> {
    /// The board's one catalogue.
    package static let board = ID(wellKnown: 2)
}

extension ID<MessageTemplates> {
    /// The board's one set of words.
    package static let board = ID(wellKnown: 11)
}

extension ID<EnterpriseLists> {
    /// The board's one set of lists.
    package static let board = ID(wellKnown: 21)
}

extension ID<SignInRules> {
    /// The board's one set of rules.
    package static let board = ID(wellKnown: 3)
}

extension ID<Indicators> {
    /// The board's one set of definitions.
    package static let board = ID(wellKnown: 12)
}

extension ID {
    /// A subject of which a board has exactly one: a UUID of version 8 (RFC 9562 5.8) with its number at the end.
    fileprivate init(wellKnown number: UInt8) {
        let bytes: [UInt8] = [0, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, number]
        guard let id = ID(bytes: bytes) else { preconditionFailure("assumed 16 bytes: \(bytes.count)") }
        self = id
    }
}
