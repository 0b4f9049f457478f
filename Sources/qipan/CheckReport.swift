import Claims
import Domain
import Foundation

/// What a check has found, for a terminal, a program or a browser.
struct CheckReport {
    private let check: ClaimCheck
    private let lines: [Int]

    init(_ check: ClaimCheck) {
        self.check = check
        var line = 1
        lines = check.draft.text.map { character in
            defer { if character.isNewline { line += 1 } }
            return line
        }
    }

    private func line(of range: Range<Int>) -> Int {
        lines.indices.contains(range.lowerBound) ? lines[range.lowerBound] : 1
    }

    /// `…: 448家: proved`, in the reader's language.
    private func words(_ judged: ClaimCheck.Judged) -> String {
        var values = ["claim": judged.claim.text]
        if let figure = judged.verdict.figure {
            values["figure"] = figure.name
            values["value"] = figure.value.text + figure.unit
            switch figure.origin {
            case .log(let position): values["origin"] = Console.text("claim.of_log", ["position": "\(position)"])
            case .imported(let source): values["origin"] = source
            }
        }
        if case .unsure(let figures) = judged.verdict { values["figures"] = figures.map(\.name).joined(separator: "、") }
        return Console.text("claim.verdict_\(judged.verdict.name.rawValue)", values)
    }

    private func words(_ finding: Finding) -> String {
        var values = finding.values
        if let weekday = values["weekday"] { values["weekday"] = Console.text("claim.weekday_\(weekday)") }
        return Console.text("claim.finding_\(finding.kind.rawValue)", values)
    }

    private func mark(_ judged: ClaimCheck.Judged) -> String {
        switch judged.verdict.name {
        case .proved, .agrees, .imported: "✓"
        case .contradicted: "✗"
        case .unsure: "?"
        case .unsupported: "·"
        }
    }

    private func mark(_ finding: Finding) -> String {
        switch finding.kind.severity {
        case .error: "✗"
        case .warning: "!"
        case .note: "·"
        }
    }

    var text: String {
        var all = check.judged.map { (line(of: $0.claim.range), $0.claim.range.lowerBound, mark($0), words($0)) }
        all += check.draft.findings.map { (line(of: $0.range), $0.range.lowerBound, mark($0), words($0)) }
        let said = all.sorted { ($0.1, $0.3) < ($1.1, $1.3) }.map { "\($0.2) \($0.0): \($0.3)" }
        return (said + [summary]).joined(separator: "\n")
    }

    private var summary: String {
        func count(_ names: [Verdict.Name]) -> String { "\(check.judged.count { names.contains($0.verdict.name) })" }
        return Console.text(
            check.holds ? "claim.holds" : "claim.fails",
            [
                "count": "\(check.judged.count)", "good": count([.proved, .agrees, .imported]),
                "open": count([.unsure, .unsupported]), "bad": count([.contradicted]),
                "errors": "\(check.draft.findings.count { $0.kind.severity == .error })",
            ]
        )
    }

    private struct Contents: Encodable {
        struct Claim: Encodable {
            let start: Int
            let end: Int
            let text: String
            let verdict: String
            let figure: String?
            let words: String
        }

        struct Finding: Encodable {
            let start: Int
            let end: Int
            let kind: String
            let severity: String
            let words: String
        }

        let holds: Bool
        let claims: [Claim]
        let findings: [Finding]
    }

    func json() throws -> String {
        let contents = Contents(
            holds: check.holds,
            claims: check.judged.map {
                Contents.Claim(
                    start: $0.claim.range.lowerBound,
                    end: $0.claim.range.upperBound,
                    text: $0.claim.text,
                    verdict: $0.verdict.name.rawValue,
                    figure: $0.verdict.figure?.code,
                    words: words($0)
                )
            },
            findings: check.draft.findings.map {
                Contents.Finding(
                    start: $0.range.lowerBound,
                    end: $0.range.upperBound,
                    kind: $0.kind.rawValue,
                    severity: "\($0.kind.severity)",
                    words: words($0)
                )
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(contents), as: UTF8.self)
    }

    /// The draft with its figures marked, and what is said of them in notes below.
    var html: String {
        let characters = Array(check.draft.text)
        var body = ""
        var end = 0
        var notes: [String] = []
        for judged in check.judged {
            let range = judged.claim.range
            body += Self.escaped(characters[end..<range.lowerBound])
            let about = check.draft.findings.filter { $0.range.overlaps(range) }
            notes.append(([words(judged)] + about.map(words)).map { Self.escaped($0) }.joined(separator: "<br>"))
            let isWrong = judged.verdict.name == .contradicted || about.contains { $0.kind.severity == .error }
            let name = isWrong ? Verdict.Name.contradicted.rawValue : judged.verdict.name.rawValue
            body += "<mark class=\"\(name)\"><a href=\"#n\(notes.count)\" id=\"c\(notes.count)\">"
            body += Self.escaped(characters[range]) + "<sup>\(notes.count)</sup></a></mark>"
            end = range.upperBound
        }
        body += Self.escaped(characters[end...])
        let others = check.draft.findings.filter { finding in
            !check.judged.contains { $0.claim.range.overlaps(finding.range) }
        }
        let list = notes.enumerated().map {
            "<li id=\"n\($0.offset + 1)\">\($0.element) <a href=\"#c\($0.offset + 1)\">↑</a></li>"
        }
        let rest = others.map { "<li>\(Self.escaped(words($0)))</li>" }
        return """
            <!doctype html>
            <html lang="\(Console.language == .chinese ? "zh-CN" : "en")">
            <meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(Self.escaped(Console.text("claim.title")))</title>
            <style>
            body { max-width: 38em; margin: 2em auto; padding: 0 1em; font: 17px/1.7 system-ui, sans-serif;
                   color: #1c2024; background: #fbfaf6 }
            .draft { white-space: pre-wrap }
            mark { background: none; border-bottom: 2px solid #5a6068 } mark a { color: inherit; text-decoration: none }
            mark.proved, mark.agrees, mark.imported { border-color: #1d6b52 }
            mark.contradicted { border-bottom: 3px double #a8321f }
            mark.unsure { border-bottom-style: dashed; border-color: #855400 }
            @media (prefers-color-scheme: dark) { body { color: #ece9e1; background: #14171a } }
            </style>
            <h1>\(Self.escaped(Console.text("claim.title")))</h1>
            <p>\(Self.escaped(summary))</p>
            <div class="draft">\(body)</div>
            <ol>\(list.joined())</ol>
            \(rest.isEmpty ? "" : "<ul>\(rest.joined())</ul>")
            </html>
            """
    }

    private static func escaped(_ text: some Sequence<Character>) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
