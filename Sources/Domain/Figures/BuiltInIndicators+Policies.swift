/// Policies for firms: what was asked of them, and what became of it.
///
/// How many are in force is no figure: a policy ends by its day, and nobody writes an entry on it.
extension Indicator {
    static let policies: [Indicator] = [
        happened(
            "policy.applications",
            "惠企政策申请数",
            "Applications of firms for policies",
            "policy.applied",
            unit: ("件", "applications")
        ),
        happened(
            "policy.questions",
            "惠企政策咨询数",
            "Questions of firms about policies",
            "policy.asked",
            unit: ("件", "questions")
        ),
        happened(
            "policy.granted",
            "惠企政策兑现数",
            "Applications for policies, granted",
            "policy.answered",
            unit: ("件", "applications"),
            where: holds("result", "granted")
        ),
        happened(
            "policy.not_granted",
            "惠企政策不予兑现数",
            "Applications for policies, not granted",
            "policy.answered",
            unit: ("件", "applications"),
            where: holds("result", "not_granted")
        ),
        rate(
            "policy.on_time_rate",
            "惠企政策按时答复率",
            "Answered within the days that were promised, of applications and questions",
            [Term(.count, of: types(["policy.answered"]), where: onTime, day: .happened)],
            of: [Term(.count, of: types(["policy.answered"]), day: .happened)]
        ),
        happened(
            "policy.explained",
            "走访讲解政策数",
            "Policies explained on visits",
            "visit.recorded",
            unit: ("项次", "explanations"),
            sum: "policies"
        ),
    ]
}
