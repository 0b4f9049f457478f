import Domain

extension FrozenTypes {
    static func name(_ event: Activity.Event) -> String {
        switch event {
        case .planned: "activity.planned"
        case .moved: "activity.moved"
        case .held: "activity.held"
        case .counted: "activity.counted"
        case .corrected: "activity.corrected"
        case .calledOff: "activity.called_off"
        }
    }

    static func name(_ event: Handout.Event) -> String {
        switch event {
        case .defined: "handout.defined"
        case .printed: "handout.printed"
        case .given: "handout.given"
        case .corrected: "handout.corrected"
        case .writtenOff: "handout.written_off"
        }
    }

    static func name(_ event: MeetingBody.Event) -> String {
        switch event {
        case .established: "meeting_body.established"
        case .termOpened: "meeting_body.term_opened"
        case .held: "meeting.held"
        case .corrected: "meeting.corrected"
        case .gapExplained: "meeting.gap_explained"
        }
    }

    static func name(_ event: Checklist.Event) -> String {
        switch event {
        case .published: "checklist.published"
        }
    }

    static func name(_ event: Sweep.Event) -> String {
        switch event {
        case .frozen: "sweep.frozen"
        case .ended: "sweep.ended"
        case .drawn: "sweep.drawn"
        }
    }

    static func name(_ event: SweepElement.Event) -> String {
        switch event {
        case .visited: "sweep.visited"
        case .rechecked: "sweep.rechecked"
        }
    }

    static func name(_ event: Need.Event) -> String {
        switch event {
        case .raised: "need.raised"
        case .proposed: "need.proposed"
        case .agreed: "need.agreed"
        case .matched: "need.matched"
        case .declined: "need.declined"
        case .met: "need.met"
        case .withdrawn: "need.withdrawn"
        }
    }

    static func name(_ event: Offer.Event) -> String {
        switch event {
        case .made: "offer.made"
        case .withdrawn: "offer.withdrawn"
        }
    }

    static func name(_ event: Volunteer.Event) -> String {
        switch event {
        case .joined: "volunteer.joined"
        case .shiftTaken: "volunteer.shift_taken"
        case .shiftLeft: "volunteer.shift_left"
        case .hoursConfirmed: "volunteer.hours_confirmed"
        case .certified: "volunteer.certified"
        }
    }

    static func name(_ event: Pledge.Event) -> String {
        switch event {
        case .published: "pledge.published"
        case .kept: "pledge.kept"
        case .missed: "pledge.missed"
        }
    }

    static func name(_ event: Dispute.Event) -> String {
        switch event {
        case .recorded: "dispute.recorded"
        case .concluded: "dispute.concluded"
        }
    }
}
