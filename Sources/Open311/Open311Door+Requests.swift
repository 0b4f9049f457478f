import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

extension Open311Door {
    /// The list (GR-35 to GR-41); the same list is rendered once between two commits.
    func list(_ call: Call) async throws -> Response {
        let position = office.position
        let slot = office.now.secondsSinceEpoch / 10
        // Each value with its length: `q=a&status=open` as one value is another question than as two.
        let parameters = call.query.fields.filter { $0.name != "api_key" }
            .map { "\($0.name.utf8.count):\($0.name)=\($0.value.utf8.count):\($0.value)" }
        let key = ([call.format.rawValue, call.language.rawValue] + parameters).joined(separator: "&")
        if let known = answers.answer(for: key, position: position, slot: slot) { return respond(known, call) }
        let query = try RequestQuery(
            call.query,
            now: office.now,
            zone: office.settings.zone,
            directory: office.directory
        )
        if query.justCount {
            let count = try await office.count(query.filter)
            let more: [(String, Wire)] = count.isWhole ? [] : [("at_least", .boolean(true))]
            let wire = Wire.list(of: "request", [.object([("count", .integer(count.number))] + more)])
            let bytes = wire.document(root: "service_requests", as: call.format)
            let answer = AnswerCache.Answer(body: ByteBuffer(bytes: bytes))
            answers.keep(answer, for: key, position: position, slot: slot)
            return respond(answer, call)
        }
        let (cases, total) = try await page(of: query)
        var rows: [Wire] = []
        rows.reserveCapacity(cases.count)
        for summary in cases { rows.append(try await request(summary, call, isAlone: false)) }
        let bytes = Wire.list(of: "request", rows).document(root: "service_requests", as: call.format)
        var answer = AnswerCache.Answer(body: ByteBuffer(bytes: bytes))
        if let total {
            answer.total = total.isWhole ? total.number : nil
            answer.link = link(query, total: total, call)
        }
        answers.keep(answer, for: key, position: position, slot: slot)
        return respond(answer, call)
    }

    /// The list's cases, and how many there are on all its pages.
    private func page(of query: RequestQuery) async throws -> (cases: [CaseSummary], total: CaseCount?) {
        guard query.isPaged else { return (try await office.cases(query.filter), nil) }
        guard query.filter.text == nil else {
            let (cases, count) = try await office.casesWithWords(query.filter)
            return (cases, count)
        }
        return (try await office.cases(query.filter), try await office.count(query.filter))
    }

    private func respond(_ answer: AnswerCache.Answer, _ call: Call) -> Response {
        var headers: HTTPFields = [:]
        if let total = answer.total, let name = HTTPField.Name("X-Total-Count") { headers[name] = String(total) }
        if let link = answer.link, let name = HTTPField.Name("Link") { headers[name] = link }
        return respond(answer.body, call, headers: headers)
    }

    /// RFC 8288 links to the pages around this one (GR-46); of a list that nobody has counted to its end, the last page is
    /// not known.
    private func link(_ query: RequestQuery, total: CaseCount, _ call: Call) -> String? {
        let size = query.filter.limit
        let counted = max(1, (total.number + size - 1) / size)
        let last = total.isWhole ? counted : max(counted, query.page + 1)
        func address(_ page: Int) -> String {
            let kept = call.query.fields.filter { !["page", "page_size", "api_key"].contains($0.name) }
            let pairs = kept.map { "\(escape($0.name))=\(escape($0.value))" } + ["page=\(page)", "page_size=\(size)"]
            let path = "\(office.settings.publicURL)/open311/v2/requests.\(call.format.rawValue)"
            return "<\(path)?\(pairs.joined(separator: "&"))>"
        }
        var links: [String] = []
        if query.page > 1 { links.append("\(address(min(query.page - 1, last))); rel=\"prev\"") }
        if query.page < last { links.append("\(address(query.page + 1)); rel=\"next\"") }
        if total.isWhole { links.append("\(address(last)); rel=\"last\"") }
        return links.joined(separator: ", ")
    }

