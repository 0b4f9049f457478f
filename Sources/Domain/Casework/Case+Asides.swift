/// What leaves the straight way from report to closing: requests and their decisions, objections, merging, contests,
/// supervision, and the way up and down the levels (T6, T7, T11, T13–T15, T21–T26).
extension Case {
    /// How far away a review may lie (T14), in days.
    package static let longestSuspension = 366

    func aside(of command: CaseCommand, in situation: Situation) throws(Refusal) -> [CaseEvent] {
        let now = situation.now
        let calendar = situation.calendar
        switch command {
        case .ask(let request, let note):
            return [.asked(try checked(request, at: now), note: try words(note, .note))]
        case .grantRequest:
            guard let file, let request = file.request else { throw .nothingAsked }
            return try granted(request, file: file, in: situation)
        case .declineRequest(let reason):
            guard let request = file?.request?.what else { throw .nothingAsked }
            return [.declined(request.kind, reason: try words(reason, .reason))]
        case .resume:
            guard let clock = file?.clock else { return [] }
            return [.resumed(due: clock.due(after: .resumed(at: now), in: calendar))]
        case .object(let ground, let note):
            let limit = try situation.category(category).verifyLimit
            let due = limit.due(startingAt: now, in: calendar)
            return [.objected(ground, note: try words(note, .note), due: due)]
        case .upholdObjection(let note):
            return [.objectionUpheld(note: try optionalWords(note, .note))]
        case .rejectObjection(let note):
            return [.objectionRejected(note: try words(note, .note))]
        case .merge(let number):
            guard let file, number != file.report.number, let other = situation.other, let target = other.file else {
                throw .unknown(.caseFile)
            }
            // As everywhere: whom a confidential report is about does not learn that it is there.
            if case .staff(let staff) = situation.actor, target.report.recusal?.concerns(staff) == true {
                throw .unknown(.caseFile)
            }
            // A whole and its part are two matters: merged, each would wait for the other.
            guard file.report.whole != number, target.report.whole != file.report.number else { throw .related }
            guard other.stage.name.isOpen, target.category == file.category, target.place.grid == file.place.grid else {
                throw .notSameMatter
            }
            return [.merged(into: number)]
        case .unmerge(let reason):
            return [.unmerged(reason: try words(reason, .reason))]
        case .contest(let contest, let ground):
            let limit = try situation.category(category).checkLimit
            let due = limit.due(startingAt: now, in: calendar)
            return [.contested(contest, ground: try words(ground, .ground), due: due)]
        case .explain(let text):
            return [.explained(text: try words(text, .reply))]
        case .supervise(var supervision):
            supervision.opinion = try words(supervision.opinion, .opinion)
            try Self.checkReview(supervision.due, at: now)
            return [.supervised(supervision)]
        case .answerSupervision(let text):
            return [.supervisionAnswered(text: try words(text, .reply))]
        case .raise(let reason):
            guard let level = file?.level.above else { throw .endOfLadder }
            let due = level.limit?.due(startingAt: now, in: calendar)
            return [.raised(to: level, reason: try words(reason, .reason), due: due)]
        case .lower(let reason):
            guard let level = file?.level.below else { throw .alreadyLowered }
            let due = level.limit?.due(startingAt: now, in: calendar)
            return [.lowered(to: level, reason: try words(reason, .reason), due: due)]
        case .coverPhoto(let photo, let rectangles, let shown):
            guard file?.report.photos.contains(photo) == true else { throw .unknown(.photo) }
            guard rectangles.count <= Rectangle.limit else { throw .tooMany(.rectangles, limit: Rectangle.limit) }
            return [.photoCovered(photo, rectangles, shown: shown)]
        case .seeOriginal(let digest, let reason):
            guard let report = file?.report, report.photos.contains(digest) || report.hasDocument(digest) else {
                throw .unknown(.photo)
            }
            return [.originalSeen(digest, reason: try words(reason, .reason))]
        case .recuse(let recusal, let withGridPosts, let reason):
            return try recused(recusal, withGridPosts, reason, in: situation)
        case .report, .handleOnSpot, .askVerification, .verify, .place, .register, .establish, .dispatch, .acknowledge,
            .beginHandling, .feedBack, .askCheck, .check, .sendBack, .close, .add, .withdraw, .confirm, .rate, .reopen,
            .redo, .askVoid, .approveVoid, .declineVoid, .readContact, .markOverdue, .concludeElsewhere, .changeGrid,
            .share:
            preconditionFailure("assumed a command beside the straight way: \(command.action)")
        }
    }

