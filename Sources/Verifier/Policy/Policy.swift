/// Whom somebody trusts with what (C2SP tlog-policy): the keys of logs, of witnesses, and how many of these must have cosigned.
struct Policy: Hashable, Sendable {
    struct Log: Hashable, Sendable {
        let key: VerifierKey
        let url: String?
    }

    struct Witness: Hashable, Sendable {
        let name: String
        let key: VerifierKey
    }

    /// As many of its members as the threshold must agree.
    struct Group: Hashable, Sendable {
        let name: String
        let threshold: Int
        let members: [String]
    }

    let logs: [Log]
    let witnesses: [Witness]
    /// Each after the groups that it names.
    let groups: [Group]
    /// The name of a witness or group; nil if the policy says `none`.
    let quorum: String?

    /// Whether the witnesses of these names are a quorum.
    func isSatisfied(by cosigners: Set<String>) -> Bool {
        var agreeing = cosigners
        for group in groups where group.members.count(where: agreeing.contains) >= group.threshold {
            agreeing.insert(group.name)
        }
        return quorum.map(agreeing.contains) ?? true
    }

    /// Where the log is, if the policy says so.
    ///
    /// - Parameter other: The address that a page gives, which tells logs apart where the policy has several.
    /// - Returns: That address if the policy has it, or else the first that it has; nil if it has none.
    func url(besides other: String?) -> String? {
        let urls = logs.compactMap(\.url)
        return urls.contains { $0 == other } ? other : urls.first
    }
}