    private func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// One request (GR-42): an array with one object.
    func one(_ id: String, _ call: Call) async throws -> Wire {
        guard let summary = try await summary(id) else { throw Problem(.unknown(.caseFile)) }
        return .list(of: "request", [try await request(summary, call, isAlone: true)])
    }

    /// The public steps, or the photos, of a request (GR-51); the other sub-resources in the field do not exist here.
    func part(_ name: String, of id: String, _ call: Call) async throws -> Wire {
        guard name == "notes" || name == "photos" else { throw Problem(404, "no_such_resource") }
        guard let summary = try await summary(id) else { throw Problem(.unknown(.caseFile)) }
        if name == "notes" { return try await notes(of: summary, call) }
        return .list(
            of: "photo",
            summary.photos.map { .object([("media_url", .text("\(office.settings.publicURL)/photos/\($0).jpg"))]) }
        )
    }

    private func summary(_ id: String) async throws -> CaseSummary? {
        guard id.utf8.count <= 64 else { return nil }
        let number: CaseNumber
        do { number = try CaseNumber(parsing: id) } catch { return nil }
        var filter = CaseFilter()
        filter.numbers = [number]
        return try await office.cases(filter).first
    }

    private func notes(of summary: CaseSummary, _ call: Call) async throws -> Wire {
        guard let view = try await office.caseView(summary.number, as: .resident) else { return .list(of: "note", []) }
        return .list(
            of: "note",
            view.events.map { event in
                let type = event.what.name
                return .object([
                    ("datetime", .text(event.at.description)), ("type", .text(type)),
                    ("summary", .text(office.catalogues.text("open311.step.\(type)", in: call.language))),
                    ("description", .optional(event.what.publicWords)),
                ])
            }
        )
    }

    /// The element with every standard field, null where nothing is known (GR-06, GR-39).
    private func request(_ summary: CaseSummary, _ call: Call, isAlone: Bool) async throws -> Wire {
        let language = call.language
        let directory = office.directory
        let category = directory.categories[summary.category]
        let grid = summary.gridCode.flatMap { directory.grid(named: $0) }.flatMap { directory.grids[$0] }
        let unit = summary.unit.flatMap { directory.handlingUnits[$0] }
        let stage = office.catalogues.text("stage.\(summary.stage.rawValue)", in: language)
        let address = summary.address ?? grid?.name ?? office.settings.district.text(in: language)
        let notes = summary.reply.flatMap { $0.isEmpty ? nil : $0 } ?? stage
        var fields: [(String, Wire)] = [
            ("service_request_id", .text(summary.number.rawValue)),
            ("status", .text(summary.isOpen ? "open" : "closed")),
            ("status_notes", .text(notes)),
            ("service_name", .text(category?.name.text(in: language) ?? summary.category.rawValue)),
            ("service_code", .text(summary.category.rawValue)), ("description", .optional(summary.text)),
            (
                "agency_responsible",
                .text(unit?.name.text(in: language) ?? grid?.name ?? office.settings.district.text(in: language))
            ),
            ("service_notice", .text(stage)), ("requested_datetime", .text(summary.reportedAt.description)),
            ("updated_datetime", .text((summary.closedAt ?? summary.updatedAt).description)),
            ("expected_datetime", .text(summary.due.description)), ("address", .text(address)),
            ("address_id", .optional(summary.gridCode)), ("zipcode", .null),
            ("lat", summary.point.map { .number($0.latitude) } ?? .null),
            ("long", summary.point.map { .number($0.longitude) } ?? .null),
            ("media_url", .optional(summary.photos.first.map { "\(office.settings.publicURL)/photos/\($0).jpg" })),
        ]
        guard call.isExtended else { return .object(fields) }
        fields.append(("attributes", .list(of: "attribute", attributes(summary, category, language))))
        fields.append(
            (
                "extended_attributes",
                .object([
                    ("detailed_status", .text(summary.stage.detailedStatus)),
                    ("channel", .text(summary.channel.rawValue)),
                    ("grid", .optional(summary.gridCode)), ("overdue", .boolean(summary.isOverdue)),
                    ("on_time", summary.isOnTime.map { .boolean($0) } ?? .null), ("round", .integer(summary.round)),
                    ("duplicate", .boolean(summary.origin?.isDuplicate ?? false)),
                ])
            )
        )
        if isAlone { fields.append(("notes", try await self.notes(of: summary, call))) }
        return .object(fields)
    }

