import Foundation
import Synchronization

/// The entries of a log as they were hashed, in a file without a name, until what counts them is known.
///
/// Which figures there are stands among the entries that they count, at the end of them. Asking the log for its entries
/// a second time would take as long again, and it might answer otherwise.
final class Spool: Sendable {
    private let file: Int32
    private let state = Mutex(State())

    private struct State {
        /// Where each bundle lies, by its number.
        var ranges: [UInt64: Range<Int>] = [:]
        var end = 0
        var isBroken = false
    }

    init() {
        // A file that is gone from its folder at once leaves nothing behind, however the process ends.
        let path = FileManager.default.temporaryDirectory.appending(path: "qipan-verify-\(UUID().uuidString)").path
        file = open(path, O_RDWR | O_CREAT | O_EXCL, 0o600)
        unlink(path)
        if file < 0 { state.withLock { $0.isBroken = true } }
    }

    deinit {
        if file >= 0 { close(file) }
    }

    /// Keeps the bundle of a number; that the disk takes no more is told when it is asked for.
    func keep(_ bundle: EntryBundle, number: UInt64) {
        var rest = bundle.bytes[..<(bundle.entries.last?.upperBound ?? 0)]
        let range: Range<Int>? = state.withLock { state in
            guard !state.isBroken else { return nil }
            let range = state.end..<state.end + rest.count
            state.end = range.upperBound
            state.ranges[number] = range
            return range
        }
        guard let range else { return }
        while !rest.isEmpty {
            let offset = off_t(range.upperBound - rest.count)
            let written = rest.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, offset) }
            guard written > 0 else {
                state.withLock { $0.isBroken = true }
                return
            }
            rest = rest.dropFirst(written)
        }
    }

    /// The bundle of a path, with all of its entries.
    ///
    /// - Throws: ``Problem/notKept`` if the disk did not take it or does not give it.
    func bundle(_ path: TilePath) throws(Problem) -> EntryBundle {
        let range = state.withLock { $0.isBroken ? nil : $0.ranges[path.index] }
        guard let range else { throw .notKept }
        var bytes = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < bytes.count {
            let read = bytes.withUnsafeMutableBytes { buffer in
                pread(file, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(range.lowerBound + done))
            }
            guard read > 0 else { throw .notKept }
            done += read
        }
        do throws(Problem) {
            return try EntryBundle(bytes, path: path, count: path.width, width: path.width)
        } catch {
            throw .notKept
        }
    }
}
