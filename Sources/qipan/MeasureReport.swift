import Claims
import Foundation

/// What the claim check finds in texts whose numbers are marked by hand: the table of `make claims`.
struct MeasureReport {
    private let measure: ClaimMeasure

    /// - Throws: ``Hindrance`` that names the file, or the line of it, that cannot be read.
    init(folder: String) throws {
        var measure = ClaimMeasure()
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw Hindrance("cli.unreadable", ["path": folder])
        }
        for name in names where name.hasSuffix(".txt") {
            let path = "\(folder)/\(name.dropLast(4))"
            do {
                let text = try MarkedText(InputFile.text("\(path).txt"), marks: InputFile.text("\(path).marks"))
                measure.add(text, named: String(name.dropLast(4)))
            } catch let malformed as MarkedText.Malformed {
                throw Hindrance("check.no_mark", ["path": "\(path).marks", "line": malformed.line])
            }
        }
        guard measure.texts > 0 else { throw Hindrance("check.no_texts", ["path": folder]) }
        self.measure = measure
    }

    func put() {
        Console.say("check.measured_texts", ["n": "\(measure.texts)"])
        Console.put(
            line(
                "",
                [
                    Console.text("check.marked"), Console.text("check.found"), Console.text("check.right"),
                    Console.text("check.precision"), Console.text("check.recall"),
                ]
            )
        )
        Console.put(line(Console.text("check.numbers"), measure.numbers))
        Console.put(line(Console.text("check.findings"), measure.allFindings))
        for (kind, score) in measure.findings.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            Console.put(line("  \(kind.rawValue)", score))
        }
        for (name, miss) in measure.misses {
            switch miss {
            case .missed(let what): Console.say("check.missed", ["name": name, "what": what])
            case .extra(let what): Console.say("check.extra", ["name": name, "what": what])
            }
        }
    }

    private func line(_ name: String, _ score: ClaimMeasure.Score) -> String {
        func percent(_ thousandths: Int) -> String { "\(thousandths / 10).\(thousandths % 10) %" }
        return line(
            name,
            ["\(score.marked)", "\(score.found)", "\(score.right)", percent(score.precision), percent(score.recall)]
        )
    }

    private func line(_ name: String, _ values: [String]) -> String {
        values.reduce(Self.padded(name, to: 24, atEnd: true)) { $0 + Self.padded($1, to: 11, atEnd: false) }
    }

    /// Chinese characters take two places of a terminal.
    private static func padded(_ text: String, to width: Int, atEnd: Bool) -> String {
        let taken = text.reduce(0) { $0 + ($1.isASCII ? 1 : 2) }
        let blanks = String(repeating: " ", count: max(1, width - taken))
        return atEnd ? text + blanks : blanks + text
    }
}
