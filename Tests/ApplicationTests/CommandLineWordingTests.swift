import Application
import Domain
import Foundation
import Geography
import Store
import Testing

/// What a person reads at the terminal, compared with the code that says it.
struct CommandLineWordingTests {
    private let catalogues: Catalogues
    private let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

    init() throws { catalogues = try Catalogues() }

    /// The Swift files of a target.
    private func code(of target: String) throws -> [(name: String, text: String)] {
        let folder = root.appending(path: "Sources/\(target)")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try paths.sorted().map { ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
    }

    /// The arguments of every call of something that speaks, from its bracket to the one that closes it.
    private func spoken(in text: String) -> [Substring] {
        let call = /(?:\.(?:say|complain|put|putError|show)|\bValidationError|\bHindrance|\bprint)\(/
        return text.matches(of: call).map { match in
            var depth = 1
            var end = match.range.upperBound
            while end < text.endIndex, depth > 0 {
                if text[end] == "(" { depth += 1 }
                if text[end] == ")" { depth -= 1 }
                end = text.index(after: end)
            }
            return text[match.range.upperBound..<end]
        }
    }

    /// Whether a string literal holds a sentence: two words with a blank between them, or Chinese.
    private func isSentence(_ literal: Substring) -> Bool {
        let plain = literal.replacing(/\\\([^)]*\)/, with: "…")
        return plain.contains(/[A-Za-z,.:;]\s+[A-Za-z]/) || plain.contains(/\p{Han}/)
    }

    private func literals(in text: Substring) -> [Substring] { text.matches(of: /"(?:\\.|[^"\\])*"/).map(\.output) }

    @Test func `no command says a sentence that is in no catalogue`() throws {
        let files = try code(of: "qipan")
        #expect(files.count > 10)
        for (name, text) in files {
            for arguments in spoken(in: text) {
                for literal in literals(in: arguments) { #expect(!isSentence(literal), "\(name): \(literal)") }
            }
        }
    }

    @Test(arguments: [
        (#"Console.say("The board is made.")"#, true), (#"throw ValidationError("No role \(role).")"#, true),
        (#"progress.say("正在导入")"#, true), (#"throw Hindrance("Not here, \(path)")"#, true),
        (#"Console.say("init.made", ["path": data.folder.url.path])"#, false),
        (#"progress.put("\(file):\(line.line) \(line.number): \(reason)")"#, false),
        (#"Console.say(isDone ? "a.done" : "a.open", ["n": "\(count(of: 1))"])"#, false),
    ])
    func `such a sentence would be found`(code: String, isFound: Bool) {
        #expect(spoken(in: code).flatMap(literals).contains(where: isSentence) == isFound)
    }

    @Test func `every key that a command names has words, and every word of a command is named`() throws {
        let keys = catalogues.keys(in: .english)
        let groups = [
            "account", "calendar", "checkpoint", "cli", "data", "demo", "init", "matters", "rebuild", "serve", "verify",
        ]
        let pattern =
            /"((?:account|calendar|checkpoint|cli|data|demo|geojson|import|init|matters|rebuild|serve|territory|verify)\.[a-z_]+)"/
        let named = Set(try code(of: "qipan").flatMap { $0.text.matches(of: pattern).map { String($0.1) } })

        #expect(named.count > 50)
        #expect(named.subtracting(keys) == [])
        #expect(keys.filter { key in groups.contains { key.hasPrefix($0 + ".") } }.subtracting(named) == [])
    }

    @Test func `everything that can be malformed is named in both languages`() throws {
        let named = Set(
            try code(of: "").flatMap { $0.text.matches(of: /Malformed\(\s*"([^"]+)"/).map { String($0.1) } }
        )

        #expect(named.isSuperset(of: ["day", "limit", "zone", "catalogue"]))
        for language in Language.allCases {
            for what in named {
                let words = catalogues.words(for: .malformed(Malformed(what, expected: "")), in: language)
                #expect(!words.contains("malformed.") && !words.contains("expected."), "\(what)")
            }
        }
    }

    @Test func `a fault says what to do, with its code and the words of the log`() {
        for kind in [Fault.Kind.unavailable, .corrupt, .conflict] {
            for language in Language.allCases {
                let words = catalogues.words(
                    for: Fault(kind, code: "sqlite-13", message: "the disk is full"),
                    in: language
                )

                #expect(words.contains("sqlite-13") && words.contains("the disk is full"))
                #expect(!words.contains("{") && !words.contains("operator."))
            }
        }
    }

    @Test func `a map that cannot be used says why in both languages`() {
        let errors: [GeoJSONError] = [
            .tooLarge(limitBytes: 1_048_576), .notJSON, .notAFeatureCollection, .noPolygon(feature: 3),
            .ringTooShort(feature: 3), .ringNotClosed(feature: 3), .notACoordinate(feature: 3),
        ]
        for error in errors {
            #expect(catalogues.words(for: error, in: .english).contains(" "))
            #expect(catalogues.words(for: error, in: .chinese).contains(/\p{Han}/))
            #expect(!catalogues.words(for: error, in: .chinese).contains("{"))
        }
        #expect(catalogues.words(for: .notACoordinate(feature: 3), in: .chinese).hasPrefix("第 3 个要素"))
    }

    @Test func `a record says why it was rejected, without brackets where there is nothing in them`() {
        #expect(catalogues.words(for: .badDate, in: .english) == "the date cannot be read")
        #expect(catalogues.words(for: .badDate, in: .chinese) == "日期写得不对")
        #expect(catalogues.words(for: .badDate, detail: "from", in: .chinese) == "日期写得不对（from）")
    }

    @Test func `a ring's fault is translated, and shown as it is where nobody has translated it`() {
        #expect(catalogues.words(forRing: "Self-intersection", in: .chinese) == "边界自相交")
        #expect(catalogues.words(forRing: "Self-intersection", in: .english) == "Self-intersection")
        #expect(catalogues.words(forRing: "Something new", in: .chinese) == "Something new")
    }

    @Test(arguments: [
        ([:], Language.english), (["LANG": "zh_CN.UTF-8"], .chinese), (["LANG": "en_GB.UTF-8"], .english),
        (["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], .english), (["LC_ALL": "", "LANG": "zh_CN.UTF-8"], .chinese),
        (["LC_MESSAGES": "zh_TW.UTF-8", "LANG": "C"], .chinese),
        (["LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"], .english),
    ])
    func `a terminal speaks the language of its locale`(environment: [String: String], language: Language) {
        #expect(Language(terminal: environment) == language)
    }
}
