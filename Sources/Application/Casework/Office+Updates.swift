package import Domain
package import Store
import TransparencyLog

/// What another system says of a case that it has sent (GR-54).
package struct UpdateDraft: Sendable {
    /// What its reporter wants with it.
    package enum Wish: Hashable, Sendable {
        /// To say more.
        case add
        /// It is solved: at a check that is their own confirmation, before that one more thing said.
        case confirm
        /// The closing does not content them.
        case reopen
        case withdraw
    }

    package var number: CaseNumber
    /// Who sent it, as ``ReceivedUpdates`` knows it.
    package var client: String
    package var wish: Wish
    package var text: String
    package var photos: [PreparedPhoto]
    /// What the sender calls it; nil when it has no name, and then every sending is a new one.
    package var key: ReceivedUpdates.Key?

    package init(
        number: CaseNumber,
        client: String,
        wish: Wish,
        text: String,
        photos: [PreparedPhoto] = [],
        key: ReceivedUpdates.Key? = nil
    ) {
        self.number = number
        self.client = client
        self.wish = wish
        self.text = text
        self.photos = photos
        self.key = key
    }
}

/// A step that anybody may read of, with what it changed.
package struct PublicStep: Sendable {
    /// The step's name to other systems, permanent: from the hash under which it stands in the log.
    package let id: String
    package let number: CaseNumber
    package let event: CaseEvent
    package let publishedAt: Instant
    package let before: Stage
    package let after: Stage
    /// Why it was voided, where it was.
    package let voidGround: VoidGround?
}

extension Office {
    /// Takes an update of a case that came in by the same door, as its reporter's.
    ///
    /// - Returns: the id of the step that it became.
    /// - Throws: ``Refusal/unknown(_:)`` for a case that is not there or confidential, ``Refusal/otherDoor`` for one that came in
    ///   otherwise or from another system, the case's own ``Refusal``; ``Fault``.
    package func receive(_ draft: UpdateDraft, through channel: Report.Channel) async throws -> String {
        let now = now
        let directory = directory
        let (answer, position) = try await engine.write { [self] db -> (String, Int64) in
            guard let summary = try CaseQueries.summary(draft.number, in: db), summary.recusal == nil else {
                throw Refusal.unknown(.caseFile)
            }
            guard summary.channel == channel,
                try ReceivedUpdates.isSender(draft.client, of: draft.number, in: db)
            else { throw Refusal.otherDoor }
            if let key = draft.key, let known = try ReceivedUpdates.answer(to: key, in: db) {
                return (known, try journal.position(in: db))
            }
            for photo in draft.photos {
                try photo.keep(at: now, in: db)
                _ = try PhotoRecords.use(photo.digest, in: db)
            }
            var past = try journal.past(of: summary.id, in: db)
            let command = draft.command(at: past.state.stage.name, photosAt: settings.publicURL)
            let handled = try perform(
                command,
                on: summary.id,
                past: &past,
                by: .reporter,
                at: now,
                directory: directory,
                db: db
            )
            guard let leaf = handled.appended?.leaves.first else {
                throw Fault.corrupt("an update was taken without an entry")
            }
            let id = Self.stepID(leaf: leaf.bytes)
            if let key = draft.key { try ReceivedUpdates.note(key, answer: id, in: db) }
            return (id, try journal.position(in: db))
        }
        noteCommitted(position)
        return answer
    }

    /// The positions of what became public from `start` to `end`, both inclusive.
    ///
    /// - Throws: ``Fault``.
    package func publishedSteps(from start: Instant, to end: Instant) async throws -> Range<Int64> {
        try await engine.read { try PublishedSteps.range(from: start, to: end, in: $0) }
    }

    /// The next public steps in `range`, and what is left of it; nil when nothing is left.
    ///
    /// Steps that neither moved the case nor say anything to everybody are left out, and so is the report itself.
    /// - Throws: ``Fault``.
    package func publicSteps(
        in range: Range<Int64>,
        limit: Int
    ) async throws -> (steps: [PublicStep], rest: Range<Int64>?) {
        let (steps, histories) = try await engine.read { db in
            let steps = try PublishedSteps.page(range, limit: limit, in: db)
            var histories: [ID<Case>: [CaseQueries.HistoryEntry]] = [:]
            for step in steps where histories[step.subject] == nil {
                histories[step.subject] = try CaseQueries.history(of: step.subject, in: db)
            }
            return (steps, histories)
        }
        var told: [Int64: PublicStep] = [:]
        let asked = Dictionary(uniqueKeysWithValues: steps.map { ($0.position, $0) })
        for history in histories.values {
            var state = Case()
            for entry in history {
                let before = state.stage
                let ground = state.file?.voidRequest?.ground
                state.apply(entry.event)
                guard let step = asked[entry.position], let shown = entry.event.redacted(for: .anybody) else {
                    continue
                }
                told[entry.position] = PublicStep(
                    id: Self.stepID(leaf: entry.leaf),
                    number: step.number,
                    event: shown.what,
                    publishedAt: step.publishedAt,
                    before: before,
                    after: state.stage,
                    voidGround: ground
                )
            }
        }
        let rest =
            steps.count < limit ? nil : steps.last.map { $0.position + 1..<max($0.position + 1, range.upperBound) }
        return (steps.compactMap { told[$0.position] }, rest)
    }

    /// 32 hexadecimal digits: enough to find the leaf in the log, and no two are alike.
    private static func stepID(leaf: [UInt8]) -> String { Hexadecimal.text(leaf.prefix(16)) }
}

extension UpdateDraft {
    /// What the wish is at a stage; what cannot be had there is still said.
    fileprivate func command(at stage: Stage.Name, photosAt url: String) -> CaseCommand {
        let words = ([text] + photos.map { "\(url)/photos/\($0.digest).jpg" }).filter { !$0.isEmpty }
            .joined(separator: "\n")
        switch wish {
        case .confirm where stage.actions.contains(.confirm): return .confirm(isSolved: true, note: words)
        case .reopen where stage.actions.contains(.contest): return .contest(.notSolved, ground: words)
        case .reopen where stage.actions.contains(.reopen): return .reopen(ground: words)
        case .withdraw where stage.actions.contains(.withdraw): return .withdraw(reason: words)
        case .add, .confirm, .reopen, .withdraw: return .add(text: words)
        }
    }
}
