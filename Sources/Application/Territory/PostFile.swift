package import Domain
import Store

/// A CSV file of posts: who answers for which grid, or for what a unit leads, from when, and who stands in.
///
/// Columns: `grid`, `kind` (grid_leader, grid_worker or unit_duty), `holder` (a sign-in name), `from`, `until`, `deputy`; for
/// posts of handling units also `unit`, and `post` where a unit has several (`HW-NIGHT`; without it `HW-D`).
package struct PostFile: Sendable {
    /// A line as it was read; whether grid and holder exist is for the board to say.
    package struct Entry: Hashable, Sendable {
        package var grid: String
        package var unit: String
        /// The post's code, where the file names it.
        package var post: String?
        package var kind: Post.Kind
        package var holder: String
        package var from: Day
        package var until: Day?
        package var isDeputy: Bool

        package func covers(_ day: Day) -> Bool { day >= from && (until.map { day <= $0 } ?? true) }
    }

    /// Why a line could not be taken.
    package enum Reason: Error, Hashable, Sendable {
        case unreadable(ImportFault, detail: String)
        case refused(Refusal)
    }

    /// A line that could not be taken.
    package struct Rejection: Hashable, Sendable {
        package let line: Int
        package let reason: Reason

        package func words(_ catalogues: Catalogues, in language: Language) -> String {
            switch reason {
            case .unreadable(let fault, let detail):
                catalogues.text("import.\(fault.rawValue)", ["detail": detail], in: language)
            case .refused(let refusal):
                catalogues.words(for: refusal, in: language)
            }
        }
    }

    /// Lines in the order of the file, numbered from one.
    package let lines: [(number: Int, entry: Result<Entry, Reason>)]

    /// - Throws: ``ImportFault`` for a file that cannot be read at all.
    package init(path: String) throws {
        let reader = try RecordReader(path: path, encoding: .auto)
        guard case .success(let header)? = reader.next()?.fields else { throw ImportFault.noHeader }
        guard Set(header).isSuperset(of: ["grid", "kind", "holder", "from"]), Set(header).count == header.count else {
            throw ImportFault.unknownColumns
        }
        var lines: [(number: Int, entry: Result<Entry, Reason>)] = []
        while let record = reader.next() {
            let fields = record.fields.mapError { Reason.unreadable($0, detail: "") }
            lines.append((record.line, fields.flatMap { Entry.parse($0, header: header) }))
        }
        self.lines = lines
    }

    /// The grids for which somebody answers on `day`, by their codes as written.
    package func answeredGrids(on day: Day) -> Set<String> {
        // A line that cannot be read appoints nobody; taking the file over tells why.
        Set(lines.compactMap { try? $0.entry.get() }.filter { $0.covers(day) }.map(\.grid))
    }

    /// Establishes the posts that are not there and makes the appointments, line by line; an appointment that is there
    /// already is passed over, so that a file may be brought in again.
    ///
    /// - Returns: how many appointments were made, and what could not be taken.
    /// - Throws: ``Fault``.
    package func appoint(in office: Office) async throws -> (made: Int, rejected: [Rejection]) {
        let accounts = Dictionary(
            uniqueKeysWithValues: try await office.allAccounts().map { ($0.grant.signInName, $0.id) }
        )
        var made = 0
        var rejected: [Rejection] = []
        for line in lines {
            switch line.entry {
            case .failure(let reason):
                rejected.append(Rejection(line: line.number, reason: reason))
            case .success(let entry):
                do {
                    if try await appoint(entry, accounts, in: office) { made += 1 }
                } catch let refusal as Refusal {
                    rejected.append(Rejection(line: line.number, reason: .refused(refusal)))
                }
            }
        }
        return (made, rejected)
    }

    /// - Returns: whether the appointment is new.
    private func appoint(_ entry: Entry, _ accounts: [String: ID<Account>], in office: Office) async throws -> Bool {
        let definition = try definition(of: entry, in: office)
        guard let holder = accounts[entry.holder] else { throw Refusal.unknown(.account) }
        let appointment = Post.Appointment(
            holder: holder,
            from: entry.from,
            until: entry.until,
            isDeputy: entry.isDeputy
        )
        let known = try await office.engine.read { try BoardRecords.post(definition.code, in: $0) }
        if known?.appointments.contains(appointment) == true { return false }
        let post = known?.id ?? office.world.newID(at: office.now)
        if known == nil { try await office.change(.establish(definition), on: post, by: .system) }
        try await office.change(.appoint(appointment), on: post, by: .system)
        return true
    }

    private func definition(of entry: Entry, in office: Office) throws -> Post.Definition {
        do {
            switch entry.kind {
            case .gridLeader, .gridWorker:
                // Those of a division that waits for its day have their people before it.
                guard let grid = office.rosterGrid(named: entry.grid)?.code else { throw Refusal.unknown(.grid) }
                let code = try UnitCode(parsing: "\(grid.rawValue)-\(entry.kind.letter)")
                return Post.Definition(code: code, kind: entry.kind, grid: grid)
            case .unitDuty:
                let unit = try UnitCode(parsing: entry.unit)
                guard office.directory.handlingUnits[unit] != nil else { throw Refusal.unknown(.handlingUnit) }
                let code = try UnitCode(parsing: entry.post ?? "\(unit.rawValue)-\(entry.kind.letter)")
                return Post.Definition(code: code, unit: unit)
            }
        } catch let malformed as Malformed { throw Refusal.malformed(malformed) }
    }
}

extension PostFile.Entry {
    fileprivate static func parse(_ fields: [String], header: [String]) -> Result<Self, PostFile.Reason> {
        guard fields.count == header.count else {
            return .failure(.unreadable(.columns, detail: "\(fields.count) ≠ \(header.count)"))
        }
        let named = Dictionary(uniqueKeysWithValues: zip(header, fields))
        func field(_ name: String) -> String? { named[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard let kind = Post.Kind(rawValue: field("kind") ?? "") else {
            return .failure(.unreadable(.badKind, detail: field("kind") ?? "–"))
        }
        do {
            return .success(
                Self(
                    grid: field("grid") ?? "",
                    unit: field("unit") ?? "",
                    post: field("post"),
                    kind: kind,
                    holder: field("holder") ?? "",
                    from: try Day(parsing: field("from") ?? ""),
                    until: try field("until").map { try Day(parsing: $0) },
                    isDeputy: ["1", "true", "yes", "是"].contains(field("deputy")?.lowercased() ?? "")
                )
            )
        } catch {
            return .failure(.unreadable(.badDate, detail: "\(field("from") ?? "–") … \(field("until") ?? "–")"))
        }
    }
}

extension Post.Kind {
    /// The last letter of a post's code, `41100200100101-W`, `HW-D`.
    var letter: String {
        switch self {
        case .gridLeader: "L"
        case .gridWorker: "W"
        case .unitDuty: "D"
        }
    }
}
