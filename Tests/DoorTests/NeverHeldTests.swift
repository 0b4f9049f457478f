import Application
import Hummingbird
import LogTiles
import Open311
import Store
import TestKit
import Testing
import Web

/// No table, no column and no address of any door is for what is never held.
struct NeverHeldTests {
    /// Which board a database belongs to, the credit code of a firm, and how many different people came: a number.
    private static let others: Set<String> = ["board_identity", "credit_code", "persons"]

    /// The schema's tests compare the list with the database's own.
    @Test func `no table and no column is for what is never held`() {
        #expect(Schema.tables.count > 50)
        for table in Schema.tables {
            for name in [table.name] + table.columns where !Self.others.contains(name) {
                #expect(NeverHeld.words(of: name).isDisjoint(with: NeverHeld.forbidden), "\(table.name).\(name)")
            }
        }
    }

    @Test func `no address of any door leads to what is never held`() async throws {
        let board = try await TestBoard.make()
        let router = Router()
        try WebDoor(office: board.office).addRoutes(to: router)
        Open311Door(office: board.office).addRoutes(to: router)
        LogTilesDoor(office: board.office).addRoutes(to: router)
        // How the server itself is.
        let paths = Set(router.routes.map(\.path.description)).subtracting(["/health"])
        try await board.close()

        #expect(paths.count > 100)
        for path in paths {
            #expect(NeverHeld.words(of: path).isDisjoint(with: NeverHeld.forbidden), "\(path)")
        }
    }
}
