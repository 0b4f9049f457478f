extension FigureFault {
    /// What is wrong, to follow the number of the entry.
    var phrase: Phrase {
        switch self {
        case .entry(let fault): fault.phrase
        case .digest(let digest): Phrase("figure.digest", ["digest": "\(digest)"])
        case .definition(let fault): Phrase("figure.definition", ["fault": .phrase(fault.phrase)])
        case .version(let version, let expected):
            Phrase("figure.version", ["version": "\(version)", "expected": "\(expected)"])
        case .unknownDefinition(let digest): Phrase("figure.unknown_definition", ["digest": "\(digest)"])
        case .notValidThen(let code): Phrase("figure.not_valid_then", ["code": "\(code)"])
        case .namesNoFigure(let index): Phrase("figure.names_no_figure", ["index": "\(index)"])
        case .countsItself(let size): Phrase("figure.counts_itself", ["size": "\(size)"])
        case .root(let size, let computed, let written):
            Phrase("figure.root", ["size": "\(size)", "computed": "\(computed)", "written": "\(written)"])
        case .supersedes(let index): Phrase("figure.supersedes", ["index": "\(index)"])
        case .differs(let field, let written, let counted):
            Phrase(
                "figure.differs",
                ["field": "\(field.rawValue)", "written": "\(written)", "counted": "\(counted)"]
            )
        }
    }
}

extension DefinitionFault {
    var phrase: Phrase {
        switch self {
        case .notCanonical(let fault): Phrase("definition.not_canonical", ["fault": .phrase(fault.phrase)])
        case .unknownKey(let path): Phrase("definition.unknown_key", ["path": "\(path)"])
        case .lacks(let path): Phrase("definition.lacks", ["path": "\(path)"])
        case .wrong(let path): Phrase("definition.wrong", ["path": "\(path)"])
        case .isDefault(let path): Phrase("definition.is_default", ["path": "\(path)"])
        case .notAllowed(let path): Phrase("definition.not_allowed", ["path": "\(path)"])
        }
    }
}

extension FigureLine.Verdict {
    package var phrase: Phrase { Phrase("verdict.\(rawValue)") }
}
