extension TrustPolicy {
    /// Reads a policy file, whose very last newline may be missing.
    ///
    /// - Throws: ``PolicyError/malformed(line:_:)`` for the first line that is wrong, or
    ///   ``PolicyError/missingQuorum``.
    public init(parsing text: some StringProtocol) throws(PolicyError) {
        try self.init(parsing: Array(text.utf8))
    }

    /// Reads a policy file, whose very last newline may be missing.
    ///
    /// - Throws: ``PolicyError/malformed(line:_:)`` for the first line that is wrong, or
    ///   ``PolicyError/missingQuorum``.
    public init(parsing bytes: [UInt8]) throws(PolicyError) {
        var draft = Draft()
        for (offset, line) in bytes.split(separator: Lines.newline, omittingEmptySubsequences: false).enumerated() {
            do {
                try draft.add(line)
            } catch {
                throw .malformed(line: offset + 1, error)
            }
        }
        guard let quorum = draft.quorum else { throw .missingQuorum }
        self.init(logs: draft.logs, witnesses: draft.witnesses, groups: draft.groups, quorum: quorum)
    }

    /// The policy as text, in the order that its parts need.
    ///
    /// Comments are not kept.
    public var serialized: [UInt8] {
        var lines: [[UInt8]] = logs.map { Array("log \($0.verifier)".utf8) + Self.suffix($0.url) }
        lines += witnesses.map {
            Array("witness ".utf8) + $0.name.bytes + Array(" \($0.verifier)".utf8) + Self.suffix($0.url)
        }
        lines += groups.map { group in
            Array("group ".utf8) + group.name.bytes + Array(" \(group.threshold)".utf8)
                + group.members.flatMap { [Lines.space] + $0.bytes }
        }
        switch quorum {
        case .none: lines.append(Array("quorum none".utf8))
        case .member(let name): lines.append(Array("quorum ".utf8) + name.bytes)
        }
        return lines.flatMap { $0 + [Lines.newline] }
    }

    private static func suffix(_ url: String?) -> [UInt8] {
        url.map { Array(" \($0)".utf8) } ?? []
    }
}

/// What was read of a policy so far.
private struct Draft {
    /// The specification recommends at least 32 of each; a policy with more than 1,000 lines of use is a mistake.
    static let maximumParts = 1_000

    var logs: [TrustPolicy.Log] = []
    var witnesses: [TrustPolicy.Witness] = []
    var groups: [TrustPolicy.Group] = []
    var quorum: TrustPolicy.Quorum?
    private var names: Set<PolicyName> = []
    private var grouped: Set<PolicyName> = []

    private static let tab = UInt8(ascii: "\t")
    private static let none = PolicyName(Array("none".utf8))

    mutating func add(_ line: ArraySlice<UInt8>) throws(PolicyError.LineError) {
        // Allowed are tab, 0x20–0x7E and 0x80–0xFF; newline is gone already.
        guard line.allSatisfy({ $0 == Self.tab || $0 >= 0x20 && $0 != 0x7f }) else { throw .controlCharacter }
        let words = line.split { $0 == Lines.space || $0 == Self.tab }
        guard let keyword = words.first, keyword.first != UInt8(ascii: "#") else { return }
        guard logs.count + names.count < Self.maximumParts else { throw .tooMany }
        switch String(decoding: keyword, as: UTF8.self) {
        case "log": try addLog(words)
        case "witness": try addWitness(words)
        case "group": try addGroup(words)
        case "quorum": try setQuorum(words)
        default: throw .unknownKeyword
        }
    }

    private mutating func addLog(_ words: [ArraySlice<UInt8>]) throws(PolicyError.LineError) {
        guard (2...3).contains(words.count) else { throw .wrongNumberOfWords }
        // A log signs with a plain key, or with a cosigner's key as tlog-checkpoint also allows.
        let verifier = try Self.verifier(words[1])
        guard !logs.contains(where: { $0.verifier.publicKey == verifier.publicKey }) else { throw .duplicateKey }
        logs.append(TrustPolicy.Log(verifier: verifier, url: Self.url(words.dropFirst(2).first)))
    }

    private mutating func addWitness(_ words: [ArraySlice<UInt8>]) throws(PolicyError.LineError) {
        guard (3...4).contains(words.count) else { throw .wrongNumberOfWords }
        let verifier = try Self.verifier(words[2])
        guard verifier.type == .cosignature else { throw .notAWitnessKey }
        guard !witnesses.contains(where: { $0.verifier.publicKey == verifier.publicKey }) else {
            throw .duplicateKey
        }
        let name = try define(words[1])
        witnesses.append(
            TrustPolicy.Witness(name: name, verifier: verifier, url: Self.url(words.dropFirst(3).first))
        )
    }

    private mutating func addGroup(_ words: [ArraySlice<UInt8>]) throws(PolicyError.LineError) {
        guard words.count >= 4 else { throw .wrongNumberOfWords }
        let members = words[3...].map { PolicyName(Array($0)) }
        let threshold: Int
        switch String(decoding: words[2], as: UTF8.self) {
        case "all": threshold = members.count
        case "any": threshold = 1
        default:
            guard let number = Decimal.decode(words[2]), (1...UInt64(members.count)).contains(number) else {
                throw .wrongThreshold
            }
            threshold = Int(number)
        }
        for member in members {
            guard names.contains(member) else { throw .unknownName(member) }
            // "Each defined name can be listed as a group member at most once", in all groups together.
            guard grouped.insert(member).inserted else { throw .repeatedMember(member) }
        }
        groups.append(TrustPolicy.Group(name: try define(words[1]), threshold: threshold, members: members))
    }

    private mutating func setQuorum(_ words: [ArraySlice<UInt8>]) throws(PolicyError.LineError) {
        guard words.count == 2 else { throw .wrongNumberOfWords }
        guard quorum == nil else { throw .secondQuorum }
        let name = PolicyName(Array(words[1]))
        guard name != Self.none else {
            quorum = TrustPolicy.Quorum.none
            return
        }
        guard names.contains(name) else { throw .unknownName(name) }
        quorum = .member(name)
    }

    private mutating func define(_ word: ArraySlice<UInt8>) throws(PolicyError.LineError) -> PolicyName {
        let name = PolicyName(Array(word))
        guard name != Self.none, names.insert(name).inserted else { throw .nameTaken(name) }
        return name
    }

    private static func verifier(_ word: ArraySlice<UInt8>) throws(PolicyError.LineError) -> NoteVerifier {
        do {
            return try NoteVerifier(vkeyBytes: word)
        } catch {
            throw .key(error)
        }
    }

    private static func url(_ word: ArraySlice<UInt8>?) -> String? {
        word.map { String(decoding: $0, as: UTF8.self) }
    }
}
