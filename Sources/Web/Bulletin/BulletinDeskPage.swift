import Application
import Claims
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

/// Where bulletins are written, reviewed and released.
extension WebDoor {
    /// A text of 12,000 characters, each of nine bytes in a form, with the answers of a review.
    private static let bulletinFormLimit = 200_000
    private static let deskLimit = 60

    private func signedIn(_ visit: Visit) throws(Refusal) -> SignedIn {
        guard let signedIn = visit.signedIn else { throw .signInNeeded }
        return signedIn
    }

    func bulletinDesk(_ visit: Visit, failed: Refusal? = nil) async throws -> Response {
        guard let signedIn = visit.signedIn else { return redirect("/desk/sign-in") }
        let words = Words(office: office, language: visit.language)
        let issues = try await office.bulletins(for: .staff(signedIn.staff), limit: Self.deskLimit)
        let dates = office.bulletinDates(in: visit.language)
        let model: [String: Any] = [
            "issues": issues.map { summary -> [String: Any] in
                [
                    "url": "/desk/bulletins/\(summary.id.rawValue.uuidString)",
                    "name": [
                        words.text("bulletin.series_\(summary.issue.series.rawValue)"),
                        summary.number.map(dates.number),
                    ].compactMap { $0 }.joined(separator: " "),
                    "window": dates.period(summary.issue.window),
                    "stage": words.text("bulletin.stage_\(summary.stage.rawValue)"),
                    "when": dates.moment(summary.releasedAt ?? summary.issue.release),
                ]
            },
            "any": !issues.isEmpty,
            "begin": office.may(.writeBulletin, signedIn.staff) ? ["slots": slots(words)] : false as Any,
            "chinese": visit.language == .chinese,
        ]
        return officePage("bulletindesk", model, title: words.text("web.bulletin_desk_title"), visit, failed: failed)
    }

    /// The last windows and the next of every series; whoever begins one finds it by its time.
    private func slots(_ words: Words) -> [[String: Any]] {
        let today = office.today
        let dates = office.bulletinDates(in: words.language)
        return BulletinSeries.allCases.map { series -> [String: Any] in
            let name = words.text("bulletin.series_\(series.rawValue)")
            let all = series.slots(from: today.advanced(by: -35), until: today.advanced(by: 29))
            let chosen = all.firstIndex { $0.day >= today } ?? all.endIndex
            return [
                "name": name,
                "items": all[max(0, chosen - 2)..<min(all.count, chosen + 3)].map { slot -> [String: Any] in
                    [
                        "value": "\(series.rawValue):\(slot.window.until)",
                        "text": words.text(
                            "web.bulletin_slot_words",
                            [
                                "series": name, "period": dates.period(slot.window),
                                "at": dates.moment(slot.release(in: office.settings.zone)),
                            ]
                        ),
                    ]
                },
            ]
        }
    }

    func beginBulletin(_ visit: Visit) async throws -> Response {
        let signedIn = try signedIn(visit)
        let form = try await form(of: visit)
        try checkToken(form, signedIn.csrf)
        do {
            let parts = (form["slot"] ?? "").split(separator: ":").map(String.init)
            guard parts.count == 2, let series = BulletinSeries(rawValue: parts[0]),
                // What is no day names no window.
                let until = try? Day(parsing: parts[1])
            else { throw Refusal.unknown(.bulletin) }
            let language = form["language"].flatMap(Language.init(rawValue:)) ?? visit.language
            let id = try await office.beginBulletin(series, until: until, in: language, by: .staff(signedIn.staff))
            return redirect("/desk/bulletins/\(id.rawValue.uuidString)")
        } catch let refusal as Refusal {
            return try await bulletinDesk(visit, failed: refusal)
        }
    }

    // MARK: One issue

    /// What was typed and not kept yet.
    private struct Typed {
        var text: String
        var note: String?
    }

