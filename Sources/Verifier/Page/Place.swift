import Foundation

/// What is found at an address or a path: a log, or a page that shows figures of one.
package enum Place: Hashable, Sendable {
    /// Its address or folder.
    case log(String)
    case page

    /// Looks what is there.
    ///
    /// A file is a page and a folder a log. An address is a log where a checkpoint lies below it; a page where a page
    /// with figures or the address of a log is; and for the front page of a board its log.
    /// - Throws: `CancellationError`.
    package init(of source: String) async throws {
        guard source.hasPrefix("http://") || source.hasPrefix("https://") else {
            var isFolder = ObjCBool(false)
            let exists = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
            self = exists && !isFolder.boolValue ? .page : .log(source)
            return
        }
        let base = String(source.reversed().drop { $0 == "/" }.reversed())
        do {
            let isFront = URL(string: base)?.path(percentEncoded: true).isEmpty ?? false
            if try await Self.isLog(base) {
                self = .log(base)
            } else if try await Self.isPage(source, isFront: isFront) {
                self = .page
            } else if isFront, try await Self.isLog(base + "/log") {
                self = .log(base + "/log")
            } else {
                self = .log(base)
            }
        } catch is Problem {
            // What is wrong with it is said when it is read as a log.
            self = .log(base)
        }
    }

    /// The log of the board that an address is of, if it lies where boards have it.
    ///
    /// - Throws: `CancellationError`.
    static func log(beside source: String) async throws -> String? {
        guard let url = URL(string: source), let scheme = url.scheme, scheme == "http" || scheme == "https",
            let root = URL(string: "/log", relativeTo: url)?.absoluteString
        else { return nil }
        do { return try await isLog(root) ? root : nil } catch is Problem { return nil }
    }

    private static func isLog(_ base: String) async throws -> Bool {
        try await WebSource(base).read("checkpoint", limit: Note.maximumLength) != nil
    }

    /// A front page may say where its log is, and is not about figures for that.
    private static func isPage(_ source: String, isFront: Bool) async throws -> Bool {
        guard let bytes = try await PageVerification.read(source) else { return false }
        let page = try Page(parsing: bytes)
        // The plain text of a bulletin.
        guard !source.hasSuffix(".txt") else { return true }
        return !page.elements.isEmpty || page.logAddress != nil && !isFront
    }
}