    private func attributes(_ summary: CaseSummary, _ category: CauseCategory?, _ language: Language) -> [Wire] {
        (category?.attributes ?? []).compactMap { attribute in
            guard let answer = summary.answers[attribute.code.rawValue] else { return nil }
            let keys = answer.split(separator: "\u{1F}").map(String.init)
            let names = keys.map { key in
                attribute.choices.first { $0.key == key }?.name.text(in: language) ?? key
            }
            return .object([
                ("label", .text(attribute.question.text(in: language))), ("code", .text(attribute.code.rawValue)),
                ("value", .text(keys.joined(separator: ","))), ("name", .text(names.joined(separator: ", "))),
            ])
        }
    }
}

extension CaseEvent {
    /// The step's name in `open311.step.…`.
    var name: String {
        switch self {
        case .reported: "reported"
        case .handledOnSpot: "handled_on_spot"
        case .verificationAsked: "verification_asked"
        case .verified(let isReal, _): isReal ? "verified" : "refuted"
        case .placed: "placed"
        case .registered: "registered"
        case .established: "established"
        case .dispatched: "dispatched"
        case .acknowledged: "acknowledged"
        case .handlingBegun: "handling_begun"
        case .fedBack: "fed_back"
        case .checkAsked: "check_asked"
        case .checked(let isSolved, _, _, _): isSolved ? "check_passed" : "check_failed"
        case .sentBack: "sent_back"
        case .closed: "closed"
        case .added: "added"
        case .withdrawn: "withdrawn"
        case .rated: "rated"
        case .reopened: "reopened"
        case .voidAsked: "void_asked"
        case .voidApproved: "voided"
        case .voidDeclined: "void_declined"
        case .contactRead: "contact_read"
        case .becameOverdue: "became_overdue"
        case .concludedElsewhere: "concluded_elsewhere"
        case .asked(let request, _): "\(request.kind.rawValue)_asked"
        case .declined(let kind, _): "\(kind.rawValue)_declined"
        case .notAccepted: "not_accepted"
        case .extended: "extended"
        case .suspended: "suspended"
        case .resumed: "resumed"
        case .terminated: "terminated"
        case .objected: "objected"
        case .objectionUpheld: "objection_upheld"
        case .objectionRejected: "objection_rejected"
        case .merged: "merged"
        case .unmerged: "unmerged"
        case .contested: "contested"
        case .explained: "explained"
        case .supervised: "supervised"
        case .supervisionAnswered: "supervision_answered"
        case .raised: "raised"
        case .lowered: "lowered"
        case .shared(let event): event.name
        }
    }

    /// What the office itself says to everybody with this step.
    var publicWords: String? {
        switch self {
        case .fedBack(let feedback): feedback.text
        case .closed(let closure), .terminated(_, let closure): closure.reply
        case .notAccepted(_, let channel): channel
        case .suspended(_, let condition, _): condition
        case .explained(let text): text
        case .asked, .declined, .extended, .resumed, .objected, .objectionUpheld, .objectionRejected, .merged,
            .unmerged,
            .contested, .supervised, .supervisionAnswered, .raised, .lowered, .shared:
            nil
        case .reported, .handledOnSpot, .verificationAsked, .verified, .placed, .registered, .established, .dispatched,
            .acknowledged, .handlingBegun, .checkAsked, .checked, .sentBack, .added, .withdrawn, .rated, .reopened,
            .voidAsked, .voidApproved, .voidDeclined, .contactRead, .becameOverdue, .concludedElsewhere:
            nil
        }
    }
}
