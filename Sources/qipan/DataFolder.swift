import Application
import ArgumentParser
import Domain
import Foundation
import Logging
import SQLiteEngine
import TransparencyLog

/// The folder that an installation lives in: settings, keys and the database.
struct DataFolder {
    let url: URL

    init(_ path: String) { url = URL(filePath: path, directoryHint: .isDirectory) }

    var settingsFile: URL { url.appending(path: "settings.json") }
    var databaseFile: URL { url.appending(path: "qipan.db") }
    /// Present once the demonstration is complete: an interrupted one is made anew.
    var demonstrationFile: URL { url.appending(path: "demonstration.txt") }
    private var keyFolder: URL { url.appending(path: "keys") }
    private var officeKeyFile: URL { keyFolder.appending(path: "office.key") }
    private var logKeyFile: URL { keyFolder.appending(path: "log.key") }

    var isMade: Bool { FileManager.default.fileExists(atPath: settingsFile.path) }

    /// Makes the folder, readable by its owner only, with new keys.
    func make(_ settings: Settings) throws {
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

    /// Opens the board.
    ///
    /// - Throws: what hinders it: ``Hindrance``, ``Malformed`` or ``Fault``.
    func open(world: OutsideWorld = .real, changing change: (inout Settings) -> Void = { _ in }) async throws -> Office
    {
        guard isMade else {
            throw Hindrance("data.none", ["path": url.path])
        }
        var settings = try settings()
        change(&settings)
        return try await Office(
            settings: settings,
            engine: SQLiteEngine(path: databaseFile.path),
            keys: Keys(bytes: try officeKey()),
            signer: try signer(),
            world: world,
            logger: Logger(label: "qipan")
        )
    }

    private func settings() throws -> Settings {
        _ = try InputFile.read(settingsFile.path)
        do { return try Settings(contentsOf: settingsFile) } catch {
            throw Hindrance("data.settings_damaged", ["path": settingsFile.path])
        }
    }

    private func signer() throws -> NoteSigner {
        let text = try InputFile.text(logKeyFile.path).trimmed
        do { return try NoteSigner(privateKey: text) } catch {
            throw Hindrance("data.log_key_damaged", ["path": logKeyFile.path])
        }
    }

    private func officeKey() throws -> [UInt8] {
        let text = try InputFile.text(officeKeyFile.path).trimmed
        guard let digest = Digest(hex: text) else {
            throw Hindrance("data.key_damaged", ["path": officeKeyFile.path])
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

/// `--data DIR`, the same everywhere.
struct DataOption: ParsableArguments {
    @Option(help: "The folder that the board lives in.")
    var data = "data"

    var folder: DataFolder { DataFolder(data) }
}