    func deskBulletin(_ name: String, _ visit: Visit) async throws -> Response {
        guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
        return try await deskBulletin(name, visit, typed: nil, failed: nil)
    }

    private func deskBulletin(
        _ name: String,
        _ visit: Visit,
        typed: Typed?,
        failed: Refusal?
    ) async throws -> Response {
        let signedIn = try signedIn(visit)
        guard let uuid = UUID(uuidString: name) else { throw Refusal.unknown(.bulletin) }
        let file = try await office.bulletin(ID(uuid), text: typed?.text, for: .staff(signedIn.staff))
        let words = Words(office: office, language: visit.language)
        let bulletin = file.bulletin
        let writers = bulletin.stage.writers
        let me = signedIn.staff.account
        func may(_ action: OfficeAction) -> Bool { office.may(action, signedIn.staff) }
        var model = BulletinModel(office: office, page: file.page).values(proof: nil)
        model["id"] = file.id.rawValue.uuidString
        model["large"] = false
        model["stage"] = words.text("bulletin.stage_\(bulletin.stage.name.rawValue)")
        model["heading"] = [
            words.text("bulletin.series_\(file.issue.series.rawValue)"),
            office.bulletinDates(in: visit.language).period(file.issue.window),
        ].joined(separator: " · ")
        model["sent_back"] =
            bulletin.sentBack.map { ["words": words.text("web.bulletin_sent_back", ["reason": $0])] } ?? false as Any
        model["withdrawn"] =
            bulletin.withdrawal.map { ["words": words.text("web.bulletin_gone", ["reason": $0])] } ?? false as Any
        model["waits"] =
            Self.waits(bulletin.stage).map { words.text($0) }
            .map { ["words": words.text("web.bulletin_waits_for", ["who": $0])] } ?? false as Any
        model["public"] =
            bulletin.number.map { ["url": Self.address(of: file.issue.series, $0)] } ?? false as Any
        model["check"] = check(file, words)
        model["looks"] = try await looks(bulletin, words)
        model["codes"] = try await office.indicators().map { definition -> [String: Any] in
            let indicator = definition.indicator
            return [
                "token": "{{\(indicator.code.rawValue)|\(indicator.unit.text(in: file.issue.language))}}",
                "name": indicator.name.text(in: visit.language),
            ]
        }
        for key in ["edit", "review", "release", "withdraw", "correct", "drop", "send_back"] { model[key] = false }
        switch bulletin.stage {
        case .drafted:
            if may(.writeBulletin) {
                model["edit"] = [
                    "text": typed?.text ?? bulletin.text, "lang": file.issue.language == .chinese ? "zh-CN" : "en",
                    "noted": bulletin.editions.isEmpty ? false : ["note": typed?.note ?? bulletin.note ?? ""] as Any,
                    "limit": String(Manuscript.limit),
                ]
                model[bulletin.editions.isEmpty ? "withdraw" : "drop"] = true
            }
        case .submitted:
            if may(.reviewBulletin), !writers.contains(me) {
                let open = open(file, words)
                model["review"] = [
                    "open": open, "any_open": !open.isEmpty, "differences": differences(bulletin),
                ]
            }
            model["send_back"] = true
        case .reviewed(_, let reviewer):
            if may(.releaseBulletin), !writers.contains(me), reviewer != me {
                let at = office.bulletinDates(in: visit.language).moment(file.issue.release)
                model["release"] = [
                    "words": words.text("web.bulletin_release_text", ["at": at]), "differences": differences(bulletin),
                    "confirmed": bulletin.grounds.sorted { $0.key < $1.key }.map { key, ground -> [String: Any] in
                        [
                            "number": key.split(separator: "#").first.map(String.init) ?? key,
                            "ground": words.text("bulletin.ground_\(ground.rawValue)"),
                        ]
                    },
                    "any_confirmed": !bulletin.grounds.isEmpty,
                ]
            }
            model["send_back"] = true
        case .released:
            model["correct"] = may(.writeBulletin)
            model["withdraw"] = may(.releaseBulletin)
        case .absent, .withdrawn: break
        }
        let title = [words.text(Self.title(of: bulletin.stage)), file.page.series].joined(separator: " · ")
        return officePage("bulletinedit", model, title: title, visit, failed: failed, isNarrow: false)
    }

