import Foundation
import Testing
import Verifier

@Suite struct `What the verifier says` {
    private let english: Words
    private let chinese: Words

    init() throws {
        english = try Words(.english)
        chinese = try Words(.chinese)
    }

    private var phrases: [Phrase] {
        Problem.examples.map(\.problem.phrase) + Remark.examples.map(\.remark.phrase)
            + Report.Outcome.allCases.map(\.phrase) + Report.Subject.allCases.map(\.phrase)
            + FigureLine.Verdict.allCases.map(\.phrase) + PageLine.Verdict.allCases.map(\.phrase)
    }

    /// A phrase's key, and those of the phrases that are filled into it.
    private func keys(of phrase: Phrase) -> Set<String> {
        phrase.parts.values.reduce(into: [phrase.key]) { keys, part in
            if case .phrase(let inner) = part { keys.formUnion(self.keys(of: inner)) }
        }
    }

    @Test func `has the same keys and the same parts in both languages`() throws {
        func names(_ text: String) -> [String] { text.matches(of: /\{(\w+)\}/).map { String($0.1) }.sorted() }

        #expect(english.keys == chinese.keys)
        for key in english.keys {
            let texts = [try #require(english.template(key)), try #require(chinese.template(key))]

            #expect(names(texts[0]) == names(texts[1]), "\(key)")
            #expect(texts.allSatisfy { !$0.isEmpty }, "\(key)")
        }
    }

    @Test func `is said by a problem, a remark or a heading, and nothing is left over`() {
        let said = phrases.reduce(into: Set(Heading.allCases.map(\.rawValue))) { $0.formUnion(keys(of: $1)) }

        #expect(said == english.keys)
    }

    @Test func `is in the catalogues wherever the code names a key`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Verifier/Words").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var named: Set<String> = []
        for file in files {
            let code = try String(contentsOf: file, encoding: .utf8)
            named.formUnion(code.matches(of: /Phrase\(\s*"([a-z_]+\.[a-z_0-9]+)"/).map { String($0.1) })
        }

        #expect(named.count > 80)
        #expect(named.isSubset(of: english.keys))
    }

    @Test func `has every part filled in, in both languages`() {
        for phrase in phrases {
            for words in [english, chinese] {
                let text = words.text(phrase)

                #expect(!text.contains(/\{\w+\}/) && !text.isEmpty, "\(text)")
            }
            let han = chinese.text(phrase).unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
            #expect(han, "\(phrase.key) is not Chinese")
        }
    }

    @Test(arguments: Problem.examples) func `of a problem is this sentence`(example: Problem.Example) {
        #expect(english.text(example.problem.phrase) == example.english)
    }

    @Test(arguments: Remark.examples) func `besides problems is this sentence`(example: Remark.Example) {
        #expect(english.text(example.remark.phrase) == example.english)
    }

    @Test func `of a sound log is this report`() async throws {
        let report = try await TestLog(size: 300).verify()
        let root = try #require(report.root)
        let key = try TestLog(size: 1).key.prefix { $0 != "+" } + "+"
        let identifier = try TestLog(size: 1).key.split(separator: "+")[1]

        #expect(
            report.text(in: chinese).replacing(root, with: "ROOT") == """
                通过  公钥      用的是您给出的公钥 \(key)\(identifier)。
                通过  签名树头  log.example/one 的签名树头格式正确，共 300 条记录。
                通过  签名      由 \(key)\(identifier) 签名。
                通过  记录      300 条记录都在。
                通过  哈希文件  每个哈希文件都与按记录算出的哈希值一致。
                通过  根        按记录算出的根就是签名的根 ROOT。
                通过  记录内容  每条记录都是规范写法，类型、日期、版本和承诺值齐全。
                通过  公布数字  公布的 4 个数字都与前 300 条记录数出来的一致。

                按记录重新数出来：
                  记录（条）                    300
                  天数                          3，从 2026-01-01 到 2026-01-03
                  网格（个）                    2
                  case.closed                   100
                  case.reported                 100
                  territory.grid_drawn          100
                  从 web 上报                   100
                  按期结案（closed_on_time）    50
                  等待天数合计（waiting_days）  200

                全部核对无误。
                """
        )
        #expect(
            report.text(in: english).replacing(root, with: "ROOT") == """
                ok       key         The key \(key)\(identifier) was given.
                ok       checkpoint  The checkpoint of log.example/one is well-formed: 300 entries.
                ok       signature   It is signed by \(key)\(identifier).
                ok       entries     All 300 entries are there.
                ok       tiles       Every tile holds the hashes that were computed from the entries.
                ok       root        The entries lead to the signed root ROOT.
                ok       facts       Every entry is canonical and has its type, day, version and commitment.
                ok       figures     All 4 published figures are what the first 300 entries add up to.

                Recounted from the entries:
                  entries               300
                  days                  3, from 2026-01-01 to 2026-01-03
                  grids                 2
                  case.closed           100
                  case.reported         100
                  territory.grid_drawn  100
                  reported by web       100
                  closed_on_time        50
                  waiting_days          200

                Everything holds.
                """
        )
    }

    @Test func `of a log that does not hold ends with how much failed`() async throws {
        var log = try TestLog(size: 300)
        log.flip("tile/0/000", at: 0)

        let report = try await log.verify()

        #expect(report.text(in: chinese).hasSuffix("\n核对没有通过：8 项检查里有 1 项不符。"))
        #expect(report.text(in: english).hasSuffix("\nIt does NOT hold: 1 of 8 checks failed."))
    }

    @Test func `in JSON is in the language asked for, under subjects that stay`() async throws {
        var log = try TestLog(size: 10)
        log.files["figures"] = nil

        let report = try await log.verify()
        let json = try report.json(in: chinese)

        #expect(json.contains(#""subject" : "figures""#))
        #expect(json.contains(#""outcome" : "warning""#))
        #expect(json.contains(#""words" : "没有核对：日志没有公布数字。""#))
    }

    @Test func `after ten faults is how many more there are`() async throws {
        let log = try TestLog((0..<256).map { _ in Array("{}".utf8) })
        let figures = Array(
            "abcdefghijkl".map { #""case.\#($0)":1"# }.joined(separator: ",").utf8
        )
        var other = try TestLog(size: 1)
        other.files["figures"] =
            Array(#"{"closed_on_time":0,"counts":{"#.utf8) + figures + Array(#"},"size":1,"waiting_days":0}"#.utf8)

        let facts = try #require(try await log.verify().failures.first { $0.subject == .facts })
        let figure = try #require(try await other.verify().failures.first { $0.subject == .figures })

        #expect(facts.problems.count == 10)
        #expect(figure.problems.count == 13)
        #expect(figure.text(in: english).hasSuffix(" And 3 more."))
        #expect(figure.text(in: chinese).hasSuffix("。另外还有 3 处。"))
    }
}
