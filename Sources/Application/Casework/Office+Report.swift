import Crypto
package import Domain
import Foundation
import Geography
import Store
import TransparencyLog

extension Office {
    /// How long a repeated report is recognised, in seconds (GR-32).
    package static let repeatWindow: Int64 = 600
    /// How long the photo, or document, of a form that was not sent is kept, in seconds: a day.
    package static let unsentPhotoKept: Int64 = 86_400

    /// Takes a report in (T1) and answers after it is on the disk.
    ///
    /// - Throws: ``Refusal`` for what the reporter can mend, ``Fault`` when the office cannot store it now.
    package func report(_ draft: ReportDraft, by actor: Actor) async throws -> Receipt {
        let now = now
        let directory = directory
        let place = try resolve(draft.place, in: directory)
        guard let category = directory.categories[draft.category], !category.isForFirms else {
            throw Refusal.unknown(.category)
        }
        let answers = try category.checked(draft.answers)
        let recusal = try recusal(draft.confidence, at: place, on: settings.zone.day(of: now), in: directory)
        if draft.wish != nil { try draft.contact.checkEmail() }
        let fingerprint = draft.fingerprint
        let id: ID<Case> = world.newID(at: now)
        let receipt = try await engine.write { [self] db -> Receipt in
            if let key = draft.idempotency {
                if let first = try repeated(key: key, fingerprint: fingerprint, at: now, db: db, directory: directory) {
                    return first
                }
            }
            let day = settings.zone.day(of: now)
            let serial = try CaseQueries.nextSerial(on: day, in: db)
            let number = CaseNumber(division: settings.division, day: day, serial: serial)
            let secret = keys.linkSecret(for: number)
            let documents = try draft.documents.map { digest in
                guard let document = try DocumentRecords.use(digest, in: db) else { throw Refusal.unknown(.document) }
                return document
            }
            let report = Report(
                number: number,
                channel: draft.channel,
                category: draft.category,
                place: place,
                text: draft.text,
                answers: answers,
                photos: draft.allPhotos,
                documents: documents,
                receipt: Self.receiptHash(secret),
                hasContact: draft.contact?.isEmpty == false,
                recusal: recusal
            )
            for photo in draft.newPhotos { try photo.keep(at: now, in: db) }
            for photo in draft.allPhotos where try !PhotoRecords.use(photo, in: db) { throw Refusal.unknown(.photo) }
            let receipt = try put(
                report,
                id: id,
                secret: secret,
                by: actor,
                at: now,
                directory: directory,
                db: db
            )
            if let contact = draft.contact, !contact.isEmpty {
                let sealed = try vault.seal(contact, for: number, key: try ContactRecords.currentKey(in: db))
                try ContactRecords.keep(sealed, for: number, in: db)
                if let wish = draft.wish { try SubscriptionRecords.keep(wish, of: number, in: db) }
            }
            if let client = draft.client { try ReceivedUpdates.noteSender(client, of: number, in: db) }
            if let key = draft.idempotency {
                try RepeatGuard.note(key: key, request: fingerprint, number: number, at: now, in: db)
            }
            return receipt
        }
        noteCommitted(receipt.index + 1)
        return receipt
    }

    /// Puts a report down in the caller's transaction.
    ///
    func put(
        _ report: Report,
        id: ID<Case>,
        secret: String,
        by actor: Actor,
        at now: Instant,
        directory: Directory,
        db: any Connection
    ) throws -> Receipt {
        var past = Journal.Past<Case>()
        let situation = situation(of: past.state, actor: actor, at: now, directory: directory, placing: report.place)
        let handled = try desk.handle(
            .report(report),
            on: id,
            past: &past,
            in: situation,
            envelope: Envelope(at: now, by: actor.author),
            db: db
        )
        guard let appended = handled.appended, let file = handled.state.file else {
            throw Fault.corrupt("a report was accepted without an entry")
        }
        let day = settings.zone.day(of: now)
        return Receipt(
            number: report.number,
            secret: secret,
            reportedAt: now,
            answerDue: file.answer.due,
            grid: report.place.grid.flatMap { directory.grids[$0] },
            post: report.place.grid.flatMap { directory.post(for: $0, on: day) },
            leaf: appended.leaves.first?.hex ?? "",
            index: appended.first - 1,
            isRepeat: false
        )
    }

    /// Finds the grid of a place; what has only words waits for intake to place it.
    ///
    /// - Throws: ``Refusal``.
    package func resolve(_ draft: PlaceDraft, in directory: Directory) throws -> Report.Place {
        let address = draft.address?.trimmingCharacters(in: .whitespacesAndNewlines)
        var point: Point?
        var grid = draft.grid
        if let given = draft.coordinate {
            let coordinate = draft.system.toWGS84(given)
            do { point = try Point(longitude: coordinate.longitude, latitude: coordinate.latitude) } catch {
                throw Refusal.malformed(error)
            }
            guard let found = directory.grid(at: coordinate) else { throw Refusal.placeOutside }
            grid = found
        }
        if let grid, directory.grids[grid] == nil { throw Refusal.unknown(.grid) }
        return Report.Place(point: point, address: address?.isEmpty == true ? nil : address, grid: grid)
    }

