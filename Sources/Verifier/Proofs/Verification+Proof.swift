extension Verification {
    /// Checks a `.tlog-proof` file without asking anybody: that the entry stands in the log whose key this is.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - entry: The bytes of the entry; nil for those that the file carries in its line `extra`.
    ///   - key: The verifier key of the log, `name+identifier+base64`.
    /// - Returns: The report, with the entry if it is proven.
    /// - Throws: ``Problem`` if the key is no key; all else stands in the report.
    package static func proof(_ file: [UInt8], entry: [UInt8]? = nil, key: String) throws(Problem) -> Report {
        let key = try VerifierKey(parsing: key.utf8)
        return proof(file, entry: entry, key: { _, _ in key }, policy: nil)
    }

    /// Checks a `.tlog-proof` file without asking anybody: that the entry stands in a log of the policy, and that as many
    /// witnesses cosigned it as the policy asks for.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - entry: The bytes of the entry; nil for those that the file carries in its line `extra`.
    ///   - policy: A trust policy (C2SP tlog-policy).
    /// - Returns: The report, with the entry if it is proven.
    /// - Throws: ``Problem`` if the policy is none; all else stands in the report.
    package static func proof(_ file: [UInt8], entry: [UInt8]? = nil, policy: [UInt8]) throws(Problem) -> Report {
        let policy = try Policy(parsing: policy)
        return proof(file, entry: entry, key: { note, report in report.key(for: note, of: policy) }, policy: policy)
    }

    private static func proof(
        _ file: [UInt8],
        entry: [UInt8]?,
        key: (Note, inout Report) -> VerifierKey?,
        policy: Policy?
    ) -> Report {
        let place = Problem.Place.checkpointInProof
        var report = Report(source: "proof")
        let parsed = report.attempt(.proof) { () throws(Problem) in
            let proof = try ProofFile(parsing: file)
            guard let entry = entry ?? proof.extra else { throw .malformedProof(.noEntry) }
            return (proof: proof, entry: entry)
        }
        guard let (proof, entry) = parsed else { return report }
        report.pass(.proof, .proof(index: proof.index))

        let note = report.attempt(.checkpoint) { () throws(Problem) in
            try Note(parsing: proof.checkpoint, place: place)
        }
        guard let note, let key = key(note, &report), report.attempt(.signature, { () throws(Problem) in try note.verify(by: key) }) != nil else {
            return report
        }
        report.pass(.signature, .proofSigned(by: key.shortText))
        if let policy { report.judgeWitnesses(of: note, policy) }
        let head = report.attempt(.checkpoint) { () throws(Problem) in
            try TreeHead(parsing: note.text, of: key, place: place)
        }
        guard let head else { return report }
        report.origin = head.originText
        report.size = head.size
        report.root = head.root.description

        let root = report.attempt(.inclusion) { () throws(Problem) in
            try proof.root(leaf: Hash.leaf(entry), size: head.size)
        }
        guard let root else { return report }
        guard root == head.root else {
            report.fail(.inclusion, .proofFails(index: proof.index, computed: root, signed: head.root))
            return report
        }
        report.pass(.inclusion, .included(index: proof.index, size: head.size, origin: head.originText))
        report.checkpoint = proof.checkpoint

        do throws(EntryFault) {
            _ = try PublicFacts(entry, in: entry.indices)
        } catch {
            report.fail(.facts, .proofEntry(error))
            return report
        }
        report.pass(.facts, .entryFacts)
        report.entry = String(decoding: entry, as: UTF8.self)
        return report
    }
}
