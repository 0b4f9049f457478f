import CVips
import Dispatch
import Domain
import Foundation
import Store
import Synchronization

/// Draws the pages of documents: poppler's `pdftoppm`, as a child process with bounds, one at a time.
///
/// What somebody sends is read by a program that may fall, not by the server. It gets the document and gives the pictures
/// through memory: nothing of either lies on a disk unsealed.
package final class DocumentWorkshop: Sendable {
    /// What a child may take; the widest that a letter of twenty scanned pages needs, with some room.
    package struct Bounds: Sendable {
        /// Twenty pages of scans take three.
        package var processorSeconds = 20
        package var seconds = 40
        package var memory = 768 * 1_048_576
        /// Twenty pages of noise, uncompressed: 1,600 × 1,600 × 3 bytes each.
        package var output = 20 * 1_600 * 1_600 * 3

        package init() {}
    }

    private static let limiter = "/usr/bin/prlimit"
    private static let side = 1_600
    /// Documents that wait for their turn, the one that is drawn among them: each holds up to 10 MiB.
    private static let queue = 6
    /// What the program says when it lacks the password (poppler's `Error.cc`); there is no status of its own for it.
    private static let lockedWords = "Incorrect password"

    private let program: String
    private let bounds: Bounds
    private let thread = OwnThread("documents")
    private let waiting = Mutex(0)

    /// `program`: what draws, with the arguments of `pdftoppm`.
    package init(program: String = "/usr/bin/pdftoppm", bounds: Bounds = Bounds()) {
        self.program = program
        self.bounds = bounds
    }

    package var isThere: Bool {
        [program, Self.limiter].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Every page as `body` makes it of the page's PNG.
    ///
    /// - Throws: ``Refusal/documentUnreadable``, ``Refusal/documentLocked``, ``Refusal/documentTooLong(limit:)``,
    ///   ``Refusal/documentsNotTaken``, ``Refusal/throttled(retryAfter:)``.
    func pages<Page: Sendable>(
        of document: [UInt8],
        _ body: @escaping @Sendable ([UInt8]) throws -> Page
    ) async throws -> [Page] {
        guard isThere else { throw Refusal.documentsNotTaken }
        let isTaken = waiting.withLock { waiting -> Bool in
            guard waiting < Self.queue else { return false }
            waiting += 1
            return true
        }
        guard isTaken else { throw Refusal.throttled(retryAfter: 10) }
        defer { waiting.withLock { $0 -= 1 } }
        return try await thread.run { [self] in
            let drawn = try draw(document)
            var pages: [Page] = []
            while let picture = try Self.nextPicture(in: drawn) {
                guard pages.count < Document.pageLimit else { throw Refusal.documentTooLong(limit: Document.pageLimit) }
                pages.append(try body(picture))
            }
            guard !pages.isEmpty else { throw Refusal.documentUnreadable }
            return pages
        }
    }

    /// All pages as PNG, one behind the other.
    private func draw(_ document: [UInt8]) throws -> FileHandle {
        let (source, result, words) = (try Self.memory(), try Self.memory(), try Self.memory())
        try source.write(contentsOf: Data(document))
        try source.seek(toOffset: 0)
        let child = Process()
        child.executableURL = URL(filePath: Self.limiter)
        child.arguments = [
            "--cpu=\(bounds.processorSeconds)", "--as=\(bounds.memory)", "--fsize=\(bounds.output)", "--nofile=32",
            "--core=0", program,
            // One page more than is taken tells that there are more. What a viewer would not show is not drawn either.
            "-png", "-cropbox", "-f", "1", "-l", "\(Document.pageLimit + 1)", "-scale-to", "\(Self.side)", "-",
        ]
        child.currentDirectoryURL = URL(filePath: "/")
        child.environment = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/nonexistent"]
        child.standardInput = source
        child.standardOutput = result
        child.standardError = words
        let ended = DispatchSemaphore(value: 0)
        child.terminationHandler = { _ in ended.signal() }
        try child.run()
        guard ended.wait(timeout: .now() + .seconds(bounds.seconds)) == .success else {
            kill(child.processIdentifier, SIGKILL)
            // A child of its own, which it should not have, would keep the word of its end back: nobody waits for that.
            _ = ended.wait(timeout: .now() + .seconds(2))
            throw Refusal.documentUnreadable
        }
        guard child.terminationReason == .exit, child.terminationStatus == 0 else {
            try words.seek(toOffset: 0)
            let said = String(decoding: try words.read(upToCount: 4_096) ?? Data(), as: UTF8.self)
            throw said.contains(Self.lockedWords) ? Refusal.documentLocked : .documentUnreadable
        }
        try result.seek(toOffset: 0)
        return result
    }

    /// The next PNG, whose chunks say how long they are (PNG 5.3); nil at the end.
    private static func nextPicture(in file: FileHandle) throws -> [UInt8]? {
        guard let signature = try file.read(upToCount: 8), !signature.isEmpty else { return nil }
        var picture = [UInt8](signature)
        while true {
            guard let head = try file.read(upToCount: 8), head.count == 8 else { throw Refusal.documentUnreadable }
            picture += head
            let length = head.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard let rest = try file.read(upToCount: length + 4), rest.count == length + 4 else {
                throw Refusal.documentUnreadable
            }
            picture += rest
            if head.suffix(4).elementsEqual("IEND".utf8) { return picture }
        }
    }

    private static func memory() throws -> FileHandle {
        // 1 is MFD_CLOEXEC: another child that is begun meanwhile does not hold it.
        let descriptor = memfd_create("document", 1)
        guard descriptor >= 0 else { throw Fault(.unavailable, code: "memory", message: "no memory for a document") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
