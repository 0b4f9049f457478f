extension PageFault {
    /// What is wrong, to follow what the page shows.
    var phrase: Phrase {
        switch self {
        case .lacks(let name): Phrase("page.lacks", ["name": "\(name)"])
        case .noEntry(let index, let size): Phrase("page.no_entry", ["index": "\(index)", "size": "\(size)"])
        case .noFigure(let index): Phrase("page.no_figure", ["index": "\(index)"])
        case .figureIsWrong(let index): Phrase("page.figure_is_wrong", ["index": "\(index)"])
        case .attribute(let name, let page, let log):
            Phrase("page.attribute", ["name": "\(name)", "page": "\(page)", "log": "\(log)"])
        case .number: Phrase("page.number")
        case .unit(let unit, let log): Phrase("page.unit", ["unit": "\(unit)", "log": "\(log)"])
        case .base(let index): Phrase("page.base", ["index": "\(index)"])
        case .change(let then, let now): Phrase("page.change", ["then": "\(then)", "now": "\(now)"])
        }
    }
}

extension PageLine.Verdict {
    package var phrase: Phrase { Phrase("shown.\(rawValue)") }
}