    private static func title(of stage: Bulletin.Stage) -> String {
        switch stage {
        case .absent, .drafted, .released, .withdrawn: "web.bulletin_edit_title"
        case .submitted: "web.bulletin_review_title"
        case .reviewed: "web.bulletin_release_title"
        }
    }

    private static func waits(_ stage: Bulletin.Stage) -> String? {
        switch stage {
        case .drafted: "web.bulletin_waits_drafted"
        case .submitted: "web.bulletin_waits_submitted"
        case .reviewed: "web.bulletin_waits_reviewed"
        case .absent, .released, .withdrawn: nil
        }
    }

    private func looks(_ bulletin: Bulletin, _ words: Words) async throws -> [String: Any] {
        let names = try await office.names(of: Set(bulletin.looks.map(\.by)))
        let lines = bulletin.looks.reversed().map { look in
            words.text(
                "web.bulletin_look_at",
                [
                    "name": names[look.by] ?? "", "at": words.time(look.at), "version": String(look.version),
                    "revision": String(look.revision),
                ]
            )
        }
        return ["lines": lines, "any": !lines.isEmpty]
    }

    // MARK: The check

    private func check(_ file: BulletinFile, _ words: Words) -> [String: Any] {
        let numbers = file.numbers
        let report = CheckReport(numbers.claims, catalogues: office.catalogues, in: words.language)
        return [
            "all": words.text(
                "web.bulletin_check_all",
                [
                    "proved": String(numbers.check.proved), "agreed": String(numbers.check.agreed),
                    "open": String(numbers.check.open.count), "wrong": String(numbers.check.contradicted),
                ]
            ),
            "faults": file.page.faults.map { fault -> [String: Any] in
                [
                    "line": fault.line.map { words.text("web.bulletin_line", ["n": String($0)]) } ?? "",
                    "words": fault.words,
                ]
            },
            "has_faults": !file.page.faults.isEmpty,
            "numbers": numbers.loose.map { loose -> [String: Any] in
                [
                    "mark": Self.mark(loose.verdict.name), "class": loose.verdict.name.rawValue,
                    "words": loose.judged.map(report.words)
                        ?? words.text("claim.verdict_unsupported", ["claim": loose.text]),
                    "context": loose.context,
                ]
            },
            "errors": numbers.errors.map { ["words": report.words($0)] },
            "advice": numbers.advice.map { ["words": report.words($0)] },
            "has_advice": !numbers.advice.isEmpty,
        ]
    }

    private static func mark(_ verdict: Verdict.Name) -> String {
        switch verdict {
        case .proved, .agrees, .imported: "✓"
        case .contradicted: "✗"
        case .unsure: "?"
        case .unsupported: "·"
        }
    }

    /// The numbers that somebody has to answer for, one after another.
    private func open(_ file: BulletinFile, _ words: Words) -> [[String: Any]] {
        file.numbers.loose.filter { file.numbers.check.open.contains($0.key) }.enumerated().map { index, loose in
            [
                "n": String(index), "key": loose.key, "number": loose.text, "context": loose.context,
                "grounds": NumberGround.allCases.map { ground -> [String: Any] in
                    ["value": ground.rawValue, "words": words.text("bulletin.ground_\(ground.rawValue)")]
                },
            ]
        }
    }

