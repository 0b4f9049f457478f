package import Domain
import Foundation
import Store

extension Office {
    /// Seconds that an upload waits to be applied: an hour.
    package static let uploadKept: Int64 = 3_600
    /// Bytes of an upload.
    package static let uploadLimit = 8 * 1_048_576

    /// The people who deal with the hotline: dispatchers, each with the orders of the own part of the territory.
    ///
    /// - Throws: ``Refusal/roleNeeded(_:)``.
    package func checkHotline(_ staff: Staff) throws(Refusal) {
        guard staff.roles.contains(.dispatcher) else { throw .roleNeeded(.dispatcher) }
    }

    /// Keeps a sheet until its sender has seen what it would do.
    ///
    /// - Returns: the name under which only the sender finds it.
    /// - Throws: ``Refusal``, ``SheetFault`` for one that cannot be read at all; ``Fault``.
    package func upload(_ bytes: [UInt8], named name: String, by staff: Staff) async throws -> String {
        try checkHotline(staff)
        guard bytes.count <= Self.uploadLimit else { throw SheetFault.tooLarge }
        let upload = HotlineRecords.Upload(named: String(name.prefix(200)), bytes: bytes)
        _ = try await sheet(of: upload)
        let id = Hexadecimal.text(world.randomBytes(16))
        let now = now
        try await engine.write { db in
            try HotlineRecords.forgetUploads(before: now.advanced(bySeconds: -Self.uploadKept), in: db)
            try HotlineRecords.keep(upload, id: id, of: staff.account, at: now, in: db)
        }
        return id
    }

    /// The sheet that `staff` has sent under this name; nil when there is none, or not any more.
    ///
    /// - Throws: ``Refusal``, ``SheetFault``, ``Fault``.
    package func uploaded(_ id: String, by staff: Staff) async throws -> (name: String, sheet: Sheet)? {
        try checkHotline(staff)
        let upload = try await engine.read { try HotlineRecords.upload(id, of: staff.account, in: $0) }
        guard let upload else { return nil }
        return (upload.name, try await sheet(of: upload))
    }

    /// Applies an upload, which is then forgotten; nil when it is not there.
    ///
    /// - Throws: ``Refusal``, ``SheetFault``, ``Fault``.
    package func applyUpload(_ id: String, otherCategory: CategoryCode?, by staff: Staff) async throws -> HotlinePlan? {
        guard let (name, sheet) = try await uploaded(id, by: staff) else { return nil }
        let format = name.lowercased().hasSuffix(".xlsx") ? "xlsx" : "csv"
        try await note(.bringIn(Account.Sheet(format: format, list: "hotline")), by: staff)
        let plan = try await bringIn(sheet, otherCategory: otherCategory, isDryRun: false, for: staff)
        try await engine.write { try HotlineRecords.forget(id, in: $0) }
        return plan
    }

    /// Reads on a thread of its own: unpacking and parsing are a second's work.
    private func sheet(of upload: HotlineRecords.Upload) async throws -> Sheet {
        try await exportWork.run {
            let file = FileManager.default.temporaryDirectory.appending(path: "qipan-\(UUID().uuidString).sheet")
            // Made and gone within this call.
            defer { try? FileManager.default.removeItem(at: file) }
            do { try Data(upload.bytes).write(to: file) } catch {
                throw Fault(.unavailable, code: "upload", message: "a temporary file could not be written")
            }
            return try Sheet(contentsOf: file)
        }
    }
}
