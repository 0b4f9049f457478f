package import Domain
package import Store

/// A column of an exported list of cases; the raw value is the stable key, permanent.
///
/// No column holds contact data: what is not here cannot be taken away.
package enum ExportColumn: String, Hashable, Sendable, CaseIterable {
    case number
    case reportedAt = "reported_at"
    case updatedAt = "updated_at"
    case dueAt = "due_at"
    case closedAt = "closed_at"
    case status
    case stage
    case stageName = "stage_name"
    case overdue
    case onTime = "on_time"
    case outcome
    case category
    case categoryName = "category_name"
    case channel
    case grid
    case gridName = "grid_name"
    case unit
    case unitName = "unit_name"
    case address
    case longitude
    case latitude
    case description
    case reply
    case waitingDays = "waiting_days"
    case round
    case rating
    /// Another system's number, for a case that came from there.
    case otherNumber = "other_number"
    case confidential

    /// What the public sees is what Open311 tells it.
    static let publicColumns = allCases.filter { $0 != .confidential && $0 != .otherNumber }
}

/// A cell: a spreadsheet shows it by its kind, a text file by its text.
package enum Cell: Hashable, Sendable {
    case empty
    case text(String)
    case integer(Int)
    case real(Double)
    case flag(Bool)
    case moment(Instant)
}

/// How a case stands in a list that leaves the office.
package struct CaseTable: Sendable {
    package let columns: [ExportColumn]
    private let directory: Directory
    private let catalogues: Catalogues
    private let language: Language

    init(office: Office, columns: [ExportColumn], language: Language) {
        self.columns = columns
        directory = office.directory
        catalogues = office.catalogues
        self.language = language
    }

    /// The columns' names in the reader's language.
    package var names: [String] { columns.map { catalogues.text("export.\($0.rawValue)", in: language) } }
    package var keys: [String] { columns.map(\.rawValue) }

    package func cells(of summary: CaseSummary) -> [Cell] { columns.map { cell($0, of: summary) } }

    private func cell(_ column: ExportColumn, of summary: CaseSummary) -> Cell {
        switch column {
        case .number: .text(summary.number.rawValue)
        case .reportedAt: .moment(summary.reportedAt)
        case .updatedAt: .moment(summary.updatedAt)
        case .dueAt: .moment(summary.due)
        case .closedAt: summary.closedAt.map { .moment($0) } ?? .empty
        case .status: .text(summary.isOpen ? "open" : "closed")
        case .stage: .text(summary.stage.rawValue)
        case .stageName: .text(catalogues.text("stage.\(summary.stage.rawValue)", in: language))
        case .overdue: .flag(summary.isOverdue)
        case .onTime: summary.isOnTime.map { .flag($0) } ?? .empty
        case .outcome: optional(summary.outcome?.rawValue)
        case .category: .text(summary.category.rawValue)
        case .categoryName: optional(directory.categories[summary.category]?.name.text(in: language))
        case .channel: .text(summary.channel.rawValue)
        case .grid: optional(summary.gridCode)
        case .gridName:
            optional(summary.gridCode.flatMap { directory.grid(named: $0) }.flatMap { directory.grids[$0]?.name })
        case .unit: optional(summary.unit?.rawValue)
        case .unitName: optional(summary.unit.flatMap { directory.handlingUnits[$0]?.name.text(in: language) })
        case .address: optional(summary.address)
        case .longitude: summary.point.map { .real($0.longitude) } ?? .empty
        case .latitude: summary.point.map { .real($0.latitude) } ?? .empty
        case .description: optional(summary.text)
        case .reply: optional(summary.reply)
        case .waitingDays: summary.waitingDays.map { .integer($0) } ?? .empty
        case .round: .integer(summary.round)
        case .rating: summary.rating.map { .integer($0) } ?? .empty
        case .otherNumber: optional(summary.origin?.number)
        case .confidential: .flag(summary.recusal != nil)
        }
    }

    private func optional(_ text: String?) -> Cell { text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }
}
