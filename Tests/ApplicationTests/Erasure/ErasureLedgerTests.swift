import Application
import Domain
import Foundation
import Store
import Testing

/// The file beside the keys.
struct ErasureLedgerTests {
    private let file = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")

    private func line(_ entries: [Int64]) throws -> ErasureLedger.Line {
        ErasureLedger.Line(
            erasure: ID(UUID()),
            of: Erasure.Request(
                subject: ID(UUID()),
                number: CaseNumber(stored: "411002-20260601-00001-A"),
                basis: .consentWithdrawn
            ),
            entries: entries,
            day: try Day(parsing: "2026-06-01")
        )
    }

    @Test func `a line is kept once, and one that was cut off is overwritten`() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        let ledger = ErasureLedger(file: file)
        #expect(try ledger.lines().isEmpty)
        let (first, second) = (try line([1, 2]), try line([3]))
        try ledger.add([first])
        try ledger.add([first])
        #expect(try ledger.lines() == [first])
        let whole = try Data(contentsOf: file)
        try (whole + Data(#"{"basis":"PIPL-47-1-3","case":"2F"#.utf8)).write(to: file)

        #expect(try ledger.lines() == [first])
        try ledger.add([second])

        #expect(try ErasureLedger(file: file).lines() == [first, second])
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.hasSuffix("\n") && text.split(separator: "\n").count == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600 || mode == 0o644)
    }

    @Test func `a damaged line is never passed over`() throws {
        defer { try? FileManager.default.removeItem(at: file) }
        let ledger = ErasureLedger(file: file)
        try ledger.add([try line([1])])
        try (Data("nonsense\n".utf8) + Data(contentsOf: file)).write(to: file)
        let fault = #expect(throws: Fault.self) { try ledger.lines() }
        #expect(fault?.kind == .corrupt && fault?.code == "erasure_ledger")
        #expect(throws: Fault.self) { try ledger.add([try line([2])]) }
    }
}
