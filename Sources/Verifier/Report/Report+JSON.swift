import FoundationEssentials

extension Report {
    /// The report for programs: one JSON object with sorted keys; only its sentences are in a language.
    ///
    /// - Throws: what Foundation's encoder throws.
    package func json(in words: Words) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(Wire(self, words)), as: UTF8.self)
    }

    /// The form on the wire.
    private struct Wire: Encodable {
        struct Check: Encodable {
            let subject: String
            let outcome: String
            let words: String
        }

        struct Recount: Encodable {
            let entries: Int
            let types: [String: Int]
            let days: [String: Int]
            let grids: [String: Int]
            let channels: [String: Int]
            let closedOnTime: Int
            let waitingDays: Int

            enum CodingKeys: String, CodingKey {
                case entries
                case types
                case days
                case grids
                case channels
                case closedOnTime = "closed_on_time"
                case waitingDays = "waiting_days"
            }
        }

        struct Figure: Encodable {
            let index: UInt64
            let fig: String
            let from: String
            let until: String
            let scope: String?
            let value: String?
            let unit: String
            let asOf: UInt64?
            let definedBeforehand: Bool?
            let supersededBy: UInt64?
            let verdict: String

            enum CodingKeys: String, CodingKey {
                case index
                case fig
                case from
                case until
                case scope
                case value
                case unit
                case asOf = "as_of"
                case definedBeforehand = "defined_beforehand"
                case supersededBy = "superseded_by"
                case verdict
            }

            init(_ line: FigureLine) {
                index = line.index
                fig = line.code
                from = line.from
                until = line.until
                scope = line.scope
                value = line.value
                unit = line.units[0]
                asOf = line.size
                definedBeforehand = line.isBeforehand
                supersededBy = line.supersededBy
                verdict = line.verdict.rawValue
            }
        }

        struct Shown: Encodable {
            let text: String
            let index: UInt64?
            let fig: String?
            let supersededBy: UInt64?
            let verdict: String
            let words: String

            enum CodingKeys: String, CodingKey {
                case text
                case index
                case fig
                case supersededBy = "superseded_by"
                case verdict
                case words
            }
        }

        let source: String
        let page: String?
        let holds: Bool
        let origin: String?
        let size: UInt64?
        let root: String?
        let checks: [Check]
        let recount: Recount?
        let figures: [Figure]?
        let shown: [Shown]?
        let entry: String?

        init(_ report: Report, _ words: Words) {
            source = report.source
            page = report.page
            shown =
                report.pageLines.isEmpty
                ? nil
                : report.pageLines.map {
                    Shown(
                        text: $0.text,
                        index: $0.index,
                        fig: $0.code,
                        supersededBy: $0.supersededBy,
                        verdict: $0.verdict.rawValue,
                        words: words.text($0.fault?.phrase ?? $0.verdict.phrase)
                    )
                }
            holds = report.holds
            origin = report.origin
            size = report.size
            root = report.root
            entry = report.entry
            figures = report.figures.isEmpty ? nil : report.figures.map(Figure.init)
            checks = report.checks.map {
                Check(subject: $0.subject.rawValue, outcome: $0.outcome.rawValue, words: $0.text(in: words))
            }
            recount = report.recount.map {
                Recount(
                    entries: $0.entries,
                    types: $0.types,
                    days: Dictionary(uniqueKeysWithValues: $0.days.map { ($0.day, $0.entries) }),
                    grids: $0.grids,
                    channels: $0.channels,
                    closedOnTime: $0.closedOnTime,
                    waitingDays: $0.waitingDays
                )
            }
        }
    }
}
