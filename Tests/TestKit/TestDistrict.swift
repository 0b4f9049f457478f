import Application
import Domain
import Store

/// What every test board is filled with.
enum TestDistrict {
    static func build(in office: Office) async throws {
        try await office.change(.adopt(division()), on: .board, by: .system)
        for unit in try handlingUnits() { try await put(.nameUnit(unit), on: ID<Catalogue>.board, in: office) }
        for category in try categories() { try await put(.define(category), on: ID<Catalogue>.board, in: office) }
        try await put(.adoptCalendar(WorkingCalendar(version: "test-1")), on: ID<Catalogue>.board, in: office)
        let today = office.today
        for grid in office.directory.grids.values.sorted(by: { $0.code < $1.code }) {
            let holder: ID<Account> = office.world.newID(at: office.now)
            let name = "worker-\(grid.code.rawValue)"
            let grant = Account.Grant(
                signInName: name,
                displayName: "网格员\(grid.code.rawValue.suffix(2))",
                roles: [.gridWorker],
                scope: .grid(grid.code)
            )
            try await put(.open(grant), on: holder, in: office)
            let post: ID<Post> = office.world.newID(at: office.now)
            let definition = Post.Definition(
                code: try UnitCode(parsing: "\(grid.code.rawValue)-W"),
                kind: .gridWorker,
                grid: grid.code
            )
            try await put(.establish(definition), on: post, in: office)
            let appointment = Post.Appointment(holder: holder, from: today, until: nil, isDeputy: false)
            try await put(.appoint(appointment), on: post, in: office)
        }
    }

    /// Decides and stores without making the directory anew, which ``staff(in:)`` does once at the end.
    private static func put<Subject: Journaled>(
        _ command: Subject.Command,
        on id: ID<Subject>,
        in office: Office
    ) async throws where Subject.Situation == Void {
        _ = try await office.desk.handle(command, on: id, envelope: Envelope(at: office.now, by: .system))
    }

    static func staff(in office: Office) async throws -> [Role: Staff] {
        var accounts: [Role: Staff] = [:]
        for role in Role.allCases {
            let id: ID<Account> = office.world.newID(at: office.now)
            let unit = role == .handlingUnit ? try UnitCode(parsing: "CG") : nil
            let grant = Account.Grant(
                signInName: role.rawValue,
                displayName: "职员 \(role.rawValue)",
                roles: [role],
                scope: .district,
                unit: unit
            )
            try await put(.open(grant), on: id, in: office)
            try await office.setPassword(TestBoard.password, for: id)
            accounts[role] = Staff(account: id, roles: [role], scope: .district, unit: unit)
        }
        try await office.refreshDirectory()
        return accounts
    }

    /// Four squares of a hundredth of a degree, side by side.
    private static func division() throws -> Territory.Division {
        let district = try UnitCode(parsing: "411002")
        let streets = try ["411002001", "411002002"].map { try UnitCode(parsing: $0) }
        let communities = try ["411002001001", "411002002001"].map { try UnitCode(parsing: $0) }
        let units = [
            Territory.Unit(code: district, name: "测试区", level: .district, parent: nil),
            Territory.Unit(code: streets[0], name: "西大街道", level: .street, parent: district),
            Territory.Unit(code: streets[1], name: "东大街道", level: .street, parent: district),
            Territory.Unit(code: communities[0], name: "西湖社区", level: .community, parent: streets[0]),
            Territory.Unit(code: communities[1], name: "东湖社区", level: .community, parent: streets[1]),
        ]
        let grids = try TestBoard.gridCodes.enumerated().map { index, code in
            let west = 113.81 + 0.01 * Double(index)
            let ring = [(west, 34.02), (west + 0.01, 34.02), (west + 0.01, 34.03), (west, 34.03), (west, 34.02)]
            let text = ring.map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
            return Territory.Grid(
                code: try GridCode(parsing: code, scheme: .national14),
                name: "第\(index + 1)网格",
                unit: communities[index / 2],
                area: 1_024_000,
                outline: "{\"type\":\"Polygon\",\"coordinates\":[[\(text)]]}"
            )
        }
        return Territory.Division(units: units, grids: grids, isSynthetic: true)
    }

    private static func handlingUnits() throws -> [Catalogue.HandlingUnit] {
        [
            Catalogue.HandlingUnit(code: try UnitCode(parsing: "CG"), name: Wording("城管局", english: "City Management")),
            Catalogue.HandlingUnit(code: try UnitCode(parsing: "HW"), name: Wording("环卫中心", english: "Sanitation")),
        ]
    }

    private static func categories() throws -> [CauseCategory] {
        let choices = [
            CauseCategory.Attribute.Choice(key: "off", name: Wording("不亮", english: "Off")),
            CauseCategory.Attribute.Choice(key: "flicker", name: Wording("闪烁", english: "Flickers")),
        ]
        let lamp = CauseCategory.Attribute(
            code: try CategoryCode(parsing: "STATE"),
            kind: .singleValueList,
            isRequired: false,
            question: Wording("灯怎么了？", english: "What is wrong with the lamp?"),
            hint: Wording("选一项", english: "Choose one"),
            choices: choices
        )
        let kinds = CauseCategory.Attribute(
            code: try CategoryCode(parsing: "KINDS"),
            kind: .multiValueList,
            isRequired: true,
            question: Wording("有哪些垃圾？", english: "What kinds of waste?"),
            hint: Wording("可选多项", english: "Choose any"),
            choices: [
                CauseCategory.Attribute.Choice(key: "household", name: Wording("生活垃圾", english: "Household")),
                CauseCategory.Attribute.Choice(key: "building", name: Wording("建筑垃圾", english: "Building")),
            ]
        )
        return [
            try category("street-light", "路灯不亮", "Street light out", unit: "CG", attributes: [lamp]),
            try category("waste", "暴露垃圾", "Exposed waste", unit: "HW", isSelfHandlable: true),
            try category("dumping", "偷倒垃圾", "Illegal dumping", unit: "HW", attributes: [kinds]),
            try category("question", "政策咨询", "Question", unit: "CG"),
        ]
    }

    private static func category(
        _ code: String,
        _ chinese: String,
        _ english: String,
        unit: String,
        isSelfHandlable: Bool = false,
        attributes: [CauseCategory.Attribute] = []
    ) throws -> CauseCategory {
        CauseCategory(
            code: try CategoryCode(parsing: code),
            name: Wording(chinese, english: english),
            description: Wording("\(chinese)，请说明位置。", english: "\(english): say where it is."),
            group: Wording("市容环境", english: "Streets"),
            keywords: [english.lowercased()],
            establishCondition: Wording("情况属实", english: "It is as reported"),
            answerLimit: try Limit(parsing: "1wd"),
            verifyLimit: try Limit(parsing: "4wh"),
            solveLimit: try Limit(parsing: "5wd"),
            checkLimit: try Limit(parsing: "1wd"),
            leadUnit: try UnitCode(parsing: unit),
            isSelfHandlable: isSelfHandlable,
            attributes: attributes
        )
    }
}
