/// What was found about one figure that the log files.
package struct FigureLine: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// The value is what its definition yields.
        case recounted
        /// The value comes from elsewhere, and was not recounted.
        case imported
        case wrong
    }

    package let index: UInt64
    package let code: String
    /// The first day.
    package let from: String
    /// The first day no longer.
    package let until: String
    /// The day before that.
    package let lastDay: String
    /// Canonical conditions; nil for the whole district.
    package let scope: String?
    /// As it is printed; nil for “—”.
    package let value: String?
    /// The Chinese measure word, and what the definition calls it in English.
    package let units: [String]
    /// How many entries were looked at; nil if it was imported.
    package let size: UInt64?
    /// Whether its definition was filed before its window began; nil if no definition is known.
    package let isBeforehand: Bool?
    /// The index of the entry that corrects it.
    package let supersededBy: UInt64?
    package let verdict: Verdict
    let window: Window
    /// The value as it was recounted, or was imported; nil where there is none.
    let exact: Fraction?
    /// What it is a share of, or how many entries were counted; nil if it was imported.
    let base: Int128?
    /// Whether it is something of something, in per cent.
    let isShare: Bool

    /// The value with its unit.
    func printed(in language: Words.Language) -> String {
        guard let value else { return "—" }
        guard language == .english, units.count > 1 else { return value + units[0] }
        return value + (units[1] == "%" ? "" : " ") + units[1]
    }

    init(_ page: FigureBook.Page) {
        let figure = page.figure
        index = figure.index
        code = figure.code
        from = figure.window.from.description
        until = figure.window.until.description
        lastDay = figure.window.until.dayBefore.description
        scope = figure.scopeText
        value = figure.value
        units = [figure.unit] + (page.definition.map { [$0.unit.english] } ?? [])
        size = figure.count?.size
        isBeforehand = page.isBeforehand
        supersededBy = page.supersededBy
        window = figure.window
        exact = figure.value.flatMap { value in page.answer.map(\.exact) ?? Fraction(decimal: value) }
        let isRatio = page.definition?.denominator != nil
        base = page.answer.flatMap { isRatio ? $0.denominator : Int128($0.rows) }
        isShare = isRatio && figure.unit == "%"
        verdict = !page.faults.isEmpty ? .wrong : figure.count == nil ? .imported : .recounted
    }
}
