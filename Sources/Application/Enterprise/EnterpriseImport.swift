package import Domain
package import Foundation
import Geography
import Store

/// Why a line of a file of firms is not taken; the raw value is the catalogue's key after `firm_import.`.
package enum FirmLineFault: String, Hashable, Sendable, CaseIterable {
    case unreadable
    case formula
    case noName = "no_name"
    case badCode = "bad_code"
    case badKind = "bad_kind"
    case badPlace = "bad_place"
    case outside
    case unknownGrid = "unknown_grid"
    case unknownPark = "unknown_park"
    case unknownTag = "unknown_tag"
    case badStatus = "bad_status"
    case badDay = "bad_day"
    /// The same credit code stands on an earlier line.
    case repeated
    case refused
}

/// Which column of a file of firms says what.
package struct FirmMapping: Codable, Hashable, Sendable {
    /// Our name of a field → the file's column.
    package var columns: [String: String]
    /// A word in the kind column → enterprise, shop or sole_trader.
    package var kinds: [String: String]?
    /// wgs84, gcj02 or bd09.
    package var coordinates: String?

    /// - Throws: ``ImportFault/mapping``.
    package init(contentsOf file: URL) throws {
        do { self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file)) } catch {
            throw ImportFault.mapping
        }
    }

    private init(columns: [String: String]) { self.columns = columns }

    /// What offices call the columns; the first that a file has is taken.
    private static let names: [String: [String]] = [
        "name": ["name", "企业名称", "单位名称", "名称", "字号名称"],
        "credit_code": ["credit_code", "统一社会信用代码", "社会信用代码", "信用代码"],
        "kind": ["kind", "类型", "主体类型", "市场主体类型"],
        "industry": ["industry", "行业", "所属行业", "行业名称"],
        "park": ["park", "园区", "园区代码"],
        "address": ["address", "地址", "住所", "经营场所", "经营地址"],
        "longitude": ["longitude", "经度"],
        "latitude": ["latitude", "纬度"],
        "grid": ["grid", "网格", "网格代码"],
        "tags": ["tags", "主导产业"],
        "status": ["status", "资质", "称号"],
        "certificate": ["certificate", "证书编号"],
        "valid_from": ["valid_from", "有效期起", "发证日期"],
        "valid_until": ["valid_until", "有效期止"],
    ]

    /// The mapping that a header speaks for.
    static func detected(in header: [String]) -> FirmMapping {
        FirmMapping(columns: names.compactMapValues { $0.first(where: header.contains) })
    }
}

