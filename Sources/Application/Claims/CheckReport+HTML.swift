package import Claims
package import Domain

/// The checked draft as a file that needs nothing else: to print, to send with the draft.
extension CheckReport {
    package func html(in language: Language, title: String) -> String {
        var body = ""
        for piece in pieces {
            switch piece {
            case .plain(let words): body += Self.escaped(words)
            case .claim(let index, let words):
                let judged = check.judged[index]
                body += "<mark class=\"\(tone(of: judged))\"><a href=\"#n\(index + 1)\" id=\"c\(index + 1)\">"
                body += Self.escaped(words) + "<sup>\(index + 1)\(sign(judged.verdict))</sup></a></mark>"
            case .finding(let index, let words):
                let severity = check.findings[index].severity
                body += "<mark class=\"words\"><a href=\"#f\(index)\" id=\"w\(index)\">\(Self.escaped(words))"
                body += "<sup>\(sign(severity))</sup></a></mark>"
            }
        }
        let notes = check.judged.enumerated().map { index, judged in
            let said = ([words(judged)] + findings(about: judged).map(words)).map { Self.escaped($0) }
            return "<li id=\"n\(index + 1)\">\(said.joined(separator: "<br>")) <a href=\"#c\(index + 1)\">↑</a></li>"
        }
        let rest = pieces.compactMap { piece in
            guard case .finding(let index, _) = piece else { return nil as String? }
            let words = Self.escaped(words(check.findings[index]))
            return "<li id=\"f\(index)\">\(words) <a href=\"#w\(index)\">↑</a></li>"
        }
        return """
            <!doctype html>
            <html lang="\(language == .chinese ? "zh-CN" : "en")">
            <meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(Self.escaped(title))</title>
            <style>
            body { max-width: 38em; margin: 2em auto; padding: 0 1em; font: 17px/1.7 system-ui, sans-serif;
                   color: #1c2024; background: #fbfaf6 }
            .draft { white-space: pre-wrap }
            mark { background: none; color: inherit; border-bottom: 2px solid #5a6068 }
            mark a { color: inherit; text-decoration: none }
            mark.good { border-color: #1d6b52 }
            mark.bad { border-bottom: 3px double #a8321f }
            mark.unsure, mark.words { border-bottom-style: dashed; border-color: #855400 }
            @media (prefers-color-scheme: dark) { body { color: #ece9e1; background: #14171a } }
            </style>
            <h1>\(Self.escaped(title))</h1>
            <p>\(Self.escaped(summary))</p>
            <div class="draft">\(body)</div>
            <ol>\(notes.joined())</ol>
            \(rest.isEmpty ? "" : "<ul>\(rest.joined())</ul>")
            </html>
            """
    }

    /// How a figure is underlined; the sign beside it says the same.
    package func tone(of judged: ClaimCheck.Judged) -> String {
        if findings(about: judged).contains(where: { $0.severity == .error }) { return "bad" }
        switch judged.verdict.name {
        case .proved, .agrees, .imported: return "good"
        case .contradicted: return "bad"
        case .unsure: return "unsure"
        case .unsupported: return "open"
        }
    }

    private static func escaped(_ text: String) -> String {
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
