import ArgumentParser
import Foundation
import Verifier

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Check a log, or a page with figures, from outside: every entry, every hash, the signatures, every figure.",
        discussion: """
            Takes the address of a log or a board, a folder with a copy of a log, a page with figures (its address or a \
            file), or a .tlog-proof file. Take the key or the policy from somewhere else than the server that you check.

            Exit status 0: all holds. 1: something does not. 2: it could not be decided, because something could not be \
            read, or because what was given is of no use.
            """
    )

    @Argument(help: "http://…, a folder, a page, or a .tlog-proof file.")
    var source: String
    @Option(
        help: "A file with a trust policy (C2SP tlog-policy): the log's key, and the witnesses that must have cosigned."
    )
    var policy: String?
    @Option(help: "For a page: the address or folder of its log, if it is not where the policy or the page says.")
    var log: String?
    @Option(help: "The log's verifier key.")
    var key: String?
    @Option(help: "A file with the log's verifier key.")
    var keyFile: String?
    @Option(help: "A checkpoint that was seen before: the log must have grown from it.")
    var previous: String?
    @Option(help: "Keep the checkpoint that was seen in this file.")
    var save: String?
    @Option(help: "For a .tlog-proof: a file with the entry, if the proof does not carry it.")
    var entry: String?
    @Flag(help: "Print the report as JSON.")
    var json = false

    private var isProof: Bool { source.hasSuffix(".tlog-proof") }

    func validate() throws {
        if isProof, key == nil, keyFile == nil, policy == nil { throw ValidationError(telling: "verify.key_needed") }
    }

    func run() async throws {
        let report: Report
        do { report = try await checked() } catch {
            let told = Ending.told(error)
            throw told is ExitCode ? ExitCode(2) : told
        }
        if !report.holds { throw ExitCode(report.isUndecided ? 2 : 1) }
    }

    private func checked() async throws -> Report {
        let words = try Words(Console.language)
        let report = isProof ? try proof() : try await logOrPage()
        Console.put(json ? try report.json(in: words) : report.text(in: words))
        if report.holds, let save, let checkpoint = report.checkpoint {
            do { try Data(checkpoint).write(to: URL(filePath: save), options: .atomic) } catch {
                throw Hindrance("cli.unwritable", ["path": save])
            }
        }
        return report
    }

    private func logOrPage() async throws -> Report {
        let earlier = try previous.map { [UInt8](try InputFile.read($0)) }
        let policy = try policyBytes()
        let key = try verifierKey()
        let line = ProgressLine()
        func show(_ progress: Verification.Progress) {
            line.show("verify.progress", Int(progress.done), of: Int(progress.total))
        }
        switch try await Place(of: source) {
        case .log(let source):
            return try await Verification(source: source, key: key, policy: policy, earlier: earlier).run(
                progress: show
            )
        case .page:
            return try await PageVerification(source: source, log: log, key: key, policy: policy, earlier: earlier)
                .run(progress: show)
        }
    }

    private func proof() throws -> Report {
        let entry = try entry.map { [UInt8](try InputFile.read($0)) }
        let file = [UInt8](try InputFile.read(source))
        if let policy = try policyBytes() { return try Verification.proof(file, entry: entry, policy: policy) }
        guard let key = try verifierKey() else { throw ValidationError(telling: "verify.key_needed") }
        return try Verification.proof(file, entry: entry, key: key)
    }

    private func policyBytes() throws -> [UInt8]? { try policy.map { [UInt8](try InputFile.read($0)) } }

    private func verifierKey() throws -> String? {
        try key ?? keyFile.map { try InputFile.text($0).trimmed }
    }
}