/// Firms brought in from CSV or XLSX: good lines go in, every other line is told with its reason; the same file again changes
/// nothing.
package struct EnterpriseImport: Sendable {
    package struct Line: Sendable {
        package enum What: Hashable, Sendable {
            case added, changed, same
            case rejected(FirmLineFault)
        }

        package let line: Int
        package let name: String
        package let what: What
        /// What the fault is about; a refusal's own words are made from it.
        package let detail: String
        package let refusal: Refusal?
    }

    package struct Outcome: Sendable {
        package var lines: [Line] = []
        /// Columns that nothing was read from.
        package var unread: [String] = []

        package func count(_ what: Line.What) -> Int { lines.count { $0.what == what } }
        package var rejected: [Line] {
            lines.filter { if case .rejected = $0.what { true } else { false } }
        }
    }

    private let office: Office

    package init(office: Office) { self.office = office }

    /// What a line says.
    private struct Row: Sendable {
        var line: Int
        var draft: EnterpriseDraft
        var tags: [CategoryCode]
        var status: Enterprise.Status?
    }

    private struct Rejected: Error {
        var fault: FirmLineFault
        var detail: String
    }

    /// Brings a sheet in.
    ///
    /// `isDryRun`: everything is done but written.
    /// - Throws: ``Refusal``, ``SheetFault/noNumberColumn`` for a sheet without names, ``Fault``.
    package func run(
        _ sheet: Sheet,
        mapping given: FirmMapping? = nil,
        isDryRun: Bool,
        by actor: Actor
    ) async throws -> Outcome {
        try office.demand(.keep, of: actor)
        let mapping = given ?? .detected(in: sheet.header)
        let columns = mapping.columns.compactMapValues { sheet.header.firstIndex(of: $0) }
        guard columns["name"] != nil else { throw ImportFault.unknownColumns }
        var outcome = Outcome()
        outcome.unread = sheet.header.enumerated().filter { !columns.values.contains($0.offset) && !$0.element.isEmpty }
            .map(\.element)
        let lists = try await office.enterpriseLists()
        var seen: Set<CreditCode> = []
        var batch: [Row] = []
        for row in sheet.rows {
            do {
                let read = try self.read(row, columns, mapping, lists)
                if let code = read.draft.creditCode, !seen.insert(code).inserted {
                    throw Rejected(fault: .repeated, detail: code.rawValue)
                }
                batch.append(read)
            } catch let rejected as Rejected {
                let name = columns["name"].flatMap { Self.text(row, $0) } ?? ""
                outcome.lines.append(
                    Line(
                        line: row.line,
                        name: name,
                        what: .rejected(rejected.fault),
                        detail: rejected.detail,
                        refusal: nil
                    )
                )
            }
            if batch.count == 200 { outcome.lines += try await put(&batch, isDryRun, actor) }
        }
        outcome.lines += try await put(&batch, isDryRun, actor)
        outcome.lines.sort { $0.line < $1.line }
        return outcome
    }

    /// Two hundred lines a transaction; a line that is refused undoes nothing of the others.
    private func put(_ batch: inout [Row], _ isDryRun: Bool, _ actor: Actor) async throws -> [Line] {
        let rows = batch
        batch.removeAll(keepingCapacity: true)
        guard !rows.isEmpty else { return [] }
        let (office, moment) = (office, office.now)
        let directory = office.directory
        let (lines, position) = try await office.engine.write { db in
            var next = try EnterpriseQueries.lastNumber(in: db) + 1
            var lines: [Line] = []
            for row in rows {
                func line(_ what: Line.What, _ refusal: Refusal? = nil) -> Line {
                    Line(line: row.line, name: row.draft.name, what: what, detail: "", refusal: refusal)
                }
                do {
                    // Everything that a rule may refuse is asked before anything is written.
                    let what = try office.bringIn(
                        row.draft,
                        tags: row.tags,
                        status: row.status,
                        next: next,
                        isDryRun: isDryRun,
                        by: actor,
                        at: moment,
                        directory: directory,
                        db: db
                    )
                    if what == .added { next += 1 }
                    lines.append(line(what))
                } catch let refusal as Refusal {
                    lines.append(line(.rejected(.refused), refusal))
                }
            }
            return (lines, try office.journal.position(in: db))
        }
        office.noteCommitted(position)
        return lines
    }

    private static func text(_ row: Sheet.Row, _ column: Int) -> String? {
        guard let cells = row.cells, column < cells.count else { return nil }
        switch cells[column] {
        case .text(let text), .number(let text):
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            return trimmed.isEmpty ? nil : trimmed
        case .formula: return nil
        }
    }

    private func read(
        _ row: Sheet.Row,
        _ columns: [String: Int],
        _ mapping: FirmMapping,
        _ lists: EnterpriseLists
    ) throws -> Row {
        guard let cells = row.cells else { throw Rejected(fault: .unreadable, detail: "") }
        if let formula = columns.first(where: { $0.value < cells.count && cells[$0.value] == .formula }) {
            throw Rejected(fault: .formula, detail: formula.key)
        }
        func field(_ name: String) -> String? { columns[name].flatMap { Self.text(row, $0) } }
        func parsed<Value>(_ name: String, _ fault: FirmLineFault, _ parse: (String) throws -> Value?) throws -> Value?
        {
            guard let text = field(name) else { return nil }
            // Whatever the parser says, the line says which word it was.
            guard let value = try? parse(text) else { throw Rejected(fault: fault, detail: text) }
            return value
        }
        guard let name = field("name") else { throw Rejected(fault: .noName, detail: "") }
        let kind = try parsed("kind", .badKind) { text in
            Enterprise.Kind(rawValue: mapping.kinds?[text] ?? text) ?? Self.kinds[text]
        }
        let park = try parsed("park", .unknownPark) { text in
            lists.parks.first { $0.key.rawValue == text || $0.value.chinese == text }?.key
        }
        let tags = try (field("tags") ?? "").split { "、,，;； ".contains($0) }.map { text in
            guard let tag = lists.tags.first(where: { $0.key.rawValue == text || $0.value.chinese == text })?.key else {
                throw Rejected(fault: .unknownTag, detail: String(text))
            }
            return tag
        }
        let draft = EnterpriseDraft(
            name: name,
            creditCode: try parsed("credit_code", .badCode) { try CreditCode(parsing: $0) },
            kind: kind ?? .enterprise,
            industry: field("industry") ?? "",
            park: park,
            place: try place(field, mapping, parsed)
        )
        return Row(line: row.line, draft: draft, tags: tags, status: try status(field, parsed))
    }

    /// What registers call the kinds.
    private static let kinds: [String: Enterprise.Kind] = [
        "企业": .enterprise, "门店": .shop, "商户": .shop, "个体": .soleTrader, "个体工商户": .soleTrader, "个体户": .soleTrader,
    ]

    private func place(
        _ field: (String) -> String?,
        _ mapping: FirmMapping,
        _ parsed: (String, FirmLineFault, (String) throws -> Double?) throws -> Double?
    ) throws -> PlaceDraft {
        var place = PlaceDraft(address: field("address"))
        if let raw = field("grid") {
            guard let grid = office.directory.grid(named: raw) else { throw Rejected(fault: .unknownGrid, detail: raw) }
            place.grid = grid
        }
        let longitude = try parsed("longitude", .badPlace) { Double($0) }
        let latitude = try parsed("latitude", .badPlace) { Double($0) }
        guard longitude != nil || latitude != nil else { return place }
        guard let longitude, let latitude, (-180...180).contains(longitude), (-90...90).contains(latitude) else {
            throw Rejected(fault: .badPlace, detail: field("longitude") ?? field("latitude") ?? "")
        }
        place.coordinate = Coordinate(longitude: longitude, latitude: latitude)
        place.system = mapping.coordinates.flatMap(CoordinateSystem.init(rawValue:)) ?? .wgs84
        let wgs84 = place.system.toWGS84(Coordinate(longitude: longitude, latitude: latitude))
        guard office.directory.grid(at: wgs84) != nil else {
            throw Rejected(fault: .outside, detail: "\(longitude), \(latitude)")
        }
        return place
    }

    private func status(
        _ field: (String) -> String?,
        _ parsed: (String, FirmLineFault, (String) throws -> Day?) throws -> Day?
    ) throws -> Enterprise.Status? {
        guard let text = field("status") else { return nil }
        let names = Dictionary(
            Enterprise.Status.Kind.allCases.map {
                (office.catalogues.text("web.firm_status_\($0.rawValue)", in: .chinese), $0)
            }
        ) { first, _ in first }
        guard let kind = Enterprise.Status.Kind(rawValue: text) ?? names[text] else {
            throw Rejected(fault: .badStatus, detail: text)
        }
        let from = try parsed("valid_from", .badDay) { try Day(parsing: $0) }
        guard let from else { throw Rejected(fault: .badDay, detail: "") }
        let until = try parsed("valid_until", .badDay) { try Day(parsing: $0) }
        return Enterprise.Status(kind: kind, certificate: field("certificate") ?? "", from: from, until: until)
    }
}

