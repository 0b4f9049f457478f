/// What a verification found: every check with its outcome, and what the entries add up to.
package struct Report: Sendable {
    /// How a check ended.
    package enum Outcome: String, Hashable, Sendable, CaseIterable {
        case holds
        /// Nothing is wrong, but the reader must know it: something could not be checked.
        case warning
        case fails
    }

    /// What is checked; the names are permanent, for programs that read the JSON.
    package enum Subject: String, Hashable, Sendable, CaseIterable {
        case key
        case checkpoint
        case signature
        case witnesses
        case entries
        case tiles
        case root
        case growth
        case facts
        case figures
        case definitions
        case values
        case bulletins
        case page
        case proof
        case inclusion
    }

    /// One check.
    package struct Check: Hashable, Sendable {
        package let subject: Subject
        package let outcome: Outcome
        /// What there is to say besides what is wrong.
        package let remarks: [Remark]
        /// What is wrong; empty unless it fails.
        package let problems: [Problem]

        init(_ subject: Subject, _ outcome: Outcome, remarks: [Remark] = [], problems: [Problem] = []) {
            self.subject = subject
            self.outcome = outcome
            self.remarks = remarks
            self.problems = problems
        }
    }

    /// What was checked: an address, a folder, or a proof.
    package let source: String
    /// In the order in which they were made.
    package private(set) var checks: [Check] = []
    /// Whose log it is, as the signed checkpoint says.
    package internal(set) var origin: String?
    /// How many entries the signed checkpoint has.
    package internal(set) var size: UInt64?
    /// The root in base64.
    package internal(set) var root: String?
    /// The counts, if every entry could be read.
    package internal(set) var recount: Recount?
    /// Every figure that the log files, if they could be counted.
    package internal(set) var figures: [FigureLine] = []
    /// The bulletins that the log released.
    var releases = ReleaseBook([])
    /// The page whose figures were checked.
    package internal(set) var page: String?
    /// Every figure that the page shows.
    package internal(set) var pageLines: [PageLine] = []
    /// The entry that a proof is about, if it is proven.
    package internal(set) var entry: String?
    /// The signed note, verbatim, to be kept as the next run's earlier checkpoint.
    ///
    /// Only there if the signature is right and the entries lead to its root.
    package internal(set) var checkpoint: [UInt8]?

    init(source: String) { self.source = source }

    /// Whether every check was made and none fails; warnings do not count.
    package var holds: Bool {
        !checks.isEmpty && checks.allSatisfy { $0.outcome != .fails }
    }

    /// Whether nothing was found wrong, but something could not be looked at: neither yes nor no.
    package var isUndecided: Bool {
        !holds && failures.allSatisfy { $0.problems.allSatisfy(\.isOfReading) }
            && failures.contains { !$0.problems.isEmpty }
    }

    /// The checks that fail.
    package var failures: [Check] { checks.filter { $0.outcome == .fails } }

    mutating func pass(_ subject: Subject, _ remark: Remark, _ more: Remark? = nil) {
        checks.append(Check(subject, .holds, remarks: [remark] + (more.map { [$0] } ?? [])))
    }

    mutating func warn(_ subject: Subject, _ remark: Remark) {
        checks.append(Check(subject, .warning, remarks: [remark]))
    }

    mutating func fail(_ subject: Subject, _ problem: Problem) {
        checks.append(Check(subject, .fails, problems: [problem]))
    }

    /// A check that could not be made because an earlier one failed.
    mutating func skip(_ subject: Subject, _ remark: Remark) {
        checks.append(Check(subject, .fails, remarks: [remark]))
    }

    /// Passes if there are no problems, and if all was looked at.
    mutating func judge(_ subject: Subject, _ remark: Remark, _ problems: [Problem], isWhole: Bool) {
        if !problems.isEmpty {
            checks.append(Check(subject, .fails, problems: problems))
        } else if isWhole {
            pass(subject, remark)
        } else {
            skip(subject, .notReadToTheEnd)
        }
    }

    /// Passes with some remarks if there are no problems, perhaps with a warning among them.
    mutating func judge(_ subject: Subject, _ remarks: [Remark], _ problems: [Problem], isWarning: Bool = false) {
        let outcome: Outcome = !problems.isEmpty ? .fails : isWarning ? .warning : .holds
        checks.append(Check(subject, outcome, remarks: problems.isEmpty ? remarks : [], problems: problems))
    }

    /// Does one step; if it finds a problem, the check of that subject fails and there is no value.
    mutating func attempt<Value>(_ subject: Subject, _ step: () throws(Problem) -> Value) -> Value? {
        do throws(Problem) {
            return try step()
        } catch {
            fail(subject, error)
            return nil
        }
    }

    /// Does one step that reads; if it finds a problem, the check of that subject fails and there is no value.
    ///
    /// - Throws: `CancellationError`.
    mutating func attempt<Value>(_ subject: Subject, _ step: () async throws -> Value) async throws -> Value? {
        do {
            return try await step()
        } catch let problem as Problem {
            fail(subject, problem)
            return nil
        }
    }
}
