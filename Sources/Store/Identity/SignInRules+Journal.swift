package import Domain

extension SignInRules: Journaled {
    package static func content(of event: Event, in state: Self) -> EntryContent {
        switch event {
        case .secondFactorRequired(let role):
            EntryContent(type: "sign_in.second_factor_required", facts: ["role": .text(role.rawValue)])
        case .secondFactorReleased(let role):
            EntryContent(type: "sign_in.second_factor_released", facts: ["role": .text(role.rawValue)])
        }
    }

    package static func event(type: String, facts: Facts) throws -> Event {
        switch type {
        case "sign_in.second_factor_required": .secondFactorRequired(try facts.choice("role"))
        case "sign_in.second_factor_released": .secondFactorReleased(try facts.choice("role"))
        default: throw Fault.corrupt("an entry of an unknown type stands in the rules of signing in")
        }
    }

    package func project(id: ID<SignInRules>, version: Int, into db: any Connection) throws {
        try db.submit("DELETE FROM second_factor_role")
        for role in secondFactor {
            try db.submit("INSERT INTO second_factor_role (role) VALUES (\(role.rawValue))")
        }
    }
}
