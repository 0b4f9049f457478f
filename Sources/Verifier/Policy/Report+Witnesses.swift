extension Report {
    /// The key of the policy that a note must be signed by; nil if the policy does not name its log.
    mutating func key(for note: Note, of policy: Policy) -> VerifierKey? {
        let keys = policy.logs.map(\.key).filter { note.text.starts(with: $0.name + [Lines.newline]) }
        guard let key = keys.first(where: note.mentions) ?? keys.first else {
            let origin = note.text.prefix { $0 != Lines.newline }
            fail(.key, .logNotInPolicy(String(decoding: origin, as: UTF8.self)))
            return nil
        }
        pass(.key, .keyOfPolicy(key.shortText))
        return key
    }

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
