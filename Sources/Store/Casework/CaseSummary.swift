package import Domain

/// A case as lists show it: one row of `case_file`.
package struct CaseSummary: Hashable, Sendable {
    package let id: ID<Case>
    package let number: CaseNumber
    package let version: Int
    package let stage: Stage.Name
    package let isOpen: Bool
    package let isOverdue: Bool
    package let channel: Report.Channel
    package let category: CategoryCode
    package let gridCode: String?
    package let post: UnitCode?
    package let unit: UnitCode?
    package let point: Point?
    package let address: String?
    package let text: String
    package let answers: [String: String]
    package let photos: [String]
    package let documents: [Document]
    package let receipt: String?
    package let hasContact: Bool
    package let origin: Report.Origin?
    package let reportedAt: Instant
    package let updatedAt: Instant
    /// The overall clock in force, or the last one.
    package let clock: Clock
    /// The version of the working calendar that the case keeps.
    package let calendar: String
    /// The next moment that matters while the case is open.
    package let stepDue: Instant?
    package let closedAt: Instant?
    package let isOnTime: Bool?
    package let outcome: Closure.Outcome?
    package let reply: String?
    package let waitingDays: Int?
    package let round: Int
    package let rating: Int?
    /// Nil for an ordinary report; a confidential one is seen by few.
    package let recusal: Recusal?

    /// The overall time by which something is, or was, owed to the reporter.
    package var due: Instant { clock.due }

    static let columns: SQL = """
        id, number, version, stage, is_open, is_overdue, channel, category, grid, post, unit,
        longitude, latitude, address, words, answers, photos, receipt, has_contact,
        origin_source, origin_number, is_duplicate, reported_at, updated_at, due_at, step_due_at, closed_at,
        is_on_time, outcome, reply, waiting_days, round, rating, calendar, clock_limit, clock_from,
        clock_changes, recused, documents
        """

    /// - Throws: ``Fault/corrupt(_:)`` for a row that no case can have written.
    init(row: any Row) throws {
        guard let id = ID<Case>(bytes: try row.blob(0)),
            let stage = Stage.Name(rawValue: try row.text(3)),
            let channel = Report.Channel(rawValue: try row.text(6))
        else { throw Fault.corrupt("a case row holds an unknown id, stage or channel") }
        self.id = id
        number = CaseNumber(stored: try row.text(1))
        version = Int(try row.integer(2))
        self.stage = stage
        isOpen = try row.integer(4) == 1
        isOverdue = try row.integer(5) == 1
        self.channel = channel
        gridCode = try row.optionalText(8)
        do {
            category = try CategoryCode(parsing: row.text(7))
            clock = Clock(
                limit: try Limit(parsing: row.text(34)),
                startsAt: Instant(secondsSinceEpoch: try row.integer(35)),
                due: Instant(secondsSinceEpoch: try row.integer(24)),
                changes: try ClockChangeText.decode(row.text(36))
            )
            post = try row.optionalText(9).map { try UnitCode(parsing: $0) }
            unit = try row.optionalText(10).map { try UnitCode(parsing: $0) }
            if let longitude = try row.optionalReal(11), let latitude = try row.optionalReal(12) {
                point = try Point(longitude: longitude, latitude: latitude)
            } else {
                point = nil
            }
        } catch is Malformed {
            throw Fault.corrupt("a case row holds no valid code or point")
        }
        address = try row.optionalText(13)
        text = try row.text(14)
        answers = AnswerText.decode(try row.text(15))
        photos = try row.text(16).split(separator: ",").map(String.init)
        receipt = try row.optionalText(17)
        hasContact = try row.integer(18) == 1
        let isDuplicate = try row.integer(21) == 1
        let originNumber = try row.optionalText(20) ?? ""
        origin = try row.optionalText(19).map {
            Report.Origin(source: $0, number: originNumber, isDuplicate: isDuplicate)
        }
        reportedAt = Instant(secondsSinceEpoch: try row.integer(22))
        updatedAt = Instant(secondsSinceEpoch: try row.integer(23))
        stepDue = try row.optionalInteger(25).map { Instant(secondsSinceEpoch: $0) }
        closedAt = try row.optionalInteger(26).map { Instant(secondsSinceEpoch: $0) }
        isOnTime = try row.optionalInteger(27).map { $0 == 1 }
        outcome = try row.optionalText(28).flatMap(Closure.Outcome.init(rawValue:))
        reply = try row.optionalText(29)
        waitingDays = try row.optionalInteger(30).map { Int($0) }
        round = Int(try row.integer(31))
        calendar = try row.text(33)
        rating = try row.optionalInteger(32).map { Int($0) }
        recusal = try row.optionalText(37).map(Recusal.init(text:))
        documents = Document.list(stored: try row.text(38))
    }
}
