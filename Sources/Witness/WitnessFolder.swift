import Crypto
import Foundation
import TransparencyLog

/// Where a witness lives: its key, and for each log the last checkpoint that it has cosigned, as it is served.
struct WitnessFolder: Sendable {
    private let url: URL

    init(_ url: URL) { self.url = url }

    /// What names a log in paths: lower-case hexadecimal of the SHA-256 of its origin (C2SP tlog-witness).
    static func name(of origin: Origin) -> String {
        let digest = SHA256.hash(data: Data(origin.text.utf8))
        return Digest(bytes: digest)?.hex ?? ""
    }

    func checkpointFile(of origin: Origin) -> URL { file("checkpoint", of: origin) }

    /// The first other root that a log has signed for a size that was cosigned; kept for good.
    func otherFaceFile(of origin: Origin) -> URL { file("other-face", of: origin) }

    private func file(_ name: String, of origin: Origin) -> URL {
        url.appending(path: "logs/\(Self.name(of: origin))/\(name)")
    }

    /// Nil where there is no such file.
    ///
    /// - Throws: ``WitnessFault/unreadable(path:)``.
    func read(_ file: URL) throws(WitnessFault) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do { return [UInt8](try Data(contentsOf: file)) } catch { throw .unreadable(path: file.path) }
    }

    /// Puts a file in its place so that after a power cut the old one is there or the new one, whole: written beside it,
    /// synced, renamed, and the folder synced, before this returns.
    ///
    /// - Throws: ``WitnessFault/unwritable(path:)``.
    func write(_ text: String, to file: URL) throws(WitnessFault) {
        let folder = file.deletingLastPathComponent()
        let fresh = folder.appending(path: ".\(file.lastPathComponent).new")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: fresh)
            try sync(fresh, O_RDWR)
            guard rename(fresh.path, file.path) == 0 else { throw WitnessFault.unwritable(path: file.path) }
            // The name of the file, and of the folder that may be new itself.
            try sync(folder, O_RDONLY | O_DIRECTORY)
            try sync(folder.deletingLastPathComponent(), O_RDONLY | O_DIRECTORY)
        } catch {
            throw .unwritable(path: file.path)
        }
    }

    private func sync(_ item: URL, _ flags: Int32) throws {
        let descriptor = open(item.path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw WitnessFault.unwritable(path: item.path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw WitnessFault.unwritable(path: item.path) }
    }
}

/// What keeps a witness from its work.
package enum WitnessFault: Error, Hashable, Sendable {
    case unreadable(path: String)
    case unwritable(path: String)
    /// What the file says is not what this witness has cosigned: it is torn, changed, or cosigned with another key.
    case damaged(path: String)
    /// A log's key is none that signs checkpoints (type 0x01), or is the witness's own.
    case notALogKey(String)
}
