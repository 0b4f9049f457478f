/// The words of what is never held, for the tests that look for them in tables, columns, addresses and form fields.
package enum NeverHeld {
    /// English words as they would stand in a name, alone or beside others.
    package static let forbidden: Set<String> = [
        "resident", "residents", "household", "population", "person", "persons", "people", "idcard", "identity",
        "passport",
        "birth", "birthday", "age", "gender", "sex", "ethnic", "ethnicity", "religion", "faith", "health", "illness",
        "disease", "medical", "income", "salary", "poverty", "family", "marriage", "marital", "children", "relatives",
        "trajectory", "track", "tracks", "tracking", "face", "faces", "facial", "fingerprint", "checkin", "attendance",
        "clockin", "online", "points", "point", "credit", "rank", "ranking", "leaderboard", "score", "scores",
        "blacklist", "keyperson", "discipline", "punishment",
    ]

    /// `key_person` and `keyPerson` are `key`, `person` and `keyperson`.
    package static func words(of name: String) -> Set<String> {
        let parts = name.lowercased().split { !$0.isLetter }.map(String.init)
        let pairs = zip(parts, parts.dropFirst()).map { $0 + $1 }
        return Set(parts + pairs)
    }
}
