import Foundation

/// The check of a whole log from outside: its signature, every hash, its growth, and every published figure.
///
/// It believes nothing that it can compute, and shares no code with the server. Reading `transparency-log` top down:
/// the signed checkpoint names a root; the entries hash to the tiles and the tiles to that root; so the entries are
/// those that were signed, and what they add up to is what the figures must say.
package struct Verification: Sendable {
    /// How far a run has come.
    package struct Progress: Hashable, Sendable {
        /// Entries read and judged.
        package let done: UInt64
        /// Entries of the log.
        package let total: UInt64
    }

    private let place: String
    private let makeSource: @Sendable () -> any LogSource
    private let trust: Trust
    private let earlier: [UInt8]?

    /// Whose signatures are believed.
    private enum Trust {
        case key(VerifierKey)
        case policy(Policy)
        /// The key that the log publishes.
        case published
    }

    /// Says what to check.
    ///
    /// - Parameters:
    ///   - source: The address of the log (`https://example.org/log`) or a folder with the same files.
    ///   - key: The verifier key of the log, `name+identifier+base64`; nil to believe the key that the log publishes.
    ///   - policy: A trust policy (C2SP tlog-policy) with the log's key and the witnesses that must have cosigned; it takes
    ///     the key's place.
    ///   - earlier: A checkpoint of an earlier run, of which the log must be a continuation.
    /// - Throws: ``Problem/malformedSource(_:)``, ``Problem/malformedKey``, ``Problem/otherKindOfKey(_:)``,
    ///   ``Problem/wrongKeyIdentifier``, ``Problem/policyLine(_:_:)`` or ``Problem/policyWithoutQuorum``.
    package init(
        source: String,
        key: String? = nil,
        policy: [UInt8]? = nil,
        earlier: [UInt8]? = nil
    ) throws(Problem) {
        let trimmed = String(source.reversed().drop { $0 == "/" }.reversed())
        place = trimmed.isEmpty ? source : trimmed
        if source.hasPrefix("http://") || source.hasPrefix("https://") {
            guard let url = URL(string: trimmed), url.host() != nil, url.query() == nil, url.fragment() == nil else {
                throw .malformedSource(source)
            }
            makeSource = { WebSource(trimmed) }
        } else if source.hasPrefix("file://") {
            guard let url = URL(string: source) else { throw .malformedSource(source) }
            makeSource = { FolderSource(url) }
        } else {
            guard !source.isEmpty, !source.contains("://") else { throw .malformedSource(source) }
            makeSource = { FolderSource(URL(filePath: source, directoryHint: .isDirectory)) }
        }
        if let policy {
            trust = .policy(try Policy(parsing: policy))
        } else if let key {
            trust = .key(try VerifierKey(parsing: key.utf8))
        } else {
            trust = .published
        }
        self.earlier = earlier
    }

    /// Makes every check.
    ///
    /// - Parameter progress: Told how many entries were read, of how many.
    /// - Returns: The report; it says of everything whether it holds, and never throws for what a log has done.
    /// - Throws: `CancellationError`.
    package func run(progress: (Progress) -> Void = { _ in }) async throws -> Report {
        let source = makeSource()
        var report = Report(source: place)
        // Figures come before the checkpoint, so that a log that grows between the two is never behind its figures.
        let figures = try await readFigures(from: source)
        guard let (head, bytes, key) = try await signedHead(from: source, &report) else { return report }
        let earlier = earlierHead(by: key, &report)

        let marks = Scan.Marks(earlier: earlier?.size, figures: figures.size)
        let spool = Spool()
        let scan = Scan(source: source, size: head.size, marks: marks, spool: spool)
        let findings = try await scan.run(progress: progress)
        report.judgeTree(findings, head)
        if let earlier { report.judgeGrowth(from: earlier, to: head, findings) }
        report.judgeFacts(findings)
        report.judge(figures, findings, head)
        try await report.judgeFiled(findings, spool)
        if findings.root == head.root { report.checkpoint = bytes }
        return report
    }

    private func readFigures(from source: any LogSource) async throws -> PublishedFigures {
        do {
            guard let bytes = try await source.read("figures", limit: Figures.maximumLength) else { return .missing }
            return .read(try Figures(parsing: bytes))
        } catch let fault as EntryFault {
            return .wrong(.figures(fault))
        } catch let problem as Problem {
            return .wrong(problem)
        }
    }

    /// The checkpoint, its bytes, and the key that signed it; nil if there is nothing to go on with.
    private func signedHead(
        from source: any LogSource,
        _ report: inout Report
    ) async throws -> (TreeHead, bytes: [UInt8], VerifierKey)? {
        let read = try await report.attempt(.checkpoint) { () async throws -> (bytes: [UInt8], note: Note) in
            guard let bytes = try await source.read("checkpoint", limit: Note.maximumLength) else {
                throw Problem.noCheckpoint(place)
            }
            return (bytes, try Note(parsing: bytes, place: .checkpoint))
        }
        guard let read, let key = try await chosenKey(for: read.note, from: source, &report),
            let others = report.attempt(.signature, { () throws(Problem) in try read.note.verify(by: key) }),
            let head = report.attempt(
                .checkpoint,
                { () throws(Problem) in
                    try TreeHead(parsing: read.note.text, of: key, place: .checkpoint)
                }
            )
        else { return nil }
        report.origin = head.originText
        report.size = head.size
        report.root = head.root.description
        report.pass(.checkpoint, .checkpoint(origin: head.originText, size: head.size))
        switch trust {
        case .policy(let policy):
            report.pass(.signature, .signed(by: key.shortText))
            report.judgeWitnesses(of: read.note, policy)
        case .key, .published:
            report.pass(.signature, .signed(by: key.shortText), others == 0 ? nil : .signedByOthers(others))
        }
        return (head, read.bytes, key)
    }

    private func chosenKey(
        for note: Note,
        from source: any LogSource,
        _ report: inout Report
    ) async throws -> VerifierKey? {
        switch trust {
        case .key(let key):
            report.pass(.key, .keyGiven(key.shortText))
            return key
        case .policy(let policy): return report.key(for: note, of: policy)
        case .published:
            let published = try await report.attempt(.key) { () async throws -> VerifierKey in
                // A name, eight digits and 44 characters; a name of 3,900 bytes is no name.
                guard let bytes = try await source.read("key", limit: 4_096) else { throw Problem.noKey }
                return try VerifierKey(parsing: bytes)
            }
            if let published {
                report.warn(.key, .keyPublished(published.shortText))
            }
            return published
        }
    }

    /// The checkpoint of an earlier run; nil if none was given or it is of no use.
    private func earlierHead(by key: VerifierKey, _ report: inout Report) -> TreeHead? {
        guard let earlier else { return nil }
        let place = Problem.Place.earlierCheckpoint
        return report.attempt(.growth) { () throws(Problem) in
            let note = try Note(parsing: earlier, place: place)
            _ = try note.verify(by: key)
            return try TreeHead(parsing: note.text, of: key, place: place)
        }
    }
}
