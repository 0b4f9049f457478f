package import Domain

extension SharedEvent {
    /// The step's name in the catalogues; parts as Chicago's Open311 calls them, `follow_on_…`.
    package var name: String {
        switch self {
        case .assistanceOrdered: "assistance_ordered"
        case .assistanceAcknowledged: "assistance_acknowledged"
        case .assistanceDone: "assistance_done"
        case .assistanceReleased: "assistance_released"
        case .called: "called"
        case .callAccepted(_, _, let isOnTime): isOnTime ? "call_accepted" : "call_accepted_silently"
        case .callRefused: "call_refused"
        case .arrived: "arrived"
        case .acted: "acted"
        case .callRated: "call_rated"
        case .calledAgain: "called_again"
        case .callReleased: "call_released"
        case .split: "follow_on_created"
        case .partEnded: "follow_on_closed"
        case .partReopened: "follow_on_reopened"
        case .attached: "attached"
        case .detached: "detached"
        case .partAttached: "follow_on_attached"
        case .partDetached: "follow_on_detached"
        case .reminded: "companion_reminded"
        case .lapsed: "companion_overdue"
        }
    }

    /// What somebody wrote with it.
    package var words: String? {
        switch self {
        case .assistanceOrdered(let order): order.opinion
        case .assistanceDone(_, let feedback, _): feedback.text
        case .assistanceReleased(_, let reason), .callReleased(_, let reason): reason
        case .called(_, _, let task, _, _): task
        case .callRefused(_, _, let note, _, _), .arrived(_, let note, _, _), .callRated(_, _, let note, _),
            .calledAgain(_, let note, _):
            note
        case .acted(_, let text, _, _): text
        case .attached(_, let reason), .detached(_, let reason): reason
        case .assistanceAcknowledged, .callAccepted, .split, .partEnded, .partReopened, .partAttached, .partDetached,
            .reminded, .lapsed:
            nil
        }
    }
}
