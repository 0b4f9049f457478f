import Domain
import FoundationEssentials

/// How a recusal is stored: `|unit:CG|account:6E2F…|`, `|` when nobody is named.
///
/// Each party stands between two bars, so that a search for one with its bars finds no other.
extension Recusal {
    var text: String {
        let parties = units.map(Self.party) + accounts.map(Self.party)
        return parties.isEmpty ? "|" : "|" + parties.sorted().joined(separator: "|") + "|"
    }

    /// - Throws: ``Fault/corrupt(_:)`` for what ``text`` never writes.
    init(text: String) throws {
        self.init()
        for party in text.split(separator: "|") {
            let halves = party.split(separator: ":", maxSplits: 1).map(String.init)
            switch (halves.first, halves.count) {
            case ("unit", 2):
                do { units.insert(try UnitCode(parsing: halves[1])) } catch {
                    throw Fault.corrupt("a recusal holds no valid unit")
                }
            case ("account", 2):
                guard let id = UUID(uuidString: halves[1]) else {
                    throw Fault.corrupt("a recusal holds no valid account")
                }
                accounts.insert(ID(id))
            default: throw Fault.corrupt("a recusal is none that the program writes")
            }
        }
    }

    static func party(_ unit: UnitCode) -> String { "unit:\(unit.rawValue)" }
    static func party(_ account: ID<Account>) -> String { "account:\(account.rawValue.uuidString)" }
}
