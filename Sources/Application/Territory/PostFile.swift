import Domain
import Store

/// A CSV file of posts: who answers for which grid, from when, and who stands in.
///
/// Columns: `grid`, `kind` (grid_leader or grid_worker), `holder` (a sign-in name), `from`, `until`, `deputy`.
package struct PostFile: Sendable {
    /// A line that could not be taken, as a catalogue key with its values.
    package struct Rejection: Sendable {
        package let line: Int
        package let key: String
        package let values: [String: String]
    }

    private let path: String

    package init(path: String) { self.path = path }

    /// Establishes the posts that are not there and makes the appointments, line by line; an appointment that is there
    /// already is passed over, so that a file may be brought in again.
    ///
    /// - Returns: how many appointments were made, and what could not be taken.
    /// - Throws: ``ImportFault`` for a file that cannot be read at all, ``Fault``.
    package func appoint(in office: Office) async throws -> (made: Int, rejected: [Rejection]) {
        let reader = try RecordReader(path: path, encoding: .auto)
        guard case .success(let header)? = reader.next()?.fields else { throw ImportFault.noHeader }
        guard Set(header).isSuperset(of: ["grid", "kind", "holder", "from"]), Set(header).count == header.count else {
            throw ImportFault.unknownColumns
        }
        let accounts = Dictionary(
            uniqueKeysWithValues: try await office.allAccounts().map { ($0.grant.signInName, $0.id) }
        )
        var made = 0
        var rejected: [Rejection] = []
        while let record = reader.next() {
            do {
                let fields = try record.fields.get()
                guard fields.count == header.count else {
                    throw Wrong(fault: .columns, detail: "\(fields.count) ≠ \(header.count)")
                }
                let line = Dictionary(uniqueKeysWithValues: zip(header, fields))
                if try await appoint(line, accounts, in: office) { made += 1 }
            } catch let fault as ImportFault {
                rejected.append(Rejection(line: record.line, key: "import.\(fault.rawValue)", values: ["detail": ""]))
            } catch let wrong as Wrong {
                let key = "import.\(wrong.fault.rawValue)"
                rejected.append(Rejection(line: record.line, key: key, values: ["detail": wrong.detail]))
            } catch let refusal as Refusal {
                let words = office.catalogues.words(for: refusal, in: .english)
                rejected.append(Rejection(line: record.line, key: "import.refused", values: ["detail": words]))
            }
        }
        return (made, rejected)
    }

    /// What is wrong with a line, and in which column.
    private struct Wrong: Error {
        let fault: ImportFault
        let detail: String
    }

    private func appoint(
        _ line: [String: String],
        _ accounts: [String: ID<Account>],
        in office: Office
    ) async throws -> Bool {
        guard let grid = office.directory.grid(named: line["grid"] ?? "") else { throw ImportFault.unknownGrid }
        guard let kind = Post.Kind(rawValue: line["kind"] ?? "") else {
            throw Wrong(fault: .badKind, detail: line["kind"] ?? "")
        }
        guard let holder = accounts[line["holder"] ?? ""] else { throw Refusal.unknown(.account) }
        let appointment: Post.Appointment
        let code: UnitCode
        do {
            let until = line["until"].flatMap { $0.isEmpty ? nil : $0 }
            appointment = Post.Appointment(
                holder: holder,
                from: try Day(parsing: line["from"] ?? ""),
                until: try until.map { try Day(parsing: $0) },
                isDeputy: ["1", "true", "yes", "是"].contains(line["deputy"]?.lowercased() ?? "")
            )
            code = try UnitCode(parsing: "\(grid.rawValue)-\(kind == .gridLeader ? "L" : "W")")
        } catch is Malformed {
            throw Wrong(fault: .badDate, detail: "\(line["from"] ?? "") – \(line["until"] ?? "")")
        }
        let known = try await office.engine.read { try BoardRecords.post(code, in: $0) }
        if known?.appointments.contains(appointment) == true { return false }
        let post = known?.id ?? office.world.newID(at: office.now)
        if known == nil {
            try await office.change(
                .establish(Post.Definition(code: code, kind: kind, grid: grid)),
                on: post,
                by: .system
            )
        }
        try await office.change(.appoint(appointment), on: post, by: .system)
        return true
    }
}
