import Crypto
import Domain
import Foundation
import Geography
package import Store

/// Brings the records of a file in, each through the desk: what is good goes in, what is not is told line by line, and
/// what has been brought in before is not brought in again.
package struct RequestImport: Sendable {
    package struct Options: Sendable {
        package var path: String
        package var encoding = TextEncoding.auto
        package var mapping: ColumnMapping?
        /// Replaces the mapping's name of the source.
        package var source: String?
        /// Does everything but write.
        package var isDryRun = false

        package init(path: String) { self.path = path }
    }

    /// What became of one record.
    package struct Line: Hashable, Sendable {
        package let line: Int
        package let number: String
        /// Nil when it went in.
        package let fault: ImportFault?
        /// More words about the fault: a column, a value's name.
        package let detail: String
        /// The grid that its point lies in, whatever became of it.
        package let grid: String
    }

    /// What an import did.
    package struct Outcome: Sendable {
        package var read = 0
        package var added = 0
        package var repeated = 0
        package var rejected = 0
        /// The file ended in the middle: what came before the end has been dealt with.
        package var isTruncated = false
    }

    /// Records a commit.
    private static let batch = 500

    private let office: Office

    package init(office: Office) { self.office = office }

    /// `each`: Called for every record, in order.
    ///
    /// `progress`: Called now and then with bytes read and bytes in all.
    /// - Throws: ``ImportFault`` for a file that cannot be read at all, ``Fault``.
    package func run(
        _ options: Options,
        each: (Line) throws -> Void,
        progress: (Int, Int) -> Void
    ) async throws -> Outcome {
        let reader = try RecordReader(path: options.path, encoding: options.encoding)
        guard let first = reader.next() else { throw reader.isTruncated ? ImportFault.truncated : ImportFault.noHeader }
        guard case .success(let header) = first.fields else { throw ImportFault.noHeader }
        let names = header.map { $0.trimmingCharacters(in: .whitespaces) }
        var mapping = try options.mapping ?? ColumnMapping.detected(in: names)
        if let source = options.source { mapping.source = source }
        let columns = try Columns(mapping, header: names)
        if !options.isDryRun, let category = mapping.category { try await define(category) }
        let parser = try RecordParser(office: office, mapping: mapping, columns: columns)
        var outcome = Outcome()
        var isAtEnd = false
        var seen: Set<String> = []
        while !isAtEnd {
            var batch: [(line: Int, record: Result<RecordParser.Parsed, RecordParser.Rejection>)] = []
            while batch.count < Self.batch {
                guard let record = reader.next() else {
                    isAtEnd = true
                    break
                }
                batch.append((record.line, parser.parse(record)))
            }
            let lines = try await store(batch, source: mapping.source, isDryRun: options.isDryRun, seen: seen)
            for line in lines {
                outcome.read += 1
                switch line.fault {
                case nil:
                    outcome.added += 1
                    seen.insert(line.number)
                case .repeated, .repeatedDiffers: outcome.repeated += 1
                default: outcome.rejected += 1
                }
                try each(line)
            }
            progress(reader.bytesRead, reader.bytesInAll)
        }
        outcome.isTruncated = reader.isTruncated
        return outcome
    }

    private func store(
        _ batch: [(line: Int, record: Result<RecordParser.Parsed, RecordParser.Rejection>)],
        source: String,
        isDryRun: Bool,
        seen: Set<String>
    ) async throws -> [Line] {
        let office = office
        let directory = office.directory
        let work: @Sendable (any Connection) throws -> [Line] = { db in
            var fresh = seen
            return try batch.map { line, record in
                switch record {
                case .failure(let rejection):
                    return Line(
                        line: line,
                        number: rejection.number,
                        fault: rejection.fault,
                        detail: rejection.detail,
                        grid: rejection.grid
                    )
                case .success(let parsed):
                    let known = try ImportedRows.digest(source: source, number: parsed.number, in: db)
                    var fault = known.map { $0 == parsed.digest ? ImportFault.repeated : .repeatedDiffers }
                    if isDryRun && fault == nil && fresh.contains(parsed.number) { fault = .repeated }
                    var detail = ""
                    if fault == nil {
                        do {
                            if !isDryRun {
                                try Self.put(parsed, source: source, office: office, directory: directory, db: db)
                            }
                            fresh.insert(parsed.number)
                        } catch let refusal as Refusal {
                            fault = .refused
                            detail = refusal.code
                        }
                    }
                    return Line(line: line, number: parsed.number, fault: fault, detail: detail, grid: parsed.foundGrid)
                }
            }
        }
        let lines = isDryRun ? try await office.engine.read(work) : try await office.engine.write(work)
        let journal = office.journal
        office.noteCommitted(try await office.engine.read { try journal.position(in: $0) })
        return lines
    }

    private static func put(
        _ parsed: RecordParser.Parsed,
        source: String,
        office: Office,
        directory: Directory,
        db: any Connection
    ) throws {
        let day = office.settings.zone.day(of: parsed.reportedAt)
        let serial = try CaseQueries.nextSerial(on: day, in: db)
        let number = CaseNumber(division: office.settings.division, day: day, serial: serial)
        let report = Report(
            number: number,
            channel: .file,
            category: parsed.category,
            place: parsed.place,
            text: parsed.text,
            receipt: nil,
            origin: Report.Origin(source: source, number: parsed.number, isDuplicate: parsed.isDuplicate)
        )
        let id: ID<Case> = office.world.newID(at: parsed.reportedAt)
        _ = try office.put(
            report,
            id: id,
            secret: "",
            by: .system,
            at: parsed.reportedAt,
            directory: directory,
            db: db
        )
        if let end = parsed.closedAt {
            var past = try office.journal.past(of: id, in: db)
            _ = try office.perform(
                .concludeElsewhere(at: end),
                on: id,
                past: &past,
                by: .system,
                at: end,
                directory: directory,
                db: db
            )
        }
        try ImportedRows.note(
            source: source,
            number: parsed.number,
            digest: parsed.digest,
            caseNumber: number,
            in: db
        )
    }

    /// The category that a mapping brings along, with its unit.
    private func define(_ new: ColumnMapping.NewCategory) async throws {
        let code: CategoryCode
        let unit: UnitCode
        do {
            code = try CategoryCode(parsing: new.code)
            unit = try UnitCode(parsing: new.unit)
        } catch { throw ImportFault.mapping }
        guard office.directory.categories[code] == nil else { return }
        let name = Wording(new.zh, english: new.en)
        if office.directory.handlingUnits[unit] == nil {
            let named = Catalogue.HandlingUnit(code: unit, name: Wording(new.unitZh, english: new.unitEn))
            try await office.change(.nameUnit(named), on: ID<Catalogue>.board, by: .system)
        }
        let limit = try Limit(parsing: "5wd")
        let category = CauseCategory(
            code: code,
            name: name,
            description: name,
            group: name,
            keywords: [],
            establishCondition: name,
            answerLimit: limit,
            verifyLimit: try Limit(parsing: "4wh"),
            solveLimit: limit,
            checkLimit: try Limit(parsing: "1wd"),
            leadUnit: unit,
            isSelfHandlable: false,
            attributes: []
        )
        try await office.change(.define(category), on: ID<Catalogue>.board, by: .system)
    }
}

extension Office {
    /// What became of every grid's cases.
    package func areaSummaries() async throws -> [AreaSummary] {
        try await engine.read { try AreaSummary.all(in: $0) }
    }
}
