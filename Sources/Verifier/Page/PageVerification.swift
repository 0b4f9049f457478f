import Foundation

/// The check of a page that shows figures: each is looked up in the log, and counted again from its entries.
package struct PageVerification: Sendable {
    private let source: String
    private let log: String?
    private let key: String?
    private let policy: [UInt8]?
    private let earlier: [UInt8]?

    /// Says what to check.
    ///
    /// - Parameters:
    ///   - source: The address of the page, or its file.
    ///   - log: The address or the folder of the log; nil for the one that the policy or else the page names.
    ///   - key: The verifier key of the log; nil to believe the policy, or else the key that the log publishes.
    ///   - policy: A trust policy; it takes the key's place.
    ///   - earlier: A checkpoint of an earlier run, of which the log must be a continuation.
    package init(
        source: String,
        log: String? = nil,
        key: String? = nil,
        policy: [UInt8]? = nil,
        earlier: [UInt8]? = nil
    ) {
        self.source = source
        self.log = log
        self.key = key
        self.policy = policy
        self.earlier = earlier
    }

    /// Makes every check of the log, and of the page.
    ///
    /// - Parameter progress: Told how many entries were read, of how many.
    /// - Returns: The report; it says of everything whether it holds.
    /// - Throws: ``Problem`` for what was given, or `CancellationError`.
    package func run(progress: (Verification.Progress) -> Void = { _ in }) async throws -> Report {
        let policy = try policy.map { bytes throws(Problem) in try Policy(parsing: bytes) }
        var failed = Report(source: source)
        let page = try await failed.attempt(.page) { () async throws -> Page in
            guard let bytes = try await Self.read(source) else { throw Problem.noPage(source) }
            return try Page(parsing: bytes)
        }
        guard let page else { return failed }
        let named = page.logAddress.flatMap(resolved)
        var address = log ?? policy?.url(besides: named) ?? named
        if address == nil { address = try await Place.log(beside: source) }
        guard let address else {
            failed.fail(.page, .pageWithoutLog)
            return failed
        }
        let verification = try Verification(source: address, key: key, policy: self.policy, earlier: earlier)
        var report = try await verification.run(progress: progress)
        report.page = source
        report.judge(page)
        return report
    }

    private static func isAddress(_ source: String) -> Bool {
        source.hasPrefix("http://") || source.hasPrefix("https://")
    }

    static func read(_ source: String) async throws -> [UInt8]? {
        let limit = Page.maximumLength
        guard isAddress(source) else {
            let file = URL(filePath: source)
            return try await FolderSource(file.deletingLastPathComponent()).read(file.lastPathComponent, limit: limit)
        }
        guard let slash = source.lastIndex(of: "/"), source[..<slash].contains("://"), !source[..<slash].hasSuffix("/")
        else { return try await WebSource(source).read("", limit: limit) }
        let name = String(source[source.index(after: slash)...])
        return try await WebSource(String(source[..<slash])).read(name, limit: limit)
    }

    /// The log's address, which may be relative to the page's; from the net no page points into this machine's files.
    private func resolved(_ href: String) -> String? {
        if Self.isAddress(href) { return href }
        let isSite = href.hasPrefix("/") || href.contains("://")
        let base = Self.isAddress(source) ? URL(string: source) : isSite ? nil : URL(filePath: source)
        guard let base, let url = URL(string: href, relativeTo: base)?.absoluteURL else { return nil }
        return url.isFileURL == base.isFileURL ? url.absoluteString : nil
    }
}
