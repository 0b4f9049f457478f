import Application
import Domain
import Store
import Synchronization
import TestKit
import Testing

/// How reporters may be reached, and the keys that seal it.
struct VaultTests {
    private struct CutOff: Error {}

    private func contacts(_ board: TestBoard, _ numbers: [CaseNumber]) async throws -> [String] {
        var phones: [String] = []
        for number in numbers {
            let intake = Actor.staff(board.staff(.intake))
            phones.append(try await board.office.readContact(of: number, reason: "回访", by: intake).phone)
        }
        return phones
    }

    @Test func `a key is changed in steps, cut off and taken up again, with reports coming in, and nothing is lost`()
        async throws
    {
        // given: more than two transactions' worth
        let board = try await TestBoard.make()
        let office = board.office
        let count = 2 * Office.vaultBatch + 3
        var numbers: [CaseNumber] = []
        for index in 0..<count {
            numbers.append(try await board.report("第 \(index) 件", contact: Contact(phone: "1390000\(index)")).number)
        }
        #expect(try await office.vaultState() == VaultState(current: 1, rows: [1: count]))

        // when: it is cut off after the first transaction
        await #expect(throws: CutOff.self) { try await office.rotateVault(to: 2) { _ in throw CutOff() } }

        // then: both keys open what they have sealed, and new reports take the new one
        let between = try await office.vaultState()
        #expect(between.current == 2 && between.rows == [2: Office.vaultBatch, 1: Office.vaultBatch + 3])
        #expect(try await contacts(board, [numbers[0], numbers[count - 1]]) == ["13900000", "1390000\(count - 1)"])
        numbers.append(try await board.report("半路", contact: Contact(phone: "13911112222")).number)
        #expect(try await office.vaultState().rows == [2: Office.vaultBatch + 1, 1: Office.vaultBatch + 3])

        // when: it goes on
        let progress = Mutex<[Int]>([])
        try await office.rotateVault(to: 2) { done in progress.withLock { $0.append(done) } }

        // then
        #expect(progress.withLock { $0 } == [Office.vaultBatch, Office.vaultBatch + 3])
        #expect(try await office.vaultState() == VaultState(current: 2, rows: [2: count + 1]))
        #expect(try await contacts(board, [numbers[0], numbers[count]]) == ["13900000", "13911112222"])
        // Once more changes nothing.
        try await office.rotateVault(to: 2) { _ in throw CutOff() }
        try await board.close()
    }

    @Test func `without the new key's file nothing is changed, and a server that lacks it takes no contact data`()
        async throws
    {
        let board = try await TestBoard.make()
        let number = try await board.report(contact: Contact(phone: "1")).number
        let missing = TestBoard.lastVaultKey + 1
        let fault = await #expect(throws: Fault.self) { try await board.office.rotateVault(to: missing) { _ in } }
        #expect(fault?.code == "vault_key")
        #expect(try await board.office.vaultState() == VaultState(current: 1, rows: [1: 1]))
        #expect(try await contacts(board, [number]) == ["1"])
        // Another server has made a key that this one has not got.
        try await board.office.engine.write { try ContactRecords.use(key: missing, from: TestBoard.start, in: $0) }
        let before = try await board.stored()
        await #expect(throws: Fault.self) { try await board.report(contact: Contact(phone: "2")) }
        #expect(try await board.stored() == before)
        _ = try await board.report("不留电话")
        try await board.close()
    }

    @Test func `a row that was put under another case does not open`() async throws {
        let board = try await TestBoard.make()
        let numbers = [
            try await board.report(contact: Contact(phone: "1")).number,
            try await board.report("另一件", contact: Contact(phone: "2")).number,
        ]
        try await board.office.rotateVault(to: 2) { _ in }
        try await board.office.engine.write { db in
            guard let first = try ContactRecords.sealed(for: numbers[0], in: db) else { throw CutOff() }
            try ContactRecords.keep(first, for: numbers[1], in: db)
        }
        await #expect(throws: Fault.self) { try await contacts(board, [numbers[1]]) }
        try await board.close()
    }

    @Test func `the reporter sees every look: when, as what and why, and no name`() async throws {
        // given
        let board = try await TestBoard.make()
        let receipt = try await board.report(contact: Contact(phone: "13988887777"))
        for role in [Role.intake, .dutyChief] {
            board.clock.advance(seconds: 60)
            _ = try await board.office.readContact(
                of: receipt.number,
                reason: "\(role.rawValue) 核对地址",
                by: .staff(board.staff(role))
            )
        }
        let category = try CategoryCode(parsing: "street-light")
        let unit = try UnitCode(parsing: "CG")
        let steps: [(CaseCommand, Role)] = [
            (.register(category: category), .intake), (.establish(note: ""), .dutyChief),
            (.dispatch(to: unit, opinion: ""), .dispatcher), (.readContact(reason: "约时间上门"), .handlingUnit),
        ]
        for (command, role) in steps {
            try await board.office.perform(command, on: receipt.number, by: .staff(board.staff(role)))
        }

        // when
        func looks(_ view: CaseView?) -> [Case.Event] {
            (view?.events ?? []).filter { if case .contactRead = $0.what { true } else { false } }
        }
        let own = looks(try await board.office.caseView(receipt.number, secret: receipt.secret))

        // then
        #expect(
            own.map(\.what) == [
                .contactRead(reason: "intake 核对地址", reader: ContactReader(role: .intake, unit: nil)),
                .contactRead(reason: "duty_chief 核对地址", reader: ContactReader(role: .dutyChief, unit: nil)),
                .contactRead(reason: "约时间上门", reader: ContactReader(role: .handlingUnit, unit: unit)),
            ]
        )
        #expect(own.map(\.at) == [60, 120, 120].map { TestBoard.start.advanced(bySeconds: $0) })
        #expect(own.allSatisfy { $0.by == .system })
        #expect(looks(try await board.office.caseView(receipt.number, as: .resident)).isEmpty)
        let colleague = looks(try await board.office.caseView(receipt.number, as: .staff(board.staff(.intake))))
        #expect(colleague.first?.by == .staff(board.staff(.intake).account))
        try await board.close()
    }
}
