import Domain

/// The permanent names of what happens to firms and visits.
extension FrozenTypes {
    static func name(_ event: Enterprise.Event) -> String {
        switch event.what {
        case .registered: "enterprise.registered"
        case .changed: "enterprise.changed"
        case .gridChanged: "enterprise.grid_changed"
        case .tagged: "enterprise.tagged"
        case .untagged: "enterprise.untagged"
        case .statusGranted: "enterprise.status_granted"
        case .statusEnded: "enterprise.status_ended"
        case .stewardAssigned: "enterprise.steward_assigned"
        case .stewardEnded: "enterprise.steward_ended"
        case .deputyAssigned: "enterprise.deputy_assigned"
        case .deputyEnded: "enterprise.deputy_ended"
        case .merged: "enterprise.merged"
        case .absorbed: "enterprise.absorbed"
        case .split: "enterprise.split"
        case .closed: "enterprise.closed"
        case .linkRenewed: "enterprise.link_renewed"
        }
    }

    static func name(_ event: EnterpriseLists.Event) -> String {
        switch event {
        case .parkNamed: "enterprise_list.park_named"
        case .tagNamed: "enterprise_list.tag_named"
        case .capSet: "enterprise_list.cap_set"
        }
    }

    static func name(_ event: Visit.Event) -> String {
        switch event {
        case .booked: "visit.booked"
        case .accepted: "visit.accepted"
        case .moved: "visit.moved"
        case .refused: "visit.refused"
        case .merged: "visit.merged"
        case .joined: "visit.joined"
        case .withdrawn: "visit.withdrawn"
        case .recorded: "visit.recorded"
        case .confirmed: "visit.confirmed"
        case .disputed: "visit.disputed"
        }
    }

    static func name(_ event: VisitRound.Event) -> String {
        switch event {
        case .frozen: "round.frozen"
        case .closed: "round.closed"
        }
    }
}
