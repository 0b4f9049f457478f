import Application
import Dispatch
import Domain
import Foundation
import Synchronization

/// Sets pages on paper: Debian's WeasyPrint, as a child process of its own.
///
/// One at a time, off the shared threads, bounded in time, memory and queue; it gets one file, and fetches nothing.
final class Press: Sendable {
    /// Choosing the letters out of a Chinese face takes most of the time.
    private static let limitSeconds = 240
    private static let python = "/usr/bin/python3"
    private static let program = "/usr/bin/weasyprint"
    /// Released pages never change, so the newest few are kept: a megabyte each, most of it letters.
    private static let kept = 24
    private static let queue = 6

    private struct State {
        var pages: [String: [UInt8]] = [:]
        var order: [String] = []
        var waiting = 0
    }

    private let state = Mutex(State())
    private let thread = OwnThread("press")
    private let throttle = Throttle(limit: 10)
    private let script: String

    /// `script`: what the child runs.
    init(script: URL) { self.script = script.path }

    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// `html` is asked for only when the page is not there yet.
    ///
    /// - Throws: ``Refusal/pressMissing``, ``Refusal/throttled(retryAfter:)``.
    func pdf(
        _ name: String,
        from address: String,
        at now: Instant,
        html: () throws -> String
    ) async throws -> [UInt8] {
        if let page = state.withLock({ $0.pages[name] }) { return page }
        guard Self.isThere else { throw Refusal.pressMissing }
        guard throttle.allows(address, at: now) else { throw Refusal.throttled(retryAfter: 10) }
        let isTaken = state.withLock { state -> Bool in
            guard state.waiting < Self.queue else { return false }
            state.waiting += 1
            return true
        }
        guard isTaken else { throw Refusal.throttled(retryAfter: 10) }
        defer { state.withLock { $0.waiting -= 1 } }
        let text = try html()
        let script = script
        let page = try await thread.run { [self] in
            // Somebody in front may have asked for the same.
            if let page = state.withLock({ $0.pages[name] }) { return page }
            return try Self.set(text, by: script)
        }
        state.withLock { state in
            if state.pages.updateValue(page, forKey: name) == nil { state.order.append(name) }
            if state.order.count > Self.kept { state.pages[state.order.removeFirst()] = nil }
        }
        return page
    }

    private static func set(_ html: String, by script: String) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "qipan-press-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        // What stays behind lies in the system's own folder for such things.
        defer { try? FileManager.default.removeItem(at: folder) }
        let (source, result) = (folder.appending(path: "page.html"), folder.appending(path: "page.pdf"))
        try Data(html.utf8).write(to: source)
        let child = Process()
        child.executableURL = URL(filePath: python)
        child.arguments = ["-I", script, source.path, result.path]
        child.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": folder.path]
        child.standardInput = FileHandle.nullDevice
        child.standardOutput = FileHandle.nullDevice
        child.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        child.terminationHandler = { _ in ended.signal() }
        try child.run()
        guard ended.wait(timeout: .now() + .seconds(limitSeconds)) == .success else {
            kill(child.processIdentifier, SIGKILL)
            ended.wait()
            throw Refusal.pressMissing
        }
        guard child.terminationStatus == 0, let page = FileManager.default.contents(atPath: result.path) else {
            throw Refusal.pressMissing
        }
        return [UInt8](page)
    }
}
