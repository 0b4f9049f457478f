/// One indicator with its figures, the newest first.
struct KnownSeries {
    let figures: [KnownFigure]
    var first: KnownFigure { figures[0] }

    init(_ figures: [KnownFigure]) { self.figures = figures }

    static func all(of figures: [KnownFigure]) -> [KnownSeries] {
        var places: [String: Int] = [:]
        var groups: [[KnownFigure]] = []
        for figure in figures {
            if let place = places[figure.code] {
                groups[place].append(figure)
            } else {
                places[figure.code] = groups.count
                groups.append([figure])
            }
        }
        return groups.map(KnownSeries.init)
    }

    /// Those of a stretch of time that the draft names: of weeks and years the last is meant.
    func during(_ period: Period?) -> KnownSeries? {
        guard let period else { return self }
        let fitting = figures.filter { $0.window.map(period.fits) ?? true }
        guard let last = fitting.first else { return nil }
        if case .month(.some) = period { return KnownSeries(fitting) }
        return KnownSeries([last])
    }
}
