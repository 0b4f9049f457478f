extension Report {
    /// That the witnesses which the policy asks for cosigned the checkpoint.
    mutating func judgeWitnesses(of note: Note, _ policy: Policy) {
        let cosigners = attempt(.witnesses) { () throws(Problem) in try note.cosigners(among: policy.witnesses) }
        guard let names = cosigners?.map(\.name) else { return }
        guard let quorum = policy.quorum else {
            warn(.witnesses, .noWitnessesAsked)
            return
        }
        guard policy.isSatisfied(by: Set(names)) else {
            fail(.witnesses, .quorumMissed(quorum, cosigned: names))
            return
        }
        pass(.witnesses, .cosigned(by: names, quorum: quorum))
    }
}
