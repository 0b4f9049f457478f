extension Policy {
    /// Reads a policy file, whose last newline may be missing.
    ///
    /// - Throws: ``Problem/policyLine(_:_:)`` or ``Problem/policyWithoutQuorum``.
    init(parsing bytes: [UInt8]) throws(Problem) {
        var draft = PolicyDraft()
        for (offset, line) in bytes.split(separator: Lines.newline, omittingEmptySubsequences: false).enumerated() {
            do throws(PolicyFault) { try draft.add(line) } catch { throw .policyLine(offset + 1, error) }
        }
        guard draft.hasQuorum else { throw .policyWithoutQuorum }
        self.init(logs: draft.logs, witnesses: draft.witnesses, groups: draft.groups, quorum: draft.quorum)
    }
}

/// What is wrong with a line of a policy.
package enum PolicyFault: Error, Hashable, Sendable {
    case character
    case keyword
    case wordCount
    case key
    /// A witness has a key that does not make cosignatures.
    case witnessKey
    case keyAgain
    case nameTaken(String)
    case unknownName(String)
    /// The name is a member of a group already.
    case memberAgain(String)
    case threshold
    case secondQuorum
    case tooMany(Int)
}

/// What was read of a policy so far.
private struct PolicyDraft {
    /// The specification recommends at least 32 of each kind.
    private static let mostParts = 1_000
    private static let tab = UInt8(ascii: "\t")

    var logs: [Policy.Log] = []
    var witnesses: [Policy.Witness] = []
    var groups: [Policy.Group] = []
    var quorum: String?
    var hasQuorum = false
    private var names: Set<String> = []
    private var members: Set<String> = []

    mutating func add(_ line: ArraySlice<UInt8>) throws(PolicyFault) {
        guard line.allSatisfy({ $0 == Self.tab || $0 >= 0x20 && $0 != 0x7f }),
            String(validating: line, as: UTF8.self) != nil
        else { throw .character }
        let words = line.split { $0 == UInt8(ascii: " ") || $0 == Self.tab }.map { String(decoding: $0, as: UTF8.self) }
        guard let keyword = words.first, !keyword.hasPrefix("#") else { return }
        guard logs.count + names.count < Self.mostParts else { throw .tooMany(Self.mostParts) }
        switch keyword {
        case "log": try addLog(words)
        case "witness": try addWitness(words)
        case "group": try addGroup(words)
        case "quorum": try setQuorum(words)
        default: throw .keyword
        }
    }

    private mutating func addLog(_ words: [String]) throws(PolicyFault) {
        guard (2...3).contains(words.count) else { throw .wordCount }
        let key = try key(words[1])
        guard !logs.contains(where: { $0.key.publicKey == key.publicKey }) else { throw .keyAgain }
        logs.append(Policy.Log(key: key, url: words.count > 2 ? words[2] : nil))
    }

    private mutating func addWitness(_ words: [String]) throws(PolicyFault) {
        guard (3...4).contains(words.count) else { throw .wordCount }
        let key = try key(words[2])
        guard key.kind == .cosignature else { throw .witnessKey }
        // One key under two names would be two witnesses.
        guard !witnesses.contains(where: { $0.key.publicKey == key.publicKey }) else { throw .keyAgain }
        witnesses.append(Policy.Witness(name: try define(words[1]), key: key))
    }

    private mutating func addGroup(_ words: [String]) throws(PolicyFault) {
        guard words.count >= 4 else { throw .wordCount }
        let named = Array(words[3...])
        let threshold =
            switch words[2] {
            case "all": named.count
            case "any": 1
            default: Lines.number(Array(words[2].utf8)[...]).flatMap { Int(exactly: $0) } ?? 0
            }
        guard (1...named.count).contains(threshold) else { throw .threshold }
        for name in named {
            guard names.contains(name) else { throw .unknownName(name) }
            guard members.insert(name).inserted else { throw .memberAgain(name) }
        }
        groups.append(Policy.Group(name: try define(words[1]), threshold: threshold, members: named))
    }

    private mutating func setQuorum(_ words: [String]) throws(PolicyFault) {
        guard words.count == 2 else { throw .wordCount }
        guard !hasQuorum else { throw .secondQuorum }
        hasQuorum = true
        guard words[1] != "none" else { return }
        guard names.contains(words[1]) else { throw .unknownName(words[1]) }
        quorum = words[1]
    }

    private mutating func define(_ name: String) throws(PolicyFault) -> String {
        guard name != "none", names.insert(name).inserted else { throw .nameTaken(name) }
        return name
    }

    private func key(_ word: String) throws(PolicyFault) -> VerifierKey {
        do throws(Problem) { return try VerifierKey(parsing: word.utf8, kinds: [.plain, .cosignature]) } catch {
            throw .key
        }
    }
}
