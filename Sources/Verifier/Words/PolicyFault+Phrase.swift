extension PolicyFault {
    /// What is wrong, to follow the number of the line.
    var phrase: Phrase {
        switch self {
        case .character: Phrase("policy.character")
        case .keyword: Phrase("policy.keyword")
        case .wordCount: Phrase("policy.word_count")
        case .key: Phrase("policy.key")
        case .witnessKey: Phrase("policy.witness_key")
        case .keyAgain: Phrase("policy.key_again")
        case .nameTaken(let name): Phrase("policy.name_taken", ["name": "\(name)"])
        case .unknownName(let name): Phrase("policy.unknown_name", ["name": "\(name)"])
        case .memberAgain(let name): Phrase("policy.member_again", ["name": "\(name)"])
        case .threshold: Phrase("policy.threshold")
        case .secondQuorum: Phrase("policy.second_quorum")
        case .tooMany(let most): Phrase("policy.too_many", ["most": "\(most)"])
        }
    }
}
