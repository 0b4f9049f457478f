import Verifier

// One of every fault of an entry that files a definition or a figure, with its English sentence.

extension Problem {
    static let filed: [Example] =
        faults.map { Example(.figureEntry(603, $0), "Entry 603 \($1).") }
        + definitionFaults.map {
            Example(.figureEntry(603, .definition($0)), "Entry 603 holds a text that is no definition: \($1).")
        }
        + [
            Example(
                .notKept,
                """
                This machine did not keep the entries until they could be counted: make room in its folder for \
                temporary files.
                """
            )
        ]

    private static let faults: [(FigureFault, String)] = {
        guard let old = [UInt8](repeating: 0, count: 32).withUnsafeBytes({ Hash($0) }),
            let new = [UInt8](repeating: 255, count: 32).withUnsafeBytes({ Hash($0) })
        else { return [] }
        return [
            (.entry(.lacks("def")), #"lacks the field "def""#),
            (.digest("ab"), "names the SHA-256 ab, which is not that of its definition"),
            (.version(3, expected: 2), "is version 3 of its definition and must be 2"),
            (.unknownDefinition("ab"), "counts by the definition ab, which no earlier entry holds"),
            (
                .notValidThen("ent.visited"),
                "uses ent.visited for a window outside the days that this definition is valid for"
            ),
            (.countsItself(size: 604), "counts the first 604 entries, but fewer stand before it"),
            (
                .root(size: 600, computed: old, written: new),
                "names the root \(new) for the first 600 entries, which have the root \(old)"
            ),
            (.namesNoFigure(7), "names entry 7, which is no earlier figure"),
            (.supersedes(7), "corrects entry 7, which is no earlier value of the same figure"),
        ]
            + FigureFault.Field.allCases.map {
                (
                    .differs($0, written: "484", counted: "448"),
                    "says \($0.rawValue) 484, but the recount gives 448"
                )
            }
    }()

    private static let definitionFaults: [(DefinitionFault, String)] = [
        (.notCanonical(.endsEarly), "it ends in the middle"),
        (.unknownKey("numerator.limit"), #""numerator.limit" is not known"#),
        (.lacks("code"), #""code" is missing"#), (.wrong("code"), #""code" is not as it must be"#),
        (.isDefault("scale"), #""scale" is what holds anyhow, and must be left out"#),
        (.notAllowed("scale"), #""scale" may not stand there beside the rest"#),
    ]
}

extension FigureFault {
    /// No default: a new case breaks the build here, and asks for an example above.
    private func isThere() -> Bool {
        switch self {
        case .entry, .digest, .definition, .version: true
        case .unknownDefinition, .notValidThen, .countsItself, .root, .supersedes, .namesNoFigure, .differs: true
        }
    }
}

extension DefinitionFault {
    private func isThere() -> Bool {
        switch self {
        case .notCanonical, .unknownKey, .lacks, .wrong, .isDefault, .notAllowed: true
        }
    }
}
