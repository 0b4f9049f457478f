import Foundation
import Logging
import Synchronization
import TransparencyLog
import Witness

/// A witness in a folder of its own, which it may be opened in again.
final class TestWitness: Sendable {
    let folder: URL
    private let time = Mutex<UInt64>(1_780_300_800)
    private let logs: [NoteVerifier]

    init(_ logs: [NoteVerifier]) {
        folder = FileManager.default.temporaryDirectory.appending(path: "witness-\(UUID().uuidString)")
        self.logs = logs
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func cosigner(seed: UInt8 = 9) throws -> Cosigner {
        try Cosigner(name: KeyName("witness.example/w1"), seed: [UInt8](repeating: seed, count: 32))
    }

    /// Opens it, as after a restart.
    func open(seed: UInt8 = 9) throws -> Witness {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let clock: @Sendable () -> UInt64 = { [self] in time.withLock { $0 } }
        return try Witness(
            cosigner: Self.cosigner(seed: seed),
            logs: logs,
            folder: folder,
            logger: logger,
            now: clock
        )
    }

    func setClock(_ change: (UInt64) -> UInt64) { time.withLock { $0 = change($0) } }

    /// The file in which it remembers the log.
    var file: URL {
        get throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "logs").path)
            return folder.appending(path: "logs/\(names.first ?? "none")/checkpoint")
        }
    }
}

extension Witness {
    /// The status of an answer, with what it says.
    func status(_ body: [UInt8]) -> Int { reply(to: body).status }
}
