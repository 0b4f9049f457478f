import Application
import ArgumentParser
import Domain
import Foundation
import Logging
import PostgresEngine
import SQLiteEngine
import Store
import TransparencyLog

/// The folder that an installation lives in: settings, keys, and the database unless a PostgreSQL server holds it.
struct DataFolder {
    let url: URL
    /// Where the PostgreSQL server is; nil for SQLite in this folder.
    ///
    /// Never printed: it may hold a password.
    private let database: String?

    init(_ path: String, database: String?) {
        url = URL(filePath: path, directoryHint: .isDirectory)
        self.database = database
    }

    var settingsFile: URL { url.appending(path: "settings.json") }
    var databaseFile: URL { url.appending(path: "qipan.db") }
    /// Present once the demonstration is complete: an interrupted one is made anew.
    var demonstrationFile: URL { url.appending(path: "demonstration.txt") }
    private var keyFolder: URL { url.appending(path: "keys") }
    private var officeKeyFile: URL { keyFolder.appending(path: "office.key") }
    private var logKeyFile: URL { keyFolder.appending(path: "log.key") }
    /// Beside the keys, since it is backed up as they are: never with the database.
    private var erasuresFile: URL { keyFolder.appending(path: "erasures") }

    /// Whether a server holds the journal, which nobody but its operator empties.
    var isOnServer: Bool { database != nil }
    var isMade: Bool { FileManager.default.fileExists(atPath: settingsFile.path) }

