package import FoundationEssentials

/// The forgetting of what was said in one case, or of the names and words of one record, at the request of the person
/// concerned (PIPL, article 47).
///
/// One administrator asks, another approves. It holds nothing of the content: only what the log has published anyway, and by
/// what the reporter's link is known.
package struct Erasure: Aggregate {
    package static let kind = SubjectKind.erasure

    /// Why somebody may ask for it: the grounds of article 47.
    ///
    /// Raw values stand in the log and are never reused.
    package enum Basis: String, Hashable, Sendable, CaseIterable {
        /// 处理目的已实现、无法实现或者不再必要.
        case purposeOver = "PIPL-47-1-1"
        /// 停止提供服务，或者保存期限已届满.
        case periodOver = "PIPL-47-1-2"
        /// 个人撤回同意.
        case consentWithdrawn = "PIPL-47-1-3"
        /// 违法或者违反约定处理.
        case unlawful = "PIPL-47-1-4"
        /// 法律、行政法规规定的其他情形.
        case otherLaw = "PIPL-47-1-5"
    }

    /// What is to be forgotten.
    package enum Target: Hashable, Sendable {
        /// A case, with all that was said in it.
        case file(ID<Case>, CaseNumber)
        case record(Record, subject: UUID)
    }

    /// A record that stays, with all that is counted of it, and loses the names and words in it (匿名化).
    package struct Record: Hashable, Sendable {
        /// Raw values stand in the journal and are never reused.
        package enum Kind: String, Hashable, Sendable, CaseIterable {
            /// A sole trader, who is a person.
            case firm
            case offer
            case problem
            /// What a firm applied for or asked about a policy.
            case request
            case volunteer
        }

        package var kind: Kind
        package var number: Int

        package init(_ kind: Kind, _ number: Int) {
            self.kind = kind
            self.number = number
        }
    }

    /// What somebody names to have it forgotten.
    package enum Named: Hashable, Sendable, CustomStringConvertible {
        case file(CaseNumber)
        case record(Record)

        package var description: String {
            switch self {
            case .file(let number): number.rawValue
            case .record(let record): "\(record.kind.rawValue) \(record.number)"
            }
        }
    }

    /// What stands where a name or words were.
    package static let mark = "〔已删除 erased〕"

    /// Of what, and why.
    package struct Request: Hashable, Sendable {
        package var target: Target
        package var basis: Basis

        package init(target: Target, basis: Basis) {
            self.target = target
            self.basis = basis
        }

        package init(subject: ID<Case>, number: CaseNumber, basis: Basis) {
            self.init(target: .file(subject, number), basis: basis)
        }

        package var subject: UUID {
            switch target {
            case .file(let id, _): id.rawValue
            case .record(_, let subject): subject
            }
        }

        package var named: Named {
            switch target {
            case .file(_, let number): .file(number)
            case .record(let record, _): .record(record)
            }
        }
    }

    /// What is left of a case.
    package struct Remainder: Hashable, Sendable {
        /// How many private payloads were destroyed: as many as the case had entries.
        package var payloads: Int
        package var category: CategoryCode
        /// The raw code of the grid that it lay in last.
        package var grid: String?
        package var reportedOn: Day
        package var endedOn: Day?
        package var isConfidential: Bool
        /// The hash of the link's secret; nil where the case had no link.
        package var receipt: String?

        package init(
            payloads: Int,
            category: CategoryCode,
            grid: String?,
            reportedOn: Day,
            endedOn: Day?,
            isConfidential: Bool,
            receipt: String?
        ) {
            self.payloads = payloads
            self.category = category
            self.grid = grid
            self.reportedOn = reportedOn
            self.endedOn = endedOn
            self.isConfidential = isConfidential
            self.receipt = receipt
        }
    }

    /// What is left, of whatever it was.
    package enum Left: Hashable, Sendable {
        case file(Remainder)
        /// Everything but names and words, which stood in so many entries.
        case record(payloads: Int)

        /// How many private payloads were destroyed.
        package var payloads: Int {
            switch self {
            case .file(let remainder): remainder.payloads
            case .record(let payloads): payloads
            }
        }
    }

    package enum State: Hashable, Sendable {
        /// Out: ``asked(_:by:at:)``; ``done(_:_:at:)`` where the content follows another case's, or the ledger says so.
        case none
        /// Out: ``declined(_:at:)``, ``done(_:_:at:)``.
        case asked(Request, by: ID<Account>?, at: Instant)
        /// No way out; it may be asked for anew.
        case declined(Request, at: Instant)
        /// No way out.
        case done(Request, Left, at: Instant)
    }

    package enum Command: Hashable, Sendable {
        case ask(Request)
        case decline
        /// By somebody else than who asked.
        case approve(Left)
        /// Without being asked: a part goes with its whole, a firm's problem with its case, and a restored backup has to forget
        /// again what was forgotten.
        case follow(Request, Left)
    }

    /// When, and by whom.
    package struct Situation: Hashable, Sendable {
        package var now: Instant
        package var by: Case.Author

        package init(now: Instant, by: Case.Author) {
            self.now = now
            self.by = by
        }
    }

    package struct Event: Hashable, Sendable {
        package var at: Instant
        package var by: Case.Author
        package var what: What

        package init(at: Instant, by: Case.Author, what: What) {
            self.at = at
            self.by = by
            self.what = what
        }
    }

    package enum What: Hashable, Sendable {
        case asked(Request)
        case declined
        case done(Request, Left)
    }

    package private(set) var state = State.none

    package init() {}

    /// - Throws: ``Refusal/erasureAsked``, ``Refusal/erasureDone``, ``Refusal/nothingAsked`` or
    ///   ``Refusal/askerMayNotApprove``.
    package func decide(_ command: Command, in situation: Situation) throws(Refusal) -> [Event] {
        [Event(at: situation.now, by: situation.by, what: try outcome(of: command, by: situation.by))]
    }

    private func outcome(of command: Command, by author: Case.Author) throws(Refusal) -> What {
        switch (command, state) {
        case (_, .done): throw .erasureDone
        case (.ask(let request), .none): return .asked(request)
        case (.ask, .asked), (.ask, .declined): throw .erasureAsked
        case (.decline, .asked): return .declined
        case (.approve(let left), .asked(let request, let asker, _)):
            // Nobody approves the own request: the content is gone for good.
            if let asker, author == .staff(asker) { throw .askerMayNotApprove }
            return .done(request, left)
        case (.decline, .none), (.decline, .declined), (.approve, .none), (.approve, .declined): throw .nothingAsked
        case (.follow(let request, let left), .none), (.follow(let request, let left), .asked),
            (.follow(let request, let left), .declined):
            return .done(request, left)
        }
    }

    package mutating func apply(_ event: Event) {
        switch (event.what, state) {
        case (.asked(let request), _):
            let asker: ID<Account>? = if case .staff(let account) = event.by { account } else { nil }
            state = .asked(request, by: asker, at: event.at)
        case (.declined, .asked(let request, _, _)): state = .declined(request, at: event.at)
        case (.declined, .none), (.declined, .declined), (.declined, .done): break
        case (.done(let request, let left), _): state = .done(request, left, at: event.at)
        }
    }
}
