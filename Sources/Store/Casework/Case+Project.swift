package import Domain

extension Case {
    /// The case's row: everything that lists and pages show, a function of the state alone.
    package func project(id: ID<Case>, version: Int, into db: any Connection) throws {
        guard let file else { return }
        let report = file.report
        let place = file.place
        let end = ending
        let numberParts = report.number.rawValue.split(separator: "-")
        let day = numberParts.count == 4 ? String(numberParts[1]) : ""
        db.round?.noteSerial(report.number.serial, on: day)
        try db.submit(
            """
            INSERT INTO case_file (
                id, number, day, serial, version, stage, awaits, is_open, is_overdue, channel,
                category, grid, post, unit, longitude, latitude, address, words, answers, photos,
                receipt, has_contact, origin_source, origin_number, is_duplicate,
                calendar, clock_limit, clock_from, clock_changes,
                reported_at, updated_at, due_at, step_due_at, closed_at, is_on_time, outcome, reply, waiting_days,
                round, rating, recused, merged_into, level, documents)
            VALUES (
                \(id.bytes), \(report.number.rawValue), \(day), \(report.number.serial), \(version),
                \(stage.name.rawValue), \(awaits?.rawValue), \(stage.name.isOpen), \(file.isOverdue),
                \(report.channel.rawValue),
                \(file.category.rawValue), \(place.grid?.rawValue), \(file.post?.rawValue), \(file.unit?.rawValue),
                \(place.point?.longitude), \(place.point?.latitude), \(place.address), \(report.text),
                \(AnswerText.encode(report.answers)), \(report.photos.joined(separator: ",")),
                \(report.receipt), \(report.hasContact), \(report.origin?.source), \(report.origin?.number),
                \(report.origin?.isDuplicate ?? false),
                \(file.calendar), \(file.clock.limit.description), \(file.clock.startsAt.secondsSinceEpoch),
                \(ClockChangeText.encode(file.clock.changes)),
                \(file.reportedAt.secondsSinceEpoch), \(file.updatedAt.secondsSinceEpoch),
                \(file.due.secondsSinceEpoch), \(stepDue?.secondsSinceEpoch), \(end?.secondsSinceEpoch),
                \(stage.closure.map { $0.isOnTime ? 1 : 0 }), \(stage.closure?.outcome.rawValue),
                \(stage.closure?.reply), \(stage.closure?.waitingDays), \(file.round), \(file.rating), \(report.recusal?.text),
                \(target?.rawValue),
                \(file.level.rawValue), \(Document.text(of: report.documents)))
            ON CONFLICT (id) DO UPDATE SET
                version = excluded.version,
                stage = excluded.stage,
                awaits = excluded.awaits,
                is_open = excluded.is_open,
                is_overdue = excluded.is_overdue,
                category = excluded.category,
                grid = excluded.grid,
                unit = excluded.unit,
                longitude = excluded.longitude,
                latitude = excluded.latitude,
                address = excluded.address,
                clock_limit = excluded.clock_limit,
                clock_from = excluded.clock_from,
                clock_changes = excluded.clock_changes,
                updated_at = excluded.updated_at,
                due_at = excluded.due_at,
                step_due_at = excluded.step_due_at,
                closed_at = excluded.closed_at,
                is_on_time = excluded.is_on_time,
                outcome = excluded.outcome,
                reply = excluded.reply,
                waiting_days = excluded.waiting_days,
                round = excluded.round,
                rating = excluded.rating,
                recused = excluded.recused,
                merged_into = excluded.merged_into,
                level = excluded.level
            """
        )
        try projectShared(id: id, into: db)
    }

    /// The case that this one is merged into, while it is.
    private var target: CaseNumber? {
        guard case .merged(let number) = stage else { return nil }
        return number
    }

    /// When the case left the open stages, if it has.
    private var ending: Instant? {
        switch stage.name {
        case .closed, .terminated: stage.closure?.at
        case .refuted, .notAccepted, .merged, .withdrawn, .voided: file?.updatedAt
        case .unreported, .reported, .selfHandled, .verifying, .verified, .registered, .established, .dispatched,
            .acknowledged, .objected, .returned, .handling, .suspended, .feedback, .checking, .passed, .failed,
            .contested:
            nil
        }
    }
}

/// What has moved a clock, as one text: `+5@1764000000` for an extension by five units, `s@…` and `r@…` for when it was
/// suspended and resumed.
enum ClockChangeText {
    static func encode(_ changes: [Deadline.Change]) -> String {
        changes.map { change in
            switch change {
            case .extended(let amount, let at): "+\(amount)@\(at.secondsSinceEpoch)"
            case .suspended(let at): "s@\(at.secondsSinceEpoch)"
            case .resumed(let at): "r@\(at.secondsSinceEpoch)"
            }
        }
        .joined(separator: " ")
    }

    /// - Throws: ``Fault`` for a text that ``encode(_:)`` has not written.
    static func decode(_ text: String) throws -> [Deadline.Change] {
        try text.split(separator: " ").map { part in
            let halves = part.split(separator: "@")
            guard halves.count == 2, let seconds = Int64(halves[1]) else { throw Self.unknown }
            let at = Instant(secondsSinceEpoch: seconds)
            switch halves[0] {
            case "s": return .suspended(at: at)
            case "r": return .resumed(at: at)
            default:
                guard halves[0].first == "+", let amount = Int(halves[0].dropFirst()) else { throw Self.unknown }
                return .extended(by: amount, at: at)
            }
        }
    }

    private static var unknown: Fault { .corrupt("a case row holds no valid change of its clock") }
}
