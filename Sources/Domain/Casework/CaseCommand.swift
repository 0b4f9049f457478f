/// What somebody asks to be done to a case (domain B.4; T numbers beside each).
package enum CaseCommand: Hashable, Sendable {
    /// T1 上报.
    case report(Report)
    /// T2 自处理: solved on the spot; `note` says what was found and done.
    case handleOnSpot(note: String)
    /// T3 派核实.
    case askVerification(note: String)
    /// T4 核实.
    case verify(isReal: Bool, note: String)
    /// Puts a report in its place that came without one, or with the wrong one.
    case place(Report.Place)
    /// T5 受理登记, with the category that intake found right.
    case register(category: CategoryCode)
    /// T8 立案: the condition of the category is met; the solving clock starts.
    case establish(note: String)
    /// T9 派遣. `reason`: why to this unit, where the dispatch catalogue names another.
    case dispatch(to: UnitCode, opinion: String, reason: String = "")
    /// T10 签收.
    case acknowledge
    /// T12 开始办理, after trying to reach the reporter.
    case beginHandling(contact: FirstContact)
    /// T16 处理反馈.
    case feedBack(Feedback)
    /// T17 派核查.
    case askCheck
    /// T18 核查, by the grid worker of the place.
    case check(isSolved: Bool, note: String)
    /// T19 返工: back to the same unit.
    case sendBack(opinion: String)
    /// T20 结案, with the answer to the reporter.
    case close(reply: String)
    /// The reporter says more.
    case add(text: String)
    /// The reporter takes it back.
    case withdraw(reason: String)
    /// T18, by the reporter: it is solved, or it is not.
    case confirm(isSolved: Bool, note: String)
    /// 好差评: 1 to 5.
    case rate(stars: Int, comment: String)
    /// The reporter takes up again what was not real, not accepted, or merged with a case that did not fix theirs.
    case reopen(ground: String)
    /// T23 作废, first person.
    case askVoid(ground: VoidGround, note: String)
    /// T23, second person.
    case approveVoid
    /// T23, refused by the second person.
    case declineVoid(reason: String)
    /// A look at the reporter's contact data, which is itself recorded.
    case readContact(reason: String)
    /// The due time has passed with the case open.
    case markOverdue
    /// A record from a file that had ended before it came here.
    case concludeElsewhere(at: Instant)
    /// T6, T13, T14, T24, first person.
    case ask(CaseRequest, note: String)
    /// The same, second person.
    case grantRequest
    case declineRequest(reason: String)
    /// T15 恢复.
    case resume(note: String)
    /// T11 派单异议.
    case object(ObjectionGround, note: String)
    case upholdObjection(note: String)
    case rejectObjection(note: String)
    /// T7 并案.
    case merge(into: CaseNumber)
    /// T7, undone.
    case unmerge(reason: String)
    /// T21 回访: the reporter is not content with the closing, and says why.
    case contest(Contest, ground: String)
    /// T22 退回再办.
    case redo(note: String)
    /// T22, the other way.
    case explain(text: String)
    /// T25 督办.
    case supervise(Supervision)
    case answerSupervision(text: String)
    /// T26 上报上级 / 吹哨 / 提请联席.
    case raise(reason: String)
    /// T26, downwards: once from each level.
    case lower(reason: String)
    /// The district was divided anew: the place lies in this grid now.
    case changeGrid(GridCode)
    /// Covers parts of a photo; `shown` is the digest of the picture with them covered. No rectangles uncover it.
    case coverPhoto(String, [Rectangle], shown: String)
    /// A look at a photo or document as it came, which is itself recorded.
    case seeOriginal(String, reason: String)
    /// 回避: whom the report is about from now on, those who hold the grid's posts today with them where that is said; nil lifts
    /// the confidence.
    case recuse(Recusal?, withGridPosts: Bool = false, reason: String)
    /// 协办、吹哨、拆分: more than one unit at one case.
    case share(SharedCommand)

    package var action: CaseAction {
        switch self {
        case .report: .report
        case .handleOnSpot: .handleOnSpot
        case .askVerification: .askVerification
        case .verify: .verify
        case .place: .place
        case .register: .register
        case .establish: .establish
        case .dispatch: .dispatch
        case .acknowledge: .acknowledge
        case .beginHandling: .beginHandling
        case .feedBack: .feedBack
        case .askCheck: .askCheck
        case .check: .check
        case .sendBack: .sendBack
        case .close: .close
        case .add: .add
        case .withdraw: .withdraw
        case .confirm: .confirm
        case .rate: .rate
        case .reopen: .reopen
        case .askVoid: .askVoid
        case .approveVoid: .approveVoid
        case .declineVoid: .declineVoid
        case .readContact: .readContact
        case .markOverdue: .markOverdue
        case .concludeElsewhere: .concludeElsewhere
        case .ask(let request, _):
            switch request.kind {
            case .nonAcceptance: .askNonAcceptance
            case .moreTime: .askMoreTime
            case .suspension: .askSuspension
            case .termination: .askTermination
            }
        case .grantRequest: .grantRequest
        case .declineRequest: .declineRequest
        case .resume: .resume
        case .object: .object
        case .upholdObjection: .upholdObjection
        case .rejectObjection: .rejectObjection
        case .merge: .merge
        case .unmerge: .unmerge
        case .contest: .contest
        case .redo: .redo
        case .explain: .explain
        case .supervise: .supervise
        case .answerSupervision: .answerSupervision
        case .raise: .raise
        case .lower: .lower
        case .changeGrid: .changeGrid
        case .coverPhoto: .coverPhoto
        case .seeOriginal: .seeOriginal
        case .recuse: .recuse
        case .share(let command): command.action
        }
    }
}

/// 先行联系: whether the unit reached the reporter before it began.
package enum FirstContact: String, Hashable, Sendable, CaseIterable {
    case reached
    case notReached = "not_reached"
    /// The reporter left no contact.
    case notPossible = "not_possible"
}

/// The only grounds on which a case may be voided.
package enum VoidGround: String, Hashable, Sendable, CaseIterable {
    case mistake
    case duplicate
}
