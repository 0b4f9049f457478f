import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// Firms from a file: what is good goes in, what is not is told line by line, and the same file again changes nothing.
struct EnterpriseImportTests {
    private static let file = """
        企业名称,统一社会信用代码,类型,地址,经度,纬度,网格,主导产业,资质,证书编号,有效期起,有效期止,备注
        南山机械有限公司,914403001922038216,企业,建设路1号,113.815,34.025,,装备制造,高新技术企业,GR1,2024-01-01,2026-12-31,x
        北关小吃店,,门店,,,,41100200100102,,,,,,x
        王记修车,,个体工商户,,113.835,34.025,,,,,,,x
        ,91330100799655058B,企业,,,,,,,,,,x
        错码厂,91330100799655058C,企业,,,,,,,,,,x
        远方厂,91330100799655058B,企业,,120.1,30.2,,,,,,,x
        无此类,,火星,,,,,,,,,,x
        无此格,,企业,,,,999,,,,,,x
        重复厂,914403001922038216,企业,,,,,,,,,,x
        坏资质,91110000802100433B,企业,,,,,,院士,,,,x
        没日期,9144030071526726XG,企业,,,,,,高新技术企业,,,,x
        反日期,91350100M000100Y43,企业,,,,,,高新技术企业,GR2,2026-12-31,2024-01-01,x
        无产业,,企业,,,,,航天,,,,,x
        """

    private static func sheet(_ text: String) throws -> Sheet {
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-test-\(UUID().uuidString).csv")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Sheet(contentsOf: file)
    }

    private static func board(_ kind: TestEngine) async throws -> TestBoard {
        let board = try await TestBoard.make(on: kind)
        let name = Wording("装备制造", english: "Equipment")
        try await board.office.changeLists(.nameTag(try CategoryCode(parsing: "equipment"), name), by: .system)
        return board
    }

    @Test(arguments: TestEngine.all)
    func `good lines go in and every other one says why not`(kind: TestEngine) async throws {
        let board = try await Self.board(kind)
        let chief = Actor.staff(board.staff(.serviceChief))
        let run = EnterpriseImport(office: board.office)
        let sheet = try Self.sheet(Self.file)
        let before = try await board.stored()

        let dry = try await run.run(sheet, isDryRun: true, by: chief)
        #expect(try await board.stored() == before)
        let outcome = try await run.run(sheet, isDryRun: false, by: chief)

        #expect(outcome.count(.added) == 3 && dry.count(.added) == 3 && outcome.unread == ["备注"])
        let faults = outcome.rejected.map { line -> String in
            guard case .rejected(let fault) = line.what else { return "" }
            return "\(line.line) \(fault.rawValue)"
        }
        #expect(
            faults == [
                "5 no_name", "6 bad_code", "7 outside", "8 bad_kind", "9 unknown_grid", "10 repeated", "11 bad_status",
                "12 bad_day", "13 refused", "14 unknown_tag",
            ]
        )
        for line in outcome.rejected {
            for language in Language.allCases {
                let words = board.office.catalogues.words(for: line, in: language)
                #expect(!words.isEmpty && !words.contains("{") && !words.contains("firm_import."))
            }
        }
        let first = try #require(try await board.office.enterprise(1, for: chief))
        #expect(first.details.place.grid?.rawValue == TestBoard.gridCodes[0] && first.state.tags.count == 1)
        #expect(first.state.statuses.map(\.certificate) == ["GR1"])
        try await board.close()
    }

    @Test(arguments: TestEngine.all)
    func `the same file again changes nothing, and a firm of a known code is brought up to date`(
        kind: TestEngine
    ) async throws {
        let board = try await Self.board(kind)
        let chief = Actor.staff(board.staff(.serviceChief))
        let run = EnterpriseImport(office: board.office)
        let first = Self.file.split(separator: "\n").prefix(2).joined(separator: "\n")
        _ = try await run.run(try Self.sheet(first), isDryRun: false, by: chief)
        let position = board.office.position

        let again = try await run.run(try Self.sheet(first), isDryRun: false, by: chief)
        #expect(again.count(.same) == 1 && board.office.position == position)
        let renamed = first.replacing("南山机械", with: "南山智造")
        let changed = try await run.run(try Self.sheet(renamed), isDryRun: false, by: chief)
        #expect(changed.count(.changed) == 1 && board.office.position == position + 1)
        let view = try #require(try await board.office.enterprise(1, for: chief))
        #expect(view.details.name == "南山智造有限公司" && view.state.formerNames == ["南山机械有限公司"])
        try await board.close()
    }

    @Test func `a mapping names other columns and kinds, and only the list's keeper brings a file in`() async throws {
        let board = try await Self.board(.usual)
        let file = FileManager.default.temporaryDirectory.appending(path: "qipan-test-\(UUID().uuidString).json")
        try Data(#"{"columns": {"name": "店名", "kind": "种类"}, "kinds": {"小店": "shop"}}"#.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let mapping = try FirmMapping(contentsOf: file)
        let sheet = try Self.sheet("店名,种类\n老李面馆,小店\n")
        let run = EnterpriseImport(office: board.office)

        await #expect(throws: ImportFault.unknownColumns) { _ = try await run.run(sheet, isDryRun: true, by: .system) }
        await #expect(throws: Refusal.roleNeeded(.serviceChief)) {
            _ = try await run.run(sheet, mapping: mapping, isDryRun: false, by: .staff(board.staff(.steward)))
        }
        let outcome = try await run.run(sheet, mapping: mapping, isDryRun: false, by: .system)
        #expect(outcome.count(.added) == 1)
        #expect(try await board.office.enterprise(1, for: .system)?.details.kind == .shop)
        try await board.close()
    }
}
