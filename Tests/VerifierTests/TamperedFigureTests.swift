import Testing
import TransparencyLog
import Verifier

/// What somebody might do to a published figure, and the sentence that finds it, in both languages.
@Suite struct `A figure that was tampered with` {
    /// One way to lie about entry 21, the number of firms visited.
    enum Lie: CaseIterable {
        case numerator
        case value
        case definition
        case missingExclusion
        case exclusionRemoved
        case rootOfAnotherLog
        case positionBeyondTheLog
        case entryThatIsNotThere
        case policyWithAnotherKey
        case policyWithAnotherLog
        case tooFewWitnesses

        var subject: Report.Subject {
            switch self {
            case .numerator, .value, .missingExclusion, .exclusionRemoved, .rootOfAnotherLog, .positionBeyondTheLog:
                .values
            case .definition: .definitions
            case .entryThatIsNotThere: .page
            case .policyWithAnotherKey: .signature
            case .policyWithAnotherLog: .key
            case .tooFewWitnesses: .witnesses
            }
        }

        var sentences: (chinese: String, english: String) {
            switch self {
            case .numerator:
                ("第 21 号记录写的 numerator 是 6，重新算出来却是 5。", "Entry 21 says numerator 6, but the recount gives 5.")
            case .value: ("第 21 号记录写的 value 是 6，重新算出来却是 5。", "Entry 21 says value 6, but the recount gives 5.")
            case .definition: ("与口径的内容不符。", "which is not that of its definition.")
            case .missingExclusion:
                (
                    #"第 21 号记录写的 excluded 是 {}，重新算出来却是 {"trial":2}。"#,
                    #"Entry 21 says excluded {}, but the recount gives {"trial":2}."#
                )
            case .exclusionRemoved: ("在它之前的记录里没有。", "which no earlier entry holds.")
            case .rootOfAnotherLog: ("第 21 号记录写的前 21 条记录的根是 ", "Entry 21 names the root ")
            case .positionBeyondTheLog:
                ("第 21 号记录统计了前 603 条记录，它之前却没有这么多。", "Entry 21 counts the first 603 entries, but fewer stand before it.")
            case .entryThatIsNotThere: ("指的是第 603 号记录，日志却只有 22 条。", "names entry 603, but the log has only 22 entries.")
            case .policyWithAnotherKey: ("没有 log.example/one+", "is not signed by log.example/one+")
            case .policyWithAnotherLog:
                (
                    "签名树头属于日志“log.example/one”，信任策略里没有这本日志。",
                    #"is of the log "log.example/one", which the policy does not name."#
                )
            case .tooFewWitnesses: ("达不到 g：只有B。", "Too few witnesses cosigned the checkpoint for the quorum g: only B.")
            }
        }
    }

    private func figures(_ lie: Lie) throws -> TestFigures {
        var figures = TestFigures()
        let changed = TestFigures.visited.replacing(#""exclusions":{"trial":{"trial":1}},"#, with: "")
        figures.define(
            TestFigures.visited,
            lie == .definition ? ["definition": .text(changed)] : [:]
        )
        figures.addVisits()
        switch lie {
        case .numerator: try figures.freeze(["numerator": 6])
        case .value: try figures.freeze(["value": "6"])
        case .missingExclusion: try figures.freeze(["excluded": nil])
        case .exclusionRemoved:
            try figures.freeze(["excluded": nil, "rows": 20, "value": "5"], definition: changed)
        case .rootOfAnotherLog:
            try figures.freeze(["as_of_root": "lGYwgqXQ2pQBtCCsdIZnisyrt8AOcp0EDmASFltkgSE="])
        case .positionBeyondTheLog: try figures.freeze(["as_of": 603])
        case .definition, .entryThatIsNotThere, .policyWithAnotherKey, .policyWithAnotherLog, .tooFewWitnesses:
            try figures.freeze()
        }
        return figures
    }

    private func policy(_ lie: Lie, _ log: TestLog) throws -> [UInt8] {
        let quorum = "group g 2 A B C\nquorum g"
        switch lie {
        case .policyWithAnotherKey: return try TestLog(log.entries, seed: 9).policy(quorum)
        case .policyWithAnotherLog:
            let other = try TestLog.signer(name: "log.example/two").verifier.vkey
            return Array("log \(other)\nquorum none\n".utf8)
        case .numerator, .value, .definition, .missingExclusion, .exclusionRemoved, .rootOfAnotherLog,
            .positionBeyondTheLog, .entryThatIsNotThere, .tooFewWitnesses:
            return try log.policy(quorum)
        }
    }

    @Test(arguments: Lie.allCases) func `is found, and said in both languages`(lie: Lie) async throws {
        // given
        var log = try figures(lie).log()
        try log.cosign(lie == .tooFewWitnesses ? [.b] : [.a, .b])
        let index = lie == .entryThatIsNotThere ? 603 : 21
        let size = lie == .positionBeyondTheLog ? 603 : 21
        log.files["page.html"] = Array(
            """
            <data class="fig" value="5" data-fig="ent.visited" data-asof="\(size)" data-index="\(index)">5家</data>
            """.utf8
        )

        // when
        let policy = try policy(lie, log)
        let report = try await log.inFolder {
            try await PageVerification(source: $0 + "/page.html", log: $0, policy: policy).run()
        }

        // then
        #expect(!report.holds && !report.isUndecided)
        let check = try #require(report.failures.first { $0.subject == lie.subject })
        let (chinese, english) = (try check.text(in: Words(.chinese)), try check.text(in: Words(.english)))
        #expect(chinese.contains(lie.sentences.chinese), "\(chinese)")
        #expect(english.contains(lie.sentences.english), "\(english)")
    }
}
