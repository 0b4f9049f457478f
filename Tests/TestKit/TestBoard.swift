package import Application
package import Domain
package import Foundation
package import Logging
package import SQLiteEngine
package import Store
package import TransparencyLog

/// A whole board on a database of its own: four grids in two streets around 34.03 N, 113.82 E, four categories, posts,
/// and one member of staff for every role.
package final class TestBoard: Sendable {
    package let office: Office
    package let clock: StandingClock
    /// Everything of the board; removed by ``close()``.
    package let folder: URL
    package let database: TestDatabase
    private let accounts: [Role: Staff]

    /// Every account's password.
    package static let password = "a long enough password"
    /// Monday 2026-06-01 10:00 +08:00, in office hours.
    package static let start = Instant(secondsSinceEpoch: 1_780_279_200)
    /// West to east, then north: two grids in street 001, two in street 002.
    package static let gridCodes = ["41100200100101", "41100200100102", "41100200200101", "41100200200102"]

    /// Keys of the vault from 2 up to this number lie in the board's folder; those after it do not.
    package static let lastVaultKey = 5

    private init(
        office: Office,
        clock: StandingClock,
        folder: URL,
        database: TestDatabase,
        accounts: [Role: Staff]
    ) {
        self.office = office
        self.clock = clock
        self.folder = folder
        self.database = database
        self.accounts = accounts
    }

    /// Makes a board.
    ///
    /// `logger`: where the office writes; nowhere unless given.
    /// - Throws: whatever hinders it; a test then fails.
    package static func make(
        on engine: TestEngine = .usual,
        apiKeys: Set<String> = ["demo"],
        reportsPerTenSeconds: Int = 100,
        world: OutsideWorld? = nil,
        zone: Zone = .china,
        figures: FigureSource = .none,
        logger: Logger? = nil,
        signOn: String? = nil
    ) async throws -> TestBoard {
        let folder = FileManager.default.temporaryDirectory.appending(path: "qipan-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let clock = StandingClock(at: start)
        let database = try await TestDatabase.make(engine)
        let office = try await open(
            database.open(),
            clock: clock,
            apiKeys: apiKeys,
            reportsPerTenSeconds: reportsPerTenSeconds,
            world: world,
            zone: zone,
            figures: figures,
            logger: logger,
            signOn: signOn,
            ledger: ledger(in: folder)
        )
        try await TestDistrict.build(in: office)
        let accounts = try await TestDistrict.staff(in: office)
        return TestBoard(office: office, clock: clock, folder: folder, database: database, accounts: accounts)
    }

    /// A second office on the same database, as after a restart.
    package func reopened() async throws -> Office {
        try await reopened(on: database.open())
    }

    /// The same, with another program to draw the pages of documents.
    package func reopened(drawing documents: DocumentWorkshop) async throws -> Office {
        try await reopened(on: database.open(), documents: documents)
    }

    /// An office of the same board on an engine that the test has opened.
    package func reopened(
        on engine: any Engine,
        world: OutsideWorld? = nil,
        documents: DocumentWorkshop = DocumentWorkshop()
    ) async throws -> Office {
        try await Self.open(
            engine,
            clock: clock,
            apiKeys: office.settings.apiKeys,
            world: world,
            zone: office.settings.zone,
            documents: documents,
            ledger: Self.ledger(in: folder)
        )
    }

    /// Where the board's erasures are written down.
    private static func ledger(in folder: URL) -> ErasureLedger {
        ErasureLedger(file: folder.appending(path: "erasures"))
    }

    package var ledger: ErasureLedger { Self.ledger(in: folder) }

    private static func open(
        _ engine: any Engine,
        clock: StandingClock,
        apiKeys: Set<String>,
        reportsPerTenSeconds: Int = 100,
        world: OutsideWorld?,
        zone: Zone,
        figures: FigureSource = .none,
        documents: DocumentWorkshop = DocumentWorkshop(),
        logger: Logger? = nil,
        signOn: String? = nil,
        ledger: ErasureLedger
    ) async throws -> Office {
        var settings = Settings(
            district: Wording("测试区", english: "Test District"),
            division: "411002",
            jurisdiction: "test.example",
            origin: "test.example/log",
            publicURL: "http://127.0.0.1:8311",
            zone: zone,
            contactLine: "0374-0000000",
            apiKeys: apiKeys,
            isDemonstration: true,
            checkpointSeconds: 20,
            reportsPerTenSeconds: reportsPerTenSeconds
        )
        settings.passwordCost = 4
        settings.signOn = signOn.map {
            Settings.SignOn(issuer: $0, client: "qipan", name: Wording("统一认证", english: "the sign-on"))
        }
        var quiet = Logger(label: "test")
        quiet.logLevel = .critical
        return try await Office(
            settings: settings,
            engine: engine,
            keys: Keys(bytes: [UInt8](repeating: 7, count: 32)) { number in
                lastVaultKey >= number ? [UInt8](repeating: UInt8(number), count: 32) : nil
            },
            signer: try NoteSigner(name: KeyName("test.example/log"), seed: [UInt8](repeating: 9, count: 32)),
            world: world ?? .still(clock: clock, random: SeededRandom(seed: 1)),
            figures: figures,
            documents: documents,
            logger: logger ?? quiet,
            ledger: ledger
        )
    }

    /// The key that the log's checkpoints are verified with.
    package var verifier: NoteVerifier {
        do { return try NoteVerifier(vkey: office.publishedLog.verifierKey) } catch {
            preconditionFailure("assumed a verifier key: \(error)")
        }
    }

    /// The engine as the embedded one.
    package var sqlite: SQLiteEngine {
        guard let engine = office.engine as? SQLiteEngine else { preconditionFailure("assumed the embedded engine") }
        return engine
    }

    /// The member of staff who has exactly this role.
    package func staff(_ role: Role) -> Staff {
        guard let staff = accounts[role] else { preconditionFailure("assumed staff of every role: \(role)") }
        return staff
    }

    /// Signs the member of staff with this role in; the sign-in name is the role's raw value.
    package func signIn(_ role: Role) async throws -> SignedIn {
        let arrival = try await office.signIn(name: role.rawValue, password: Self.password, from: "127.0.0.1")
        guard case .signedIn(let signedIn) = arrival else { throw Refusal.signInNeeded }
        return signedIn
    }

    /// Sends a plain report from the web into a grid.
    @discardableResult
    package func report(
        _ text: String = "路灯坏了",
        category: String = "street-light",
        grid: String = gridCodes[0],
        contact: Contact? = nil,
        confidence: ReportDraft.Confidence? = nil
    ) async throws -> Receipt {
        let draft = ReportDraft(
            channel: .web,
            category: try CategoryCode(parsing: category),
            place: PlaceDraft(address: "建设路 1 号", grid: office.directory.grid(named: grid)),
            text: text,
            contact: contact,
            confidence: confidence
        )
        return try await office.report(draft, by: .resident)
    }

    /// What is stored: the journal's last position, and the rows beside the journal.
    ///
    /// A refused call must leave all of it as it was.
    package func stored() async throws -> Stored {
        try await office.engine.read { db in
            func count(_ sql: SQL) throws -> Int64 { try db.first(sql) { try $0.integer(0) } ?? 0 }
            return Stored(
                position: try count("SELECT COALESCE(MAX(seq), 0) FROM entry"),
                photos: try count("SELECT COUNT(*) FROM photo"),
                contacts: try count("SELECT COUNT(*) FROM contact"),
                cases: try count("SELECT COUNT(*) FROM case_file")
            )
        }
    }

    package struct Stored: Hashable, Sendable {
        package let position: Int64
        package let photos: Int64
        package let contacts: Int64
        package let cases: Int64
    }

    /// Ends the board and removes its folder.
    package func close() async throws {
        try await office.engine.close()
        try await database.remove()
        try FileManager.default.removeItem(at: folder)
    }
}

extension TestBoard {
    /// Takes a case from its report to its closing, each step by the right people, a minute apart.
    package func close(_ number: CaseNumber) async throws {
        let category = try CategoryCode(parsing: "street-light")
        let unit = try UnitCode(parsing: "CG")
        let steps: [(CaseCommand, Role)] = [
            (.register(category: category), .intake), (.establish(note: ""), .dutyChief),
            (.dispatch(to: unit, opinion: ""), .dispatcher), (.acknowledge, .handlingUnit),
            (.beginHandling(contact: .notPossible), .handlingUnit),
            (.feedBack(Feedback(result: .solved, text: "换了灯泡")), .handlingUnit), (.askCheck, .intake),
            (.check(isSolved: true, note: ""), .gridWorker), (.close(reply: "已修好"), .dutyChief),
        ]
        for (command, role) in steps {
            clock.advance(seconds: 60)
            try await office.perform(command, on: number, by: .staff(staff(role)))
        }
    }
}