    /// Makes the folder, readable by its owner only, with new keys.
    private func make(_ settings: Settings) throws {
        guard !isMade else {
            throw Hindrance("data.exists", ["path": url.path])
        }
        let privately: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
        let files = FileManager.default
        try files.createDirectory(at: url, withIntermediateDirectories: true, attributes: privately)
        try files.createDirectory(at: keyFolder, withIntermediateDirectories: true, attributes: privately)
        var generator = SystemRandomNumberGenerator()
        func secret() -> [UInt8] { (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) } }
        let office = secret().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try writeSecret(office, to: officeKeyFile)
        try writeSecret(NoteSigner(name: KeyName(settings.origin), seed: secret()).privateKey, to: logKeyFile)
        try settings.write(to: settingsFile)
    }

    /// Makes the folder and opens the new board; leaves neither settings nor keys behind when that fails.
    ///
    /// - Throws: what hinders it, in words for the operator.
    func makeAndOpen(_ settings: Settings, world: OutsideWorld = .real) async throws -> Office {
        try make(settings)
        do {
            let office = try await open(world: world, isNew: true)
            guard office.position == 0 else {
                try await office.engine.close()
                throw Hindrance("data.not_empty")
            }
            return office
        } catch {
            // What hindered the board is what the operator has to know, not what hinders tidying up.
            try? FileManager.default.removeItem(at: settingsFile)
            try? FileManager.default.removeItem(at: keyFolder)
            throw error
        }
    }

    /// Opens the board.
    ///
    /// - Throws: what hinders it: ``Hindrance``, ``Malformed`` or ``Fault``.
    func open(world: OutsideWorld = .real, figures: FigureSource = .none) async throws -> Office {
        try await open(world: world, figures: figures, isNew: false)
    }

    private func open(world: OutsideWorld, figures: FigureSource = .none, isNew: Bool) async throws -> Office {
        guard isMade else {
            throw Hindrance("data.none", ["path": url.path])
        }
        let office = try await Office(
            settings: try settings(),
            engine: try await openEngine(isNew: isNew),
            keys: try keys(),
            signer: try signer(),
            world: world,
            figures: figures,
            logger: Logger(label: "qipan"),
            ledger: ErasureLedger(file: erasuresFile)
        )
        try await forgetAgain(in: office)
        return office
    }

    /// What the ledger says was erased and a backup has brought back is gone before anybody can look.
    ///
    /// - Throws: ``Fault``; but a database that may only be read is opened all the same: nobody else than whoever proves a
    ///   restore looks at it, and it forgets when it is opened for good.
    private func forgetAgain(in office: Office) async throws {
        do {
            let count = try await office.applyErasures()
            if count > 0 { Console.complain("erasure.cli_again", ["n": "\(count)"]) }
        } catch let fault as Fault where fault.code == "25006" {
            office.logger.warning("erasures are not applied to a database that is only read")
        }
    }

    private func openEngine(isNew: Bool) async throws -> any Engine {
        if let database { return try await PostgresEngine(address: database) }
        // A board whose journal is elsewhere must not go on with an empty one because an option was forgotten.
        guard isNew || FileManager.default.fileExists(atPath: databaseFile.path) else {
            throw Hindrance("data.no_database", ["path": databaseFile.path])
        }
        return try SQLiteEngine(path: databaseFile.path)
    }

    /// Keeps the board for this process while it serves; nil on PostgreSQL, which several may serve.
    ///
    /// - Throws: ``Hindrance`` when another process has it.
    func keepForServing() throws -> FileLock? { isOnServer ? nil : try FileLock(database: databaseFile.path) }

    private func settings() throws -> Settings {
        _ = try InputFile.read(settingsFile.path)
        do { return try Settings(contentsOf: settingsFile) } catch {
            throw Hindrance("data.settings_damaged", ["path": settingsFile.path])
        }
    }

    /// Goes on under another log; the old key is kept beside the new one, since what it signed must stay verifiable.
    ///
    /// - Throws: ``Hindrance``, or Foundation's error when a file cannot be written.
    func goOn(under next: NextLog) throws {
        var settings = try settings()
        let retired = keyFolder.appending(path: "log.key.before-\(next.name.filter { $0.isLetter || $0.isNumber })")
        try FileManager.default.moveItem(at: logKeyFile, to: retired)
        try writeSecret(next.signer.privateKey, to: logKeyFile)
        settings.origin = next.name
        try settings.write(to: settingsFile)
    }

    func signer() throws -> NoteSigner {
        let text = try InputFile.text(logKeyFile.path).trimmed
        do { return try NoteSigner(privateKey: text) } catch {
            throw Hindrance("data.log_key_damaged", ["path": logKeyFile.path])
        }
    }

    private func keys() throws -> Keys {
        Keys(bytes: try secret(in: officeKeyFile), firms: firmKeys()) { [self] number in
            let file = vaultKeyFile(number)
            return FileManager.default.fileExists(atPath: file.path) ? try secret(in: file) : nil
        }
    }

    // MARK: - Firms' tags

    /// Where the key of a year's tags lies; deleting it makes the tags of that year unlinkable.
    private func firmKeyFile(_ year: Int) -> URL { keyFolder.appending(path: "firms-\(year).key") }

    private func firmKeys() -> FirmKeys {
        FirmKeys(
            read: { [self] year in
                let file = firmKeyFile(year)
                return FileManager.default.fileExists(atPath: file.path) ? try secret(in: file) : nil
            },
            keep: { [self] year, bytes in try writeSecret(Hexadecimal.text(bytes), to: firmKeyFile(year)) }
        )
    }

    // MARK: - The vault

    /// Where the vault's key of a number from 2 up lies; the first is derived from the office's own.
    func vaultKeyFile(_ number: Int) -> URL { keyFolder.appending(path: "vault-\(number).key") }

    /// The same, with a new key in it unless there is one.
    func vaultKeyFile(making number: Int) throws -> URL {
        let file = vaultKeyFile(number)
        if !FileManager.default.fileExists(atPath: file.path) { try writeSecret(Self.newSecret(), to: file) }
        return file
    }

    /// 32 random bytes in hexadecimal.
    private static func newSecret() -> String {
        Hexadecimal.text(OutsideWorld.real.randomBytes(32))
    }

    // MARK: - The sign-on

    /// What proves this office to the sign-on provider; nil for a public client.
    func signOnSecret() throws -> String? {
        let file = keyFolder.appending(path: "sign-on.secret")
        return FileManager.default.fileExists(atPath: file.path) ? try InputFile.text(file.path).trimmed : nil
    }

    private func secret(in file: URL) throws -> [UInt8] {
        let text = try InputFile.text(file.path).trimmed
        guard let digest = Digest(hex: text) else {
            throw Hindrance("data.key_damaged", ["path": file.path])
        }
        return digest.bytes
    }

    func writeSecret(_ text: String, to file: URL) throws {
        let made = FileManager.default.createFile(
            atPath: file.path,
            contents: Data((text + "\n").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard made else { throw Hindrance("cli.unwritable", ["path": file.path]) }
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// `--data DIR --database URL`, the same everywhere.
struct DataOption: ParsableArguments {
    @Option(help: "The folder that the board lives in.")
    var data = "data"
    @Option(
        help: ArgumentHelp(
            "The PostgreSQL database that holds the journal; without it, SQLite in the folder does.",
            discussion: """
                postgres://user@host/name, or libpq's keyword=value text; QIPAN_DATABASE in the environment says the same. A \
                password belongs into ~/.pgpass or PGPASSWORD: what stands on a command line, every user of the machine sees.
                """,
            valueName: "url"
        )
    )
    var database: String?

    var folder: DataFolder {
        DataFolder(data, database: database ?? ProcessInfo.processInfo.environment["QIPAN_DATABASE"])
    }
}
