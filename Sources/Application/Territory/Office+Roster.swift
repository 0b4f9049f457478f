package import Domain
import FoundationEssentials
package import Store

/// A change of who holds a post.
package enum RosterChange: Hashable, Sendable {
    /// Somebody holds the post from a day on; whoever held it does so until the day before.
    case appoint(Post.Kind, GridCode, holder: ID<Account>, from: Day)
    /// Somebody stands in for the holder on these days.
    case standIn(Post.Kind, GridCode, deputy: ID<Account>, from: Day, until: Day)
    /// The holder's last day.
    case relieve(Post.Kind, GridCode, on: Day)
    /// The deputy's last day.
    case endStandIn(Post.Kind, GridCode, on: Day)

    package var grid: GridCode {
        switch self {
        case .appoint(_, let grid, _, _), .standIn(_, let grid, _, _, _), .relieve(_, let grid, _),
            .endStandIn(_, let grid, _):
            grid
        }
    }

    package var kind: Post.Kind {
        switch self {
        case .appoint(let kind, _, _, _), .standIn(let kind, _, _, _, _), .relieve(let kind, _, _),
            .endStandIn(let kind, _, _):
            kind
        }
    }

    /// The first day that is another one.
    package var day: Day {
        switch self {
        case .appoint(_, _, _, let from), .standIn(_, _, _, let from, _): from
        case .relieve(_, _, let last), .endStandIn(_, _, let last): last.advanced(by: 1)
        }
    }

    fileprivate var action: OfficeAction {
        switch self {
        case .appoint, .standIn: .appoint
        case .relieve, .endStandIn: .relieve
        }
    }
}

/// What a change of the roster would bring.
package struct RosterPreview: Hashable, Sendable {
    package let change: RosterChange
    /// Who answers for the grid before that day and from it on; nil for nobody.
    package let before: String?
    package let after: String?
    /// The open cases that go along: those of the grid, where who answers for it changes.
    package let cases: [CaseNumber]
    package let caseCount: Int
    /// What somebody has seen who confirms.
    package let digest: String

    /// Nobody would answer for the grid.
    package var isVacant: Bool { after == nil }

    /// Named examples at most.
    static let exampleLimit = 10
}

extension Office {
    /// What a change would bring, or why it is not possible; nothing is written.
    ///
    /// - Throws: ``Refusal``, ``Fault``.
    package func preview(_ change: RosterChange, by actor: Actor) async throws -> RosterPreview {
        try demand(change.action, of: actor, in: .grid(change.grid))
        let directory = directory
        let today = today
        let changed = try await engine.read { [self] db in
            try check(change, today: today, in: db)
            var post = directory.posts(of: change.grid).first { $0.definition.kind == change.kind }?.post ?? Post()
            for command in try commands(for: change, post) {
                for event in try post.decide(command, in: ()) { post.apply(event) }
            }
            return post
        }
        func name(_ holder: ID<Account>?) -> String? { holder.map { directory.accountNames[$0] ?? "" } }
        // The leader's post answers before the worker's, where there is one.
        let leads = directory.posts(of: change.grid).first { $0.definition.kind == .gridLeader }
        let isAnswering = change.kind == .gridLeader || leads == nil
        let before = directory.post(for: change.grid, on: change.day.advanced(by: -1))?.holder
        let after =
            isAnswering ? changed.answerable(on: change.day) : directory.post(for: change.grid, on: change.day)?.holder
        var filter = CaseFilter()
        filter.grids = [change.grid]
        filter.isOpen = true
        filter.limit = RosterPreview.exampleLimit
        let count = before == after ? 0 : try await engine.read { try PlacedCases.openCount(in: change.grid, $0) }
        let cases = count == 0 ? [] : try await self.cases(filter).map(\.number)
        return RosterPreview(
            change: change,
            before: name(before),
            after: name(after),
            cases: cases,
            caseCount: count,
            digest: "\(before?.rawValue.uuidString ?? "-") \(after?.rawValue.uuidString ?? "-") \(count)"
        )
    }