    /// Whom a confidential report is about: the people who hold the posts of the grid on that day, or a unit.
    ///
    /// - Throws: ``Refusal/missing(_:)`` when the grid's people are meant and nobody knows the grid yet.
    private func recusal(
        _ confidence: ReportDraft.Confidence?,
        at place: Report.Place,
        on day: Day,
        in directory: Directory
    ) throws(Refusal) -> Recusal? {
        switch confidence {
        case nil: return nil
        case .nobodyNamed: return Recusal()
        case .unit(let unit):
            guard directory.handlingUnits[unit] != nil else { throw .unknown(.handlingUnit) }
            return Recusal(units: [unit])
        case .gridPosts:
            guard let grid = place.grid else { throw .missing(.grid) }
            return Recusal(accounts: directory.holders(of: grid, on: day))
        }
    }

    /// SHA-256 of a link's secret, in hexadecimal: what is stored of it.
    static func receiptHash(_ secret: String) -> String {
        Hexadecimal.text(SHA256.hash(data: Data(secret.utf8)))
    }

    private func repeated(
        key: String,
        fingerprint: [UInt8],
        at now: Instant,
        db: any Connection,
        directory: Directory
    ) throws -> Receipt? {
        let since = now.advanced(bySeconds: -Self.repeatWindow)
        guard let first = try RepeatGuard.find(key: key, since: since, in: db) else { return nil }
        guard first.request == fingerprint else { throw Refusal.keyReused }
        guard let summary = try CaseQueries.summary(first.number, in: db),
            let entry = try CaseQueries.history(of: summary.id, in: db).first
        else { throw Fault.corrupt("a repeated report has no case") }
        let grid = summary.gridCode.flatMap { directory.grid(named: $0) }
        return Receipt(
            number: first.number,
            secret: keys.linkSecret(for: first.number),
            reportedAt: summary.reportedAt,
            answerDue: summary.due,
            grid: grid.flatMap { directory.grids[$0] },
            post: grid.flatMap { directory.post(for: $0, on: settings.zone.day(of: now)) },
            leaf: Hexadecimal.text(entry.leaf),
            index: entry.position - 1,
            isRepeat: true
        )
    }
}

extension ReportDraft {
    fileprivate var allPhotos: [String] { photos + newPhotos.map(\.digest) }

    /// SHA-256 over everything that the sender said.
    fileprivate var fingerprint: [UInt8] {
        var parts = [category.rawValue, text, place.address ?? "", place.grid?.rawValue ?? "", place.system.rawValue]
        parts += [place.coordinate.map { "\($0.longitude),\($0.latitude)" } ?? ""]
        parts += answers.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        parts += allPhotos + documents.map { "document:" + $0 }
        parts += [contact?.name ?? "", contact?.phone ?? "", contact?.email ?? ""]
        switch confidence {
        case nil: break
        case .nobodyNamed: parts.append("confidential")
        case .gridPosts: parts.append("confidential:grid")
        case .unit(let unit): parts.append("confidential:unit:" + unit.rawValue)
        }
        return Array(SHA256.hash(data: Data(parts.joined(separator: "\u{1E}").utf8)))
    }
}

extension CauseCategory {
    /// Keeps the answers that the category asks for, and refuses those that are not on its lists.
    fileprivate func checked(_ answers: [String: String]) throws(Refusal) -> [String: String] {
        var kept: [String: String] = [:]
        for attribute in attributes {
            guard var answer = answers[attribute.code.rawValue], !answer.isEmpty else { continue }
            switch attribute.kind {
            case .singleValueList, .multiValueList:
                let keys = Set(attribute.choices.map(\.key))
                let given = answer.split(separator: "\u{1F}").map(String.init)
                guard given.allSatisfy(keys.contains), attribute.kind == .multiValueList || given.count == 1 else {
                    throw .answerNotListed(attribute.code)
                }
            case .number:
                guard Double(answer)?.isFinite == true else { throw .answerNotListed(attribute.code) }
            case .string, .datetime, .text:
                guard answer.count <= Report.textLimit else { throw .tooLong(.text, limit: Report.textLimit) }
                // U+001C to U+001F part answers from one another; in somebody's own words they are blanks.
                answer = String(answer.map { ("\u{1C}"..."\u{1F}").contains($0) ? " " : $0 })
            }
            kept[attribute.code.rawValue] = answer
        }
        return kept
    }
}

extension Actor {
    package var author: Case.Author {
        switch self {
        case .resident, .reporter: .reporter
        case .staff(let staff): .staff(staff.account)
        case .system: .system
        }
    }
}