    /// What the version in hand changes in the last one, line by line; nothing for a first version.
    private func differences(_ bulletin: Bulletin) -> [String: Any] {
        guard let last = bulletin.editions.last else { return ["any": false] }
        let lines = LineDiff(from: last.text, to: bulletin.text).lines
        return [
            "any": !lines.isEmpty,
            "lines": lines.map { line -> [String: Any] in
                [
                    "pieces": line.map { piece -> [String: Any] in
                        switch piece {
                        case .same(let text): ["same": text, "gone": false, "new": false]
                        case .gone(let text): ["same": false, "gone": ["text": text], "new": false]
                        case .new(let text): ["same": false, "gone": false, "new": ["text": text]]
                        }
                    }
                ]
            },
        ]
    }

    // MARK: Acts

    func changeBulletin(_ name: String, _ visit: Visit) async throws -> Response {
        let signedIn = try signedIn(visit)
        let bytes = try await visit.request.body.collect(upTo: Self.bulletinFormLimit)
        let form = try FormBody.parse(
            contentType: visit.request.headers[.contentType],
            bytes: Array(bytes.readableBytesView)
        )
        guard let uuid = UUID(uuidString: name) else { throw Refusal.unknown(.bulletin) }
        let id = ID<Bulletin>(uuid)
        let actor = Actor.staff(signedIn.staff)
        let typed = form["text"].map { Typed(text: $0.replacing("\r\n", with: "\n"), note: form["note"]) }
        do {
            try checkToken(form, signedIn.csrf)
            switch form["act"] {
            case "keep", "submit":
                try await office.reviseBulletin(id, text: typed?.text ?? "", note: typed?.note, by: actor)
                if form["act"] == "submit" { try await office.submitBulletin(id, by: actor) }
            case "review":
                try await office.reviewBulletin(id, grounds: grounds(in: form), by: actor)
            case "send_back": try await office.sendBulletinBack(id, reason: form["reason"] ?? "", by: actor)
            case "release": try await office.releaseBulletin(id, by: actor)
            case "withdraw": try await office.withdrawBulletin(id, reason: form["reason"] ?? "", by: actor)
            case "correct": try await office.correctBulletin(id, note: form["note"] ?? "", by: actor)
            case "drop": try await office.dropCorrection(of: id, by: actor)
            default: return try await deskBulletin(name, visit, typed: typed, failed: nil)
            }
            return redirect("/desk/bulletins/\(name)?done=1")
        } catch let refusal as Refusal {
            return try await deskBulletin(name, visit, typed: typed, failed: refusal)
        }
    }

    /// `as[0]` with `key[0]`, `as[1]` …: why each open number stands.
    private func grounds(in form: FormBody) -> [String: NumberGround] {
        var grounds: [String: NumberGround] = [:]
        for field in form.fields where field.name.hasPrefix("key[") {
            let place = field.name.dropFirst(3)
            if let ground = form["as\(place)"].flatMap(NumberGround.init(rawValue:)) { grounds[field.value] = ground }
        }
        return grounds
    }
}

/// What has changed between two texts of many lines: the lines that did, with their words.
struct LineDiff {
    let lines: [[WordDiff.Piece]]

    init(from old: String, to new: String) {
        let before = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let after = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var (gone, fresh): ([Int: String], [Int: String]) = ([:], [:])
        for change in after.difference(from: before) {
            switch change {
            case .remove(let offset, let line, _): gone[offset] = line
            case .insert(let offset, let line, _): fresh[offset] = line
            }
        }
        var lines: [[WordDiff.Piece]] = []
        var (from, to) = (0, 0)
        while from < before.count || to < after.count {
            switch (gone[from], fresh[to]) {
            case (let old?, let new?):
                lines.append(WordDiff(from: old, to: new).pieces)
                (from, to) = (from + 1, to + 1)
            case (let old?, nil):
                lines.append([.gone(old)])
                from += 1
            case (nil, let new?):
                lines.append([.new(new)])
                to += 1
            case (nil, nil): (from, to) = (from + 1, to + 1)
            }
        }
        self.lines = lines
    }
}