    /// Makes a change whose preview somebody has seen.
    ///
    /// - Returns: nil when it was made; what holds now when the board has moved on since, and nothing was changed.
    /// - Throws: ``Refusal``, ``Fault``.
    package func make(_ change: RosterChange, seen: String, by actor: Actor) async throws -> RosterPreview? {
        let preview = try await preview(change, by: actor)
        guard preview.digest == seen else { return preview }
        let directory = directory
        let (now, today) = (now, today)
        try await engine.write { [self] db in
            try check(change, today: today, in: db)
            let known = directory.posts(of: change.grid).first { $0.definition.kind == change.kind }
            let id = known?.id ?? world.newID(at: now)
            var past = try journal.past(of: id, in: db)
            for command in try commands(for: change, past.state) {
                _ = try desk.handle(
                    command,
                    on: id,
                    past: &past,
                    in: (),
                    envelope: Envelope(at: now, by: actor.author),
                    db: db
                )
            }
        }
        try await refreshDirectory()
        return nil
    }

    /// The posts of a grid that somebody could be appointed to: of the division in force, or of the one that waits for its day.
    package func rosterGrid(named raw: String) -> Territory.Grid? {
        directory.grid(named: raw).flatMap { directory.grids[$0] }
            ?? directory.plan?.changes.drawn.first { $0.code.rawValue == raw }
    }

    private func commands(for change: RosterChange, _ post: Post) throws(Refusal) -> [Post.Command] {
        var commands: [Post.Command] = []
        func establish() throws(Refusal) {
            guard post.definition == nil else { return }
            commands.append(
                .establish(.init(code: try change.grid.post(change.kind), kind: change.kind, grid: change.grid))
            )
        }
        switch change {
        case .appoint(_, _, let holder, let from):
            try establish()
            commands.append(.handOver(.init(holder: holder, from: from, until: nil, isDeputy: false)))
        case .standIn(_, _, let deputy, let from, let until):
            try establish()
            commands.append(.appoint(.init(holder: deputy, from: from, until: until, isDeputy: true)))
        case .relieve(_, _, let last): commands.append(.endAppointment(on: last))
        case .endStandIn(_, _, let last): commands.append(.endDeputy(on: last))
        }
        return commands
    }

    /// What no post can know by itself: the grid, the account and the day.
    private func check(_ change: RosterChange, today: Day, in db: any Connection) throws {
        guard rosterGrid(named: change.grid.rawValue) != nil else { throw Refusal.unknown(.grid) }
        // A last day may be yesterday: then somebody else answers from today on.
        guard change.day >= today else { throw Refusal.fromThePast }
        switch change {
        case .appoint(let kind, let grid, let holder, _), .standIn(let kind, let grid, let holder, _, _):
            guard let row = try AccountQueries.account(holder, in: db) else { throw Refusal.unknown(.account) }
            guard row.isOpen, !row.grant.roles.isDisjoint(with: kind.rolesThatAct),
                directory.contains(row.grant.scope, .grid(grid)) || directory.grids[grid] == nil
            else { throw Refusal.holderCannotAct }
        case .relieve, .endStandIn: break
        }
    }

    /// How many cases are open in a grid.
    package func openCases(in grid: GridCode) async throws -> Int {
        try await engine.read { try PlacedCases.openCount(in: grid, $0) }
    }

    /// Everybody who could hold a post of that kind in a grid, by sign-in name.
    package func eligible(for kind: Post.Kind, in grid: GridCode) async throws -> [AccountRow] {
        let directory = directory
        return try await allAccounts().filter { row in
            row.isOpen && !row.grant.roles.isDisjoint(with: kind.rolesThatAct)
                && (directory.contains(row.grant.scope, .grid(grid)) || directory.grids[grid] == nil)
        }
    }
}

extension Post.Kind {
    /// With one of these, somebody can act for the grid or the unit (domain B.5).
    var rolesThatAct: Set<Role> {
        switch self {
        case .gridLeader: [.community, .gridWorker]
        case .gridWorker: [.gridWorker]
        case .unitDuty: [.handlingUnit]
        }
    }
}

extension GridCode {
    /// `41100200100101-W`: the code of a grid's post.
    ///
    /// - Throws: ``Refusal/malformed(_:)`` for a code of a district's own that leaves no room for the letter.
    func post(_ kind: Post.Kind) throws(Refusal) -> UnitCode {
        do { return try UnitCode(parsing: "\(rawValue)-\(kind.letter)") } catch { throw .malformed(error) }
    }
}
