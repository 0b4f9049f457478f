import Application
import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Service request updates, mySociety's extension (GR-53 to GR-55).
extension Open311Door {
    /// What became public in a span of time, written while it is read.
    ///
    /// `updated_datetime` is when we published it: clients drop what lies outside the span that they asked for.
    func updates(_ call: Call) async throws -> Response {
        let (start, end) = try span(call.query)
        let range = try await office.publishedSteps(from: start, to: end)
        let (office, language, format) = (office, call.language, call.format)
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(bytes: Wire.opening(root: Self.root, as: format)))
            var left: Range<Int64>? = range.isEmpty ? nil : range
            var isFirst = true
            while let next = left {
                let (steps, rest) = try await office.publicSteps(in: next, limit: Self.pageLength)
                var bytes: [UInt8] = []
                for step in steps {
                    guard let update = Self.update(step, office, language) else { continue }
                    update.append(to: &bytes, named: "request_update", as: format, isFirst: isFirst)
                    isFirst = false
                }
                if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
                left = rest
            }
            try await writer.write(ByteBuffer(bytes: Wire.ending(root: Self.root, as: format)))
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.contentType, .accessControlAllowOrigin: "*", .xContentTypeOptions: "nosniff",
                .vary: "Accept-Language",
            ],
            body: body
        )
    }

    private static let root = "service_request_updates"
    /// Entries that are read at a time.
    private static let pageLength = 500
    /// Seconds of the longest span, and of the one that is taken when none is given.
    private static let longestSpan: Int64 = 90 * 86_400
    private static let usualSpan: Int64 = 86_400

    private func span(_ query: FormBody) throws(Problem) -> (Instant, Instant) {
        func date(_ name: String) throws(Problem) -> Instant? {
            guard let text = query[name] else { return nil }
            do { return try Instant(parsing: text, zone: office.settings.zone) } catch {
                throw Problem(400, "bad_date", ["name": name])
            }
        }
        let start = try date("start_date")
        let end = try date("end_date") ?? start.map { min(office.now, $0.advanced(bySeconds: Self.longestSpan)) }
        let last = end ?? office.now
        let first = start ?? last.advanced(bySeconds: -Self.usualSpan)
        guard first <= last else { throw Problem(400, "dates_reversed") }
        guard first.seconds(until: last) <= Self.longestSpan else { throw Problem(400, "update_dates_too_far") }
        return (first, last)
    }

    /// Nil for a step of which nobody has to be told: the report itself, and what neither moved the case nor has words.
    private static func update(_ step: PublicStep, _ office: Office, _ language: Language) -> Wire? {
        if case .reported = step.event { return nil }
        let status = UpdateStatus(step.after, voidGround: step.voidGround)
        let words = step.event.publicWords.flatMap { $0.isEmpty ? nil : $0 }
        guard words != nil || status != UpdateStatus(step.before, voidGround: step.voidGround) else { return nil }
        return .object([
            ("update_id", .text(step.id)), ("service_request_id", .text(step.number.rawValue)),
            ("status", .text(status.rawValue)), ("updated_datetime", .text(step.publishedAt.description)),
            ("description", .text(words ?? office.catalogues.text("open311.step.\(step.event.name)", in: language))),
            ("media_url", .null), ("external_status_code", .text(step.after.name.rawValue)),
        ])
    }

    /// An update from another system about a request that it has sent.
    func postUpdate(_ form: FormBody, _ call: Call, _ request: Request) async throws -> Response {
        let posting = Posting(form: form, query: call.query, office: office)
        try check(jurisdiction: posting.field("jurisdiction_id"))
        let client = try posting.checkKey(header: request.headers[.authorization])
        let receipt = try await office.receive(
            try await posting.update(client: client, idempotencyKey: request.headers[.idempotencyKey]),
            through: .open311
        )
        let wire = Wire.list(of: "request_update", [.object([("update_id", .text(receipt))])])
        return respond(wire, root: Self.root, call)
    }
}

extension HTTPField.Name {
    /// RFC draft `idempotency-key`.
    static var idempotencyKey: HTTPField.Name { HTTPField.Name("Idempotency-Key") ?? .eTag }
}

extension Posting {
    /// In characters.
    private static let updateIDLimit = 200

    /// - Throws: ``Problem`` with everything that is wrong with it at once.
    fileprivate func update(client: String, idempotencyKey: String?) async throws -> UpdateDraft {
        guard let raw = field("service_request_id") else { throw Problem(400, "request_missing") }
        let number: CaseNumber
        do { number = try CaseNumber(parsing: raw) } catch { throw Problem(.unknown(.caseFile)) }
        var faults: [Problem.Fault] = []
        var status = UpdateStatus.unchanged
        if let word = field("status") {
            // Spaces and case are the sender's: "In progress" is IN_PROGRESS.
            let name = word.lowercased().replacing(" ", with: "_")
            if let known = UpdateStatus(rawValue: name) {
                status = known
            } else {
                let names = UpdateStatus.allCases.map { $0.rawValue.uppercased() }.joined(separator: ", ")
                faults.append(.key("open311.bad_update_status", ["names": names]))
            }
        }
        if let moment = field("updated_datetime") {
            do { _ = try Instant(parsing: moment, zone: office.settings.zone) } catch {
                faults.append(.key("open311.bad_date", ["name": "updated_datetime"]))
            }
        }
        let id = (field("update_id") ?? idempotencyKey).flatMap { $0.isEmpty ? nil : $0 }
        if let id, id.count > Self.updateIDLimit {
            faults.append(.key("open311.bad_update_id", ["limit": "\(Self.updateIDLimit)"]))
        }
        let files = form.files.filter { isPhotoField($0.name) }.prefix(5)
        // Uploaded files win over their addresses (GR-26).
        let media = files.isEmpty ? (form.all("media_url") + form.all("media_url[]")).filter { $0 != "null" } : []
        let text = ([field("title"), field("description")].compactMap { $0 } + media).joined(separator: "\n")
        if text.count > Report.textLimit { faults.append(.refusal(.tooLong(.text, limit: Report.textLimit))) }
        if faults.isEmpty, text.allSatisfy(\.isWhitespace), files.isEmpty, status.wish == .add {
            faults.append(.key("open311.update_empty", [:]))
        }
        guard faults.isEmpty else { throw Problem(400, faults: faults) }
        var photos: [PreparedPhoto] = []
        for file in files { photos.append(try await office.preparePhoto(file.bytes)) }
        return UpdateDraft(
            number: number,
            client: client,
            wish: status.wish,
            text: text,
            photos: photos,
            key: id.map { ReceivedUpdates.Key(client: client, number: number, id: $0) }
        )
    }
}