extension Office {
    /// One line of a file, in the caller's transaction: a firm of a known credit code is changed, any other is registered.
    ///
    /// - Throws: ``Refusal``; nothing of the line is written then.
    func bringIn(
        _ draft: EnterpriseDraft,
        tags: [CategoryCode],
        status: Enterprise.Status?,
        next: Int,
        isDryRun: Bool,
        by actor: Actor,
        at moment: Instant,
        directory: Directory,
        db: any Connection
    ) throws -> EnterpriseImport.Line.What {
        let details = try details(draft, in: directory)
        let known = try details.creditCode.flatMap { try EnterpriseQueries.summary(of: $0, in: db) }
        var past = try known.map { try journal.past(of: $0.id, in: db) } ?? Journal.Past<Enterprise>()
        let id: ID<Enterprise> = known?.id ?? world.newID(at: moment)
        let day = settings.zone.day(of: moment)
        // A line without a grid takes none away.
        var changed = details
        if let before = past.state.details {
            try demand(.keep, of: actor, on: past.state)
            if changed.place.grid == nil { changed.place.grid = before.place.grid }
            if changed.place.point == nil { changed.place.point = before.place.point }
        }
        let first: Enterprise.Command =
            known == nil ? .register(number: next, details, .registered) : .change(changed)
        let rest = tags.map { Enterprise.Command.tag($0, from: day) } + (status.map { [.grant($0)] } ?? [])
        // Asked of a copy first: a refusal half way would leave the other half written.
        let tag =
            isDryRun
            ? try FirmTag(parsing: String(repeating: "0", count: 32)) : try firmTag(of: id, year: day.year, db: db)
        let situation = Enterprise.Situation(today: day, tag: tag)
        var trial = past.state
        var changes = 0
        for command in [first] + rest {
            let events = try trial.decide(command, in: situation)
            changes += events.count
            for event in events { trial.apply(event) }
        }
        if !isDryRun {
            for command in [first] + rest {
                let envelope = Envelope(at: moment, by: actor.author)
                _ = try desk.handle(command, on: id, past: &past, in: situation, envelope: envelope, db: db)
            }
        }
        if known == nil { return .added }
        return changes == 0 ? .same : .changed
    }
}

extension Office {
    /// A sheet that somebody has sent, read on a thread of its own: unpacking and parsing are a second's work.
    ///
    /// - Throws: ``SheetFault``, ``Fault``.
    package func sheet(_ bytes: [UInt8]) async throws -> Sheet {
        guard bytes.count <= Self.uploadLimit else { throw SheetFault.tooLarge }
        return try await exportWork.run {
            let file = FileManager.default.temporaryDirectory.appending(path: "qipan-\(UUID().uuidString).sheet")
            // Made and gone within this call.
            defer { try? FileManager.default.removeItem(at: file) }
            do { try Data(bytes).write(to: file) } catch {
                throw Fault(.unavailable, code: "upload", message: "a temporary file could not be written")
            }
            return try Sheet(contentsOf: file)
        }
    }
}

extension Catalogues {
    /// Why a line of a file of firms was not taken, and what to do about it.
    package func words(for line: EnterpriseImport.Line, in language: Language) -> String {
        guard case .rejected(let fault) = line.what else { return "" }
        if let refusal = line.refusal { return words(for: refusal, in: language) }
        return text("firm_import.\(fault.rawValue)", ["detail": line.detail], in: language)
    }
}
