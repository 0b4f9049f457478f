import Foundation

/// Keeps a SQLite board for one process that serves, moves or restores it; the kernel lets go of it when the process ends.
///
/// Several servers share a board on PostgreSQL; a file has one, whose duties are all its own.
final class FileLock {
    private let descriptor: Int32

    /// - Throws: ``Hindrance`` when another process has it.
    init(database: String) throws {
        descriptor = open(database + ".lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Hindrance("cli.file", ["path": database + ".lock"]) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Hindrance("data.in_use", ["path": database])
        }
    }

    deinit { close(descriptor) }
}
