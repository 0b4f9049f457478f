package import Domain
package import Geography
package import Store

/// Territory, posts, matters and calendars as of one moment: read once, kept in memory, never changed.
package struct Directory: Sendable {
    package let units: [UnitCode: Territory.Unit]
    package let grids: [GridCode: Territory.Grid]
    /// Every grid with its outline, by code.
    package let outlines: [(grid: Territory.Grid, region: Region)]
    package let isSynthetic: Bool
    package let handlingUnits: [UnitCode: Catalogue.HandlingUnit]
    /// The list of matters, the calendar and the dispatch catalogue as they hold on this directory's day.
    package private(set) var rules: RulesInForce
    package var categories: [CategoryCode: CauseCategory] { rules.categories }
    /// By group as first met, then by code.
    package var sortedCategories: [CauseCategory] { rules.sortedCategories }
    /// What anybody may report: without the set for firms' problems.
    package var publicCategories: [CauseCategory] { rules.sortedCategories.filter { !$0.isForFirms } }
    /// The calendar that new clocks run by.
    package var calendar: WorkingCalendar { rules.calendar }
    /// Every dated version of the rules that is proposed, coming, in force or over.
    package var editions: [Edition.Dated] { ruleBook.editions }
    package let accountNames: [ID<Account>: String]
    /// Accounts with which nobody can sign in now.
    package let closedAccounts: Set<ID<Account>>
    /// Divisions that came into force on an order, oldest first.
    package let versions: [Territory.Version]
    /// What was published and waits for its day.
    package let plan: Territory.Plan?
    /// Everybody who decides what goes one level up, by sign-in name.
    private let allLeaders: [Staff]
    /// Grows whenever the list of matters or a definition changes (Open311 GR-14).
    ///
    /// A version that comes into force counts too, although it has no entry of that day.
    package var catalogueVersion: Int64 { cataloguePosition + Int64(rules.editionsBegun) }

    package let ruleBook: RuleBook
    private let cataloguePosition: Int64
    /// Words of messages by slot, oldest first.
    let templates: [String: [MessageTemplates.Version]]
    private let codes: [String: GridCode]
    private let successors: [String: String]
    private let posts: [GridCode: [BoardRecords.PostRecord]]
    private let unitPosts: [UnitCode: BoardRecords.PostRecord]
    private let locator: GridLocator
    /// Grows with every change of what a directory holds.
    ///
    /// A new day may bring other rules; the number of the day goes with it wherever that matters.
    package var version: Int64 { position }

    let position: Int64

    /// - Throws: ``Fault/corrupt(_:)`` when a stored outline is no polygon.
    init(_ records: BoardRecords, zone: Zone, on day: Day) throws {
        units = Dictionary(uniqueKeysWithValues: records.units.map { ($0.code, $0) })
        grids = Dictionary(uniqueKeysWithValues: records.grids.map { ($0.code, $0) })
        codes = Dictionary(records.grids.map { ($0.code.rawValue, $0.code) }) { first, _ in first }
        outlines = try records.grids.map { grid in
            do { return (grid, try Region(geoJSON: grid.outline)) } catch {
                throw Fault.corrupt("a stored grid outline is no polygon")
            }
        }
        locator = GridLocator(areas: outlines.map(\.region))
        isSynthetic = records.isSynthetic
        handlingUnits = Dictionary(uniqueKeysWithValues: records.handlingUnits.map { ($0.code, $0) })
        ruleBook = RuleBook(
            categories: records.categories,
            calendars: records.calendars,
            plainCalendar: try Self.plainWeeks(zone: zone),
            editions: records.editions
        )
        rules = ruleBook.rules(on: day)
        accountNames = Dictionary(uniqueKeysWithValues: records.accounts.map { ($0.id, $0.grant.displayName) })
        closedAccounts = Set(records.accounts.filter { !$0.isOpen }.map(\.id))
        (versions, plan, successors) = (records.versions, records.plan, records.successors)
        templates = records.templates
        allLeaders = records.accounts.filter { $0.isOpen && $0.grant.roles.contains(.leader) }.map {
            Staff(account: $0.id, roles: $0.grant.roles, scope: $0.grant.scope, unit: $0.grant.unit)
        }
        var ofGrids: [GridCode: [BoardRecords.PostRecord]] = [:]
        var ofUnits: [UnitCode: BoardRecords.PostRecord] = [:]
        for record in records.posts {
            switch record.definition.seat {
            case .grid(let grid): ofGrids[grid, default: []].append(record)
            case .unit: ofUnits[record.definition.code] = record
            }
        }
        (posts, unitPosts) = (ofGrids, ofUnits)
        cataloguePosition = records.cataloguePosition
        position = records.position
    }

    /// Takes the rules of another day; cheap when they are in hand already.
    mutating func turn(to day: Day) {
        if rules.day != day { rules = ruleBook.rules(on: day) }
    }

    /// Monday to Friday, until a board has adopted a calendar.
    private static func plainWeeks(zone: Zone) throws -> WorkingCalendar {
        do { return try WorkingCalendar(version: "plain-weeks", zone: zone) } catch {
            throw Fault.corrupt("the plain calendar is not sound")
        }
    }

    /// The grid that holds a place; nil outside the district.
    ///
    /// Borders: see ``GridLocator``.
    package func grid(at place: Coordinate) -> GridCode? {
        locator.area(at: place).map { outlines[$0].grid.code }
    }

    /// The grid with this code as written; nil when there is none.
    package func grid(named raw: String) -> GridCode? { codes[raw] }

    /// The grid that has most of the ground of one that is there no more; nil where nobody has it.
    package func successor(of raw: String) -> GridCode? {
        var next = successors[raw]
        // As many divisions as a district sees in a lifetime; the bound keeps a damaged chain from looping.
        for _ in 0..<100 {
            guard let raw = next else { return nil }
            if let code = codes[raw] { return code }
            next = successors[raw]
        }
        return nil
    }

    /// Where a place belongs now: its point says so, else its grid, else the grid's successor.
    func grid(nowHolding raw: String, at point: Coordinate?) -> GridCode? {
        if let point, let found = grid(at: point) { return found }
        return codes[raw] ?? successor(of: raw)
    }

    /// The division as its rules see it.
    var territory: Territory { Territory(units: units, grids: grids, isSynthetic: isSynthetic) }

    /// The posts of present grids that somebody holds on a day, or stands in for.
    package func postsHeld(by account: ID<Account>, on day: Day) -> [Post.Definition] {
        grids.keys.sorted().flatMap(posts(of:))
            .filter { $0.post.appointments.contains { $0.holder == account && $0.covers(day) } }
            .map(\.definition)
    }

    /// Every post of a grid, with everybody who ever held it.
    package func posts(of code: GridCode) -> [BoardRecords.PostRecord] { posts[code] ?? [] }

    /// The calendar that a case was dated with.
    package func calendar(version: String) -> WorkingCalendar { ruleBook.calendar(version: version) ?? calendar }

    /// The units that a grid lies in, from the district down.
    package func path(of code: GridCode) -> [Territory.Unit] {
        territory.path(of: code)
    }

    /// Whether somebody's roles hold in a grid; what has no grid yet belongs to the whole district.
    package func contains(_ scope: Scope, _ code: GridCode?) -> Bool {
        switch scope {
        case .district: true
        case .unit(let unit): code.map { path(of: $0).contains { $0.code == unit } } ?? false
        case .grid(let grid): code == grid
        }
    }

    /// The grids where somebody's roles hold; nil for all.
    package func grids(in scope: Scope) -> [GridCode]? {
        switch scope {
        case .district: nil
        case .unit: grids.keys.filter { contains(scope, $0) }.sorted()
        case .grid(let grid): [grid]
        }
    }

    /// Who answers for a grid on a day: the leader's post, else a worker's; nil where there is no post.
    package func post(for code: GridCode, on day: Day) -> PostView? {
        guard let posts = posts[code] else { return nil }
        let leaders = posts.filter { $0.definition.kind == .gridLeader }
        return (leaders.first ?? posts.first).map { view(of: $0, on: day) }
    }

    /// Who answers for a post of a handling unit on a day; nil where there is no such post.
    package func unitPost(_ code: UnitCode, on day: Day) -> PostView? { unitPosts[code].map { view(of: $0, on: day) } }

    /// The posts of handling units, with the unit of each.
    package var postsOfUnits: [UnitCode: UnitCode] { unitPosts.compactMapValues(\.definition.unit) }

    private func view(of record: BoardRecords.PostRecord, on day: Day) -> PostView {
        let holder = record.post.answerable(on: day)
        return PostView(
            code: record.definition.code,
            kind: record.definition.kind,
            holder: holder,
            holderName: holder.flatMap { accountNames[$0] },
            absentName: record.post.absent(on: day).flatMap { accountNames[$0] }
        )
    }

    /// Everybody who holds a post of a grid on a day, deputies too.
    func holders(of code: GridCode, on day: Day) -> Set<ID<Account>> {
        let appointments = (posts[code] ?? []).flatMap(\.post.appointments)
        return Set(appointments.filter { $0.covers(day) }.map(\.holder))
    }

    /// The leaders of a place, those of the smaller area first.
    func leaders(of code: GridCode) -> [Staff] {
        func size(_ scope: Scope) -> Int {
            switch scope {
            case .grid: return 0
            case .unit(let unit): return units[unit]?.level == .community ? 1 : 2
            case .district: return 3
            }
        }
        let here = allLeaders.filter { contains($0.scope, code) }
        return here.enumerated().sorted { (size($0.element.scope), $0.offset) < (size($1.element.scope), $1.offset) }
            .map(\.element)
    }

    /// Grids for which nobody answers on `day`, by code.
    package func vacantGrids(on day: Day) -> [GridCode] {
        grids.keys.filter { post(for: $0, on: day)?.holder == nil }.sorted()
    }
}

/// The post that answers for a grid, and who holds it today.
package struct PostView: Hashable, Sendable {
    package let code: UnitCode
    package let kind: Post.Kind
    package let holder: ID<Account>?
    /// Nil while the post is vacant.
    package let holderName: String?
    /// Whom the holder of today stands in for; nil when that is the post's own.
    package let absentName: String?
}
