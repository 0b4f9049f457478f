package import Claims
package import Domain
import Foundation

/// What a check has found, in one language: for a terminal, a program or a browser.
package struct CheckReport: Sendable {
    package let check: ClaimCheck
    private let catalogues: Catalogues
    private let language: Language

    package init(_ check: ClaimCheck, catalogues: Catalogues, in language: Language) {
        self.check = check
        self.catalogues = catalogues
        self.language = language
    }

    private func text(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogues.text(key, values, in: language)
    }

    // MARK: Words

    /// `448家: proved …`.
    package func words(_ judged: ClaimCheck.Judged) -> String {
        var values = ["claim": judged.claim.text]
        if let figure = judged.verdict.figure {
            values["figure"] = figure.name
            values["value"] = figure.value.text + figure.unit
            values["origin"] = origin(of: figure)
        }
        if case .unsure(let figures) = judged.verdict {
            values["figures"] = figures.map(\.name).joined(separator: text("claim.list_separator"))
        }
        return text("claim.verdict_\(judged.verdict.name.rawValue)", values)
    }

    private func origin(of figure: KnownFigure) -> String {
        switch figure.origin {
        case .log(let position): text("claim.of_log", ["position": "\(position)"])
        case .imported(let source): source
        }
    }

    package func words(_ finding: Finding) -> String {
        var values = finding.values
        if let weekday = values["weekday"] { values["weekday"] = text("claim.weekday_\(weekday)") }
        return text("claim.finding_\(finding.kind.rawValue)", values)
    }

    /// What the written number leaves open: `401500000 元起，不到 402500000 元` in short words.
    package func reading(of claim: Claim) -> String {
        let (bounds, unit) = (claim.bounds, MarkedText.Meaning(claim).unit)
        func value(_ end: Bounds.End?) -> String {
            guard let value = end?.value else { return "" }
            for (name, size) in [("亿", 100_000_000), ("万", 100_000)] where value >= Rational(size) {
                if let part = value.over(Rational(name == "万" ? 10_000 : size)) { return part.text + name + unit }
            }
            return value.text + unit
        }
        let values = ["low": value(bounds.lower), "high": value(bounds.upper), "value": value(bounds.lower)]
        if bounds.exact != nil { return text("claim.read_exact", values) }
        switch (bounds.lower?.isIn, bounds.upper?.isIn) {
        case (true?, true?): return text("claim.read_both_in", values)
        case (true?, false?): return text("claim.read_low_in", values)
        case (false?, true?): return text("claim.read_high_in", values)
        case (false?, false?): return text("claim.read_none_in", values)
        case (true?, nil): return text("claim.read_from_in", values)
        case (false?, nil): return text("claim.read_from", values)
        case (nil, true?): return text("claim.read_to_in", values)
        case (nil, false?), (nil, nil): return text("claim.read_to", values)
        }
    }

    /// One word for a verdict, which stands beside its sign.
    package func word(_ verdict: Verdict) -> String { text("claim.word_\(verdict.name.rawValue)") }

    /// The word for a figure that does not add up.
    package var wordForWrong: String { text("claim.word_wrong") }

    package func sign(_ verdict: Verdict) -> String {
        switch verdict.name {
        case .proved, .agrees, .imported: "✓"
        case .contradicted: "✗"
        case .unsure: "?"
        case .unsupported: "·"
        }
    }

    package func sign(_ severity: Finding.Severity) -> String {
        switch severity {
        case .error: "✗"
        case .warning: "!"
        case .note: "·"
        }
    }

    package var summary: String {
        func count(_ names: [Verdict.Name]) -> String { "\(check.judged.count { names.contains($0.verdict.name) })" }
        return text(
            check.holds ? "claim.holds" : "claim.fails",
            [
                "count": "\(check.judged.count)", "good": count([.proved, .agrees, .imported]),
                "open": count([.unsure, .unsupported]), "bad": count([.contradicted]),
                "errors": "\(check.findings.count { $0.severity == .error })",
            ]
        )
    }

    // MARK: Text

    /// A line for everything that there is to say, with the line of the draft.
    package var text: String {
        var line = 1
        let lines = check.draft.text.map { character in
            defer { if character.isNewline { line += 1 } }
            return line
        }
        func said(_ range: Range<Int>, _ sign: String, _ words: String) -> (Int, String) {
            (
                range.lowerBound,
                "\(sign) \(lines.indices.contains(range.lowerBound) ? lines[range.lowerBound] : 1): \(words)"
            )
        }
        let all =
            check.judged.map { said($0.claim.range, sign($0.verdict), words($0)) }
            + check.findings.map { said($0.range, sign($0.severity), words($0)) }
        return (all.sorted { $0 < $1 }.map(\.1) + [summary]).joined(separator: "\n")
    }

    // MARK: JSON

    private struct Contents: Encodable {
        struct Claim: Encodable {
            let start: Int
            let end: Int
            let text: String
            let verdict: String
            let figure: String?
            let link: String?
            let reading: String
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
        let summary: String
        let claims: [Claim]
        let findings: [Finding]
    }

    /// - Throws: what JSON cannot say, which nothing here is.
    package func json() throws -> String {
        let contents = Contents(
            holds: check.holds,
            summary: summary,
            claims: check.judged.map {
                Contents.Claim(
                    start: $0.claim.range.lowerBound,
                    end: $0.claim.range.upperBound,
                    text: $0.claim.text,
                    verdict: $0.verdict.name.rawValue,
                    figure: $0.verdict.figure?.code,
                    link: $0.verdict.figure?.link,
                    reading: reading(of: $0.claim),
                    words: words($0)
                )
            },
            findings: check.findings.map {
                Contents.Finding(
                    start: $0.range.lowerBound,
                    end: $0.range.upperBound,
                    kind: $0.kind.rawValue,
                    severity: "\($0.severity)",
                    words: words($0)
                )
            }
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(contents), as: UTF8.self)
    }
}
