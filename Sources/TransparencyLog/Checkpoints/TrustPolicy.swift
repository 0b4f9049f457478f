/// Which logs are believed, and how many of which witnesses must have seen a checkpoint (C2SP tlog-policy).
///
/// ```
/// log <vkey> [<url>]
/// witness <name> <vkey> [<url>]
/// group <name> all|any|<k> <member>…
/// quorum <name>|none
/// ```
public struct TrustPolicy: Hashable, Sendable {
    /// A log that is believed.
    public struct Log: Hashable, Sendable {
        /// Its key, whose name is the origin of its checkpoints.
        public let verifier: NoteVerifier
        /// Where it is served, if the policy says so.
        public let url: String?
    }

    /// A party that cosigns checkpoints.
    public struct Witness: Hashable, Sendable {
        /// Its name within the policy.
        public let name: PolicyName
        /// Its key.
        public let verifier: NoteVerifier
        /// Where it takes checkpoints, if the policy says so.
        public let url: String?
    }

    /// Witnesses or other groups of which some must have cosigned.
    public struct Group: Hashable, Sendable {
        /// Its name within the policy.
        public let name: PolicyName
        /// How many members must have cosigned.
        public let threshold: Int
        /// Its members, each in no other group.
        public let members: [PolicyName]
    }

    /// What a checkpoint needs besides the log's signature.
    public enum Quorum: Hashable, Sendable {
        /// No cosignature.
        case none
        /// That of this witness, or those that this group needs.
        case member(PolicyName)
    }

    /// The logs, in the order of their lines; may be empty where the log is known otherwise.
    public let logs: [Log]
    /// The witnesses, in the order of their lines.
    public let witnesses: [Witness]
    /// The groups; the members of each come before it.
    public let groups: [Group]
    /// What a checkpoint needs besides the log's signature.
    public let quorum: Quorum

    /// The policy that believes one log without any witness.
    public init(trusting log: NoteVerifier) {
        self.init(logs: [Log(verifier: log, url: nil)], witnesses: [], groups: [], quorum: .none)
    }

    init(logs: [Log], witnesses: [Witness], groups: [Group], quorum: Quorum) {
        self.logs = logs
        self.witnesses = witnesses
        self.groups = groups
        self.quorum = quorum
    }

    /// Checks that a listed log signed a checkpoint and that the quorum has cosigned it.
    ///
    /// - Parameters:
    ///   - signed: The checkpoint with its signatures.
    ///   - extraLogs: Logs that are believed although the policy does not list them.
    /// - Returns: The checkpoint with all of the policy's witnesses that cosigned it.
    /// - Throws: ``PolicyError/noLog``, ``PolicyError/checkpoint(_:)`` or ``PolicyError/noQuorum``.
    public func verify(
        _ signed: SignedCheckpoint,
        extraLogs: [NoteVerifier] = []
    ) throws(PolicyError) -> VerifiedCheckpoint {
        let logKeys = logs.map(\.verifier) + extraLogs
        guard !logKeys.isEmpty else { throw .noLog }
        let witnessKeys = witnesses.map(\.verifier)
        let verified: [VerifiedSignature]
        do {
            verified = try signed.verifiedSignatures(by: logKeys + witnessKeys)
        } catch {
            throw .checkpoint(error)
        }

        // A log vouches for its own origin only: another listed log's signature on it is no log signature.
        let origin = signed.checkpoint.origin
        guard logKeys.contains(where: { origin.isNamed($0.name) }) else { throw .checkpoint(.wrongOrigin(origin)) }
        let byLog = verified.first { origin.isNamed($0.verifier.name) && logKeys.contains($0.verifier) }
        guard let byLog else { throw .checkpoint(.notSignedByLog) }
        let cosignatures = verified.filter { witnessKeys.contains($0.verifier) }
        guard isSatisfied(by: Set(cosignatures.map(\.verifier))) else { throw .noQuorum }
        return VerifiedCheckpoint(checkpoint: signed.checkpoint, log: byLog.verifier, cosignatures: cosignatures)
    }

    /// Whether the quorum holds when exactly these keys have validly cosigned.
    public func isSatisfied(by cosigners: Set<NoteVerifier>) -> Bool {
        guard case .member(let name) = quorum else { return true }
        var standing = Set(witnesses.filter { cosigners.contains($0.verifier) }.map(\.name))
        // A group's members come before it, so one pass decides all of them.
        for group in groups where group.members.count(where: standing.contains) >= group.threshold {
            standing.insert(group.name)
        }
        return standing.contains(name)
    }
}
