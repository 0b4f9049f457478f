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
        try db.submit(
            """
            INSERT INTO case_file (
                id, number, day, serial, version, stage, awaits, is_open, is_overdue, channel,
                category, grid, post, unit, longitude, latitude, address, words, answers, photos,
                receipt, has_contact, origin_source, origin_number, is_duplicate,
                calendar, clock_limit, clock_from,
                reported_at, updated_at, due_at, step_due_at, closed_at, is_on_time, outcome, reply, waiting_days,
                round, rating, recused)
            VALUES (
                \(id.bytes), \(report.number.rawValue), \(day), \(report.number.serial), \(version),
                \(stage.name.rawValue), \(stage.name.awaits?.rawValue), \(stage.name.isOpen), \(file.isOverdue),
                \(report.channel.rawValue),
                \(file.category.rawValue), \(place.grid?.rawValue), \(file.post?.rawValue), \(file.unit?.rawValue),
                \(place.point?.longitude), \(place.point?.latitude), \(place.address), \(report.text),
                \(AnswerText.encode(report.answers)), \(report.photos.joined(separator: ",")),
                \(report.receipt), \(report.hasContact), \(report.origin?.source), \(report.origin?.number),
                \(report.origin?.isDuplicate ?? false),
                \(file.calendar), \(file.clock.limit.description), \(file.clock.startsAt.secondsSinceEpoch),
                \(file.reportedAt.secondsSinceEpoch), \(file.updatedAt.secondsSinceEpoch),
                \(file.due.secondsSinceEpoch), \(stepDue?.secondsSinceEpoch), \(end?.secondsSinceEpoch),
                \(closure.map { $0.isOnTime ? 1 : 0 }), \(closure?.outcome.rawValue), \(closure?.reply),
                \(closure?.waitingDays), \(file.round), \(file.rating), \(report.recusal?.text))
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
                updated_at = excluded.updated_at,
                due_at = excluded.due_at,
                step_due_at = excluded.step_due_at,
                closed_at = excluded.closed_at,
                is_on_time = excluded.is_on_time,
                outcome = excluded.outcome,
                reply = excluded.reply,
                waiting_days = excluded.waiting_days,
                round = excluded.round,
                rating = excluded.rating
            """
        )
    }

    private var closure: Closure? {
        if case .closed(let closure) = stage { closure } else { nil }
    }

    /// When the case left the open stages, if it has.
    private var ending: Instant? {
        switch stage.name {
        case .closed: closure?.at
        case .refuted, .withdrawn, .voided: file?.updatedAt
        case .unreported, .reported, .selfHandled, .verifying, .verified, .registered, .established, .dispatched,
            .acknowledged, .handling, .feedback, .checking, .passed, .failed:
            nil
        }
    }
}
