import Domain

/// Tables with a heading: a total row against its column, and columns that follow from others.
extension Draft {
    private struct Column {
        var values: [Int: Int] = [:]
        let heading: String
        let isShare: Bool
    }

    func tableChecks() -> [Finding] {
        let byTable = Dictionary(grouping: claims.indices.filter { claims[$0].cell != nil }) {
            claims[$0].cell?.table ?? 0
        }
        return byTable.sorted { $0.key < $1.key }.flatMap { number, cells -> [Finding] in
            let table = tables[number]
            guard !table.isPairs, table.rows.count <= 400 else { return [] }
            var columns: [Int: Column] = [:]
            for index in cells {
                guard let cell = claims[index].cell, claims[index].isCount || claims[index].kind == .share else {
                    continue
                }
                let isShare = claims[index].kind == .share
                columns[cell.column, default: Column(heading: claims[index].before, isShare: isShare)].values[
                    cell.row
                ] = index
            }
            // No page has more columns.
            let kept = columns.sorted { $0.key < $1.key }.prefix(16).map(\.value)
            return totals(kept, of: table) + ratios(kept, of: table)
        }
    }

    private func totalRow(of table: Table) -> Int? {
        let rows = table.rows.indices.filter { row in
            ["合计", "总计", "总数", "全区", "共计"].contains(table.rows[row].label.filter { $0 != " " && $0 != "\u{3000}" })
        }
        let isGrouped = table.rows.contains { $0.label.contains("小计") }
        return rows.count == 1 && !isGrouped ? rows[0] : nil
    }

    private func totals(_ columns: [Column], of table: Table) -> [Finding] {
        guard let last = totalRow(of: table) else { return [] }
        return columns.filter { !$0.isShare }.compactMap { column in
            guard let total = column.values[last], column.values.count >= 3, column.values.count == table.rows.count,
                let sum = sum(of: column.values.filter { $0.key != last }.map(\.value)),
                !sum.meets(claims[total].bounds)
            else { return nil }
            let values = ["claim": claims[total].text, "found": sum.text(unit: claims[total].unit ?? "")]
            return Finding(.sum, at: claims[total].range, values)
        }
    }

    /// A column of rates is what two columns of counts make in most of its rows, or it is not known what it is.
    private func ratios(_ columns: [Column], of table: Table) -> [Finding] {
        let counts = columns.filter { !$0.isShare }
        let total = totalRow(of: table)
        return columns.filter(\.isShare).flatMap { share -> [Finding] in
            var best: (fits: Int, wrong: [Finding]) = (0, [])
            for part in counts.indices {
                for whole in counts.indices where whole != part {
                    let found = compared(share) { row in
                        guard let part = counts[part].values[row], let whole = counts[whole].values[row] else {
                            return nil
                        }
                        return (part, whole)
                    }
                    if found.fits > best.fits { best = found }
                }
                guard share.heading.contains("占"), let total, let whole = counts[part].values[total] else { continue }
                let found = compared(share) { row in counts[part].values[row].map { ($0, whole) } }
                if found.fits > best.fits { best = found }
            }
            return best.fits >= 2 && best.fits > best.wrong.count ? best.wrong : []
        }
    }

    private func compared(_ share: Column, with pair: (Int) -> (Int, Int)?) -> (fits: Int, wrong: [Finding]) {
        var fits = 0
        var wrong: [Finding] = []
        for (row, index) in share.values.sorted(by: { $0.key < $1.key }) {
            guard let (part, whole) = pair(row),
                let quotient = claims[part].bounds.over(claims[whole].bounds)?.scaled(by: Rational(100))
            else { continue }
            if quotient.meets(claims[index].loose) {
                fits += 1
            } else {
                let values = [
                    "claim": claims[index].text, "part": claims[part].text, "whole": claims[whole].text,
                    "found": quotient.text(places: 2),
                ]
                wrong.append(Finding(.share, at: claims[index].range, values))
            }
        }
        return (fits, wrong)
    }
}
