import Domain

/// Something that an administrator looks after: an entry of the page that lists all of it.
struct OfficeArea: Sendable {
    let path: String
    /// Keys of the catalogue.
    let name: String
    let lead: String
    /// Whoever may do this sees it.
    let action: OfficeAction

    /// In the order of the page.
    static let all = [
        OfficeArea(
            path: "/office/territory",
            name: "web.office_territory",
            lead: "web.office_territory_lead",
            action: .divide
        ),
        OfficeArea(
            path: "/office/roster",
            name: "web.office_roster",
            lead: "web.office_roster_lead",
            action: .appoint
        ),
        OfficeArea(
            path: "/office/accounts",
            name: "web.office_accounts",
            lead: "web.office_accounts_lead",
            action: .changeAccount
        ),
        OfficeArea(
            path: "/office/templates",
            name: "web.office_templates",
            lead: "web.office_templates_lead",
            action: .wordMessages
        ),
        OfficeArea(
            path: "/office/erasures",
            name: "web.office_erasures",
            lead: "web.office_erasures_lead",
            action: .erase
        ),
        OfficeArea(
            path: "/office/totals",
            name: "web.office_totals",
            lead: "web.office_totals_lead",
            action: .importTotals
        ),
        OfficeArea(
            path: "/office/definitions",
            name: "web.office_definitions",
            lead: "web.office_definitions_lead",
            action: .defineIndicators
        ),
        OfficeArea(
            path: "/desk/rules",
            name: "web.rules_title",
            lead: "web.office_rules_lead",
            action: .wordMessages
        ),
    ]
}
