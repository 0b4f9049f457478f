import Application
import Crypto
import Domain
import Foundation
import Geography
import Store

/// A posted report on its way into the office (GR-22 to GR-32).
struct Posting {
    let form: FormBody
    let query: FormBody
    let office: Office

    /// A field of the form, else of the query; "null", which one client sends for what it left unset, is nothing (GR-57).
    func field(_ name: String) -> String? {
        let value = form[name] ?? query[name]
        return value == "null" ? nil : value
    }

    /// - Returns: a name for whoever has the key that does not give it away.
    /// - Throws: ``Problem`` 403 unless a known key stands in the form, the query or the Authorization header.
    @discardableResult
    func checkKey(header: String?) throws(Problem) -> String {
        let bearer = header.flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
        guard let given = field("api_key") ?? bearer else { throw Problem(403, "key_missing") }
        // All keys are compared, each by the hash of both sides, so that time tells nothing.
        let hash = SHA256.hash(data: Data(given.utf8))
        let isKnown = office.settings.apiKeys.reduce(false) { $0 || (SHA256.hash(data: Data($1.utf8)) == hash) }
        guard isKnown else { throw Problem(403, "key_wrong") }
        return Hexadecimal.text(Array(hash.prefix(8)))
    }

    /// `client`: what ``checkKey(header:)`` answered.
    func send(client: String, idempotencyKey: String?) async throws -> Receipt {
        guard let code = field("service_code") else { throw Problem(400, "service_missing") }
        let directory = office.directory
        let category: CauseCategory
        do {
            guard let found = directory.categories[try CategoryCode(parsing: code)] else {
                throw Problem(Refusal.unknown(.category))
            }
            category = found
        } catch is Malformed {
            throw Problem(Refusal.unknown(.category))
        }
        var faults: [Problem.Fault] = []
        let place = place(directory, &faults)
        let answers = answers(category, &faults)
        let text = field("description") ?? ""
        if text.count > Report.textLimit { faults.append(.refusal(.tooLong(.text, limit: Report.textLimit))) }
        guard faults.isEmpty else { throw Problem(400, faults: faults) }
        var photos: [PreparedPhoto] = []
        for file in form.files.prefix(5) where isPhotoField(file.name) {
            photos.append(try await office.preparePhoto(file.bytes))
        }
        let contact = Contact(
            name: [field("first_name"), field("last_name")].compactMap { $0 }.joined(separator: " "),
            phone: field("phone") ?? "",
            email: field("email") ?? ""
        )
        let draft = ReportDraft(
            channel: .open311,
            category: category.code,
            place: place,
            text: text,
            answers: answers,
            newPhotos: photos,
            contact: contact.isEmpty ? nil : contact,
            idempotency: idempotency(header: idempotencyKey, text: text, place: place, code: code),
            client: client
        )
        return try await office.report(draft, by: .resident)
    }

    /// `media`, `media[]`, `photo1` …, `file_…` (GR-26).
    func isPhotoField(_ name: String) -> Bool {
        name == "media" || name == "media[]" || name.hasPrefix("photo") || name.hasPrefix("file_")
    }

    private func place(_ directory: Directory, _ faults: inout [Problem.Fault]) -> PlaceDraft {
        let address = field("address_string")
        if let address, address.count > Report.addressLimit {
            faults.append(.refusal(.tooLong(.address, limit: Report.addressLimit)))
        }
        var place = PlaceDraft(address: address)
        switch (field("lat"), field("long")) {
        case (nil, nil):
            if let id = field("address_id") {
                place.grid = directory.grid(named: id)
                if place.grid == nil { faults.append(.refusal(.unknown(.grid))) }
            } else if address == nil {
                faults.append(.refusal(.missing(.place)))
            }
        case (let latitude?, let longitude?):
            guard let y = Double(latitude), let x = Double(longitude), abs(y) <= 90, abs(x) <= 180 else {
                faults.append(.key("open311.bad_place", [:]))
                break
            }
            if let name = field("coordinate_system") {
                guard let system = CoordinateSystem(rawValue: name.lowercased()) else {
                    faults.append(.key("open311.bad_coordinate_system", [:]))
                    break
                }
                place.system = system
            }
            let coordinate = Coordinate(longitude: x, latitude: y)
            place.coordinate = coordinate
            if directory.grid(at: place.system.toWGS84(coordinate)) == nil { faults.append(.refusal(.placeOutside)) }
        case (nil, .some), (.some, nil):
            faults.append(.key("open311.half_place", [:]))
        }
        return place
    }

    /// `attribute[CODE]=v`, repeated or with `[]` for several (GR-24).
    private func answers(_ category: CauseCategory, _ faults: inout [Problem.Fault]) -> [String: String] {
        var answers: [String: String] = [:]
        for attribute in category.attributes {
            let code = attribute.code.rawValue
            let given = (form.all("attribute[\(code)]") + form.all("attribute[\(code)][]")).filter { $0 != "null" }
            if given.isEmpty {
                if attribute.isRequired { faults.append(.refusal(.answerMissing(attribute.code))) }
                continue
            }
            let keys = Set(attribute.choices.map(\.key))
            let isList = attribute.kind == .singleValueList || attribute.kind == .multiValueList
            if isList, !given.allSatisfy(keys.contains) || (attribute.kind == .singleValueList && given.count > 1) {
                faults.append(.refusal(.answerNotListed(attribute.code)))
                continue
            }
            answers[code] = given.joined(separator: "\u{1F}")
        }
        return answers
    }

    /// The client's own key, else what a device that sends the same again sends (GR-32).
    private func idempotency(header: String?, text: String, place: PlaceDraft, code: String) -> String? {
        if let header, !header.isEmpty { return "open311:" + header.prefix(128) }
        guard let device = field("device_id") ?? field("deviceid") else { return nil }
        let location = "\(place.coordinate?.longitude ?? 0),\(place.coordinate?.latitude ?? 0),\(place.address ?? "")"
        let hash = SHA256.hash(data: Data([device, code, location, text].joined(separator: "\u{1E}").utf8))
        return "open311-device:" + Hexadecimal.text(hash)
    }
}