    /// Whom the report is about: by somebody whom it is not about, before and after.
    private func recused(
        _ recusal: Recusal?,
        _ withGridPosts: Bool,
        _ reason: String,
        in situation: Situation
    ) throws(Refusal) -> [CaseEvent] {
        guard let file else { throw .unknown(.caseFile) }
        var recusal = recusal
        if withGridPosts { recusal = recusal ?? Recusal() }
        if withGridPosts { recusal?.accounts.formUnion(situation.holders) }
        let units = recusal?.units ?? []
        guard units.isSubset(of: situation.units) else { throw .unknown(.handlingUnit) }
        if case .staff(let staff) = situation.actor, recusal?.concerns(staff) == true { throw .recusalOfSelf }
        let reason = try words(reason, .reason)
        guard recusal != file.report.recusal else { return [] }
        let recused = CaseEvent.recused(recusal, reason: reason)
        // Taken from a unit whose clock stands, it runs on.
        guard case .suspended(let order, _) = stage, units.contains(order.unit) else { return [recused] }
        let due = file.clock.due(after: .resumed(at: situation.now), in: situation.calendar)
        return [.resumed(due: due), recused]
    }

    /// - Throws: ``Refusal/reviewOutOfRange(days:)`` unless it lies ahead, and no further than ``longestSuspension``.
    private static func checkReview(_ review: Instant, at now: Instant) throws(Refusal) {
        guard review > now, review <= now.advanced(bySeconds: Int64(longestSuspension) * 86_400) else {
            throw .reviewOutOfRange(days: longestSuspension)
        }
    }

    private func checked(_ request: CaseRequest, at now: Instant) throws(Refusal) -> CaseRequest {
        switch request {
        case .nonAcceptance(let ground, let channel):
            return .nonAcceptance(ground, channel: try words(channel, .channel))
        case .moreTime(let amount):
            // More than twice the limit is no extension, it is another limit.
            guard let limit = file?.clock.limit, amount >= 1, amount <= max(limit.amount, 1),
                limit.prolonged(by: amount) != nil
            else { throw .amountOutOfRange(limit: max(file?.clock.limit.amount ?? 1, 1)) }
            return request
        case .suspension(let ground, let condition, let review):
            try Self.checkReview(review, at: now)
            return .suspension(ground, condition: try words(condition, .condition), review: review)
        case .termination:
            return request
        }
    }

    private func granted(
        _ request: Request,
        file: File,
        in situation: Situation
    ) throws(Refusal) -> [CaseEvent] {
        let now = situation.now
        // A late approval moves the due time, and leaves that it was overdue (B.7 rule 4).
        let late = late(at: now)
        switch request.what {
        case .nonAcceptance(let ground, let channel):
            return [.notAccepted(ground, channel: channel)]
        case .moreTime(let amount):
            let due = file.clock.due(after: .extended(by: amount, at: now), in: situation.calendar)
            return late + [.extended(by: amount, due: due)]
        case .suspension(let ground, let condition, let review):
            try Self.checkReview(review, at: now)
            return late + [.suspended(ground, condition: condition, review: review)]
        case .termination(let ground):
            return late + [.terminated(ground, try closure(reply: request.note, at: now, as: .terminated))]
        }
    }
}
