package import Domain

extension Enterprise {
    /// The rows that lists and searches read.
    package func project(id: ID<Enterprise>, version: Int, into db: any Connection) throws {
        guard let details else { return }
        let names = [details.name] + formerNames.filter { $0 != details.name }
        let steward = stewardship.terms.last { !$0.isDeputy && $0.until == nil }?.holder
        try db.submit(
            """
            INSERT INTO enterprise (
                id, number, version, name, names, credit_code, kind, industry, park, grid, longitude, latitude, address,
                state, steward, link_version)
            VALUES (
                \(id.bytes), \(number), \(version), \(details.name), \(names.joined(separator: "\n").lowercased()),
                \(details.creditCode?.rawValue), \(details.kind.rawValue), \(details.industry),
                \(details.park?.rawValue), \(details.place.grid?.rawValue), \(details.place.point?.longitude),
                \(details.place.point?.latitude), \(details.place.address), \(state), \(steward?.bytes),
                \(linkVersion))
            ON CONFLICT (id) DO UPDATE SET
                version = excluded.version,
                name = excluded.name,
                names = excluded.names,
                credit_code = excluded.credit_code,
                kind = excluded.kind,
                industry = excluded.industry,
                park = excluded.park,
                grid = excluded.grid,
                longitude = excluded.longitude,
                latitude = excluded.latitude,
                address = excluded.address,
                state = excluded.state,
                steward = excluded.steward,
                link_version = excluded.link_version
            """
        )
        let words = WordPairs.of(names.joined(separator: "\n")).sorted()
        if !words.isEmpty {
            let rows = words.map { word -> SQL in "(\(word), \(number))" }
            try db.submit(
                "INSERT INTO enterprise_word (word, firm) VALUES " + SQL.joined(rows, separator: ", ")
                    + " ON CONFLICT (word, firm) DO NOTHING"
            )
        }
        try projectLists(into: db)
    }

    private func projectLists(into db: any Connection) throws {
        // Most entries of a firm change none of these; a deletion that finds nothing is one look at an index.
        // By the table's key: in a rebuild there is no index of firms, and each would walk through the tags of all before it.
        try db.submit("DELETE FROM enterprise_tag WHERE tag IN (SELECT code FROM firm_tag) AND firm = \(number)")
        for (tag, day) in tags.sorted(by: { $0.key < $1.key }) {
            try db.submit(
                "INSERT INTO enterprise_tag (tag, firm, from_day) VALUES (\(tag.rawValue), \(number), \(day.description))"
            )
        }
        try db.submit("DELETE FROM enterprise_status WHERE firm = \(number)")
        for status in statuses {
            try db.submit(
                """
                INSERT INTO enterprise_status (firm, kind, from_day, until_day, certificate)
                VALUES (
                    \(number), \(status.kind.rawValue), \(status.from.description), \(status.until?.description),
                    \(status.certificate))
                """
            )
        }
        try db.submit("DELETE FROM enterprise_term WHERE firm = \(number)")
        for term in stewardship.terms {
            try db.submit(
                """
                INSERT INTO enterprise_term (firm, is_deputy, from_day, until_day, holder, unit)
                VALUES (
                    \(number), \(term.isDeputy), \(term.from.description), \(term.until?.description),
                    \(term.holder.bytes), \(term.unit.rawValue))
                """
            )
        }
    }

    private var state: String {
        switch ending {
        case nil: "open"
        case .merged: "merged"
        case .split: "split"
        case .closed: "closed"
        }
    }
}
