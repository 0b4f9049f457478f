import Crypto
import Domain
import Foundation
import Store

/// Puts into words what a batch of the outbox tells its receiver.
struct MessageWriter {
    let office: Office
    let server: MailServer

    enum Composition {
        /// `parts`: of a digest, what it says to each of its receivers, as a message of its own. `isRenewed`: what was tried
        /// before tells of something that its receiver is not told any more, and is not sent again.
        case mail(MailText, parts: [Receiver: MailText] = [:], isRenewed: Bool = false)
        /// There is nothing to tell any more, and why.
        case nothing(String)
    }

    /// - Throws: ``Fault``.
    func compose(_ batch: OutboxRecords.Batch, at now: Instant, in db: any Connection) throws -> Composition {
        switch batch.mailing {
        case .digest: return try toOneAddress(batch, at: now, in: db)
        case .own(.staff(let account)): return try toStaff(account, batch, at: now, in: db)
        case .own(let receiver):
            switch try report(to: receiver, batch, in: db) {
            case .nothing(let why): return .nothing(why)
            case .report(let report): return .mail(mail(report, of: receiver, batch, at: now))
            }
        }
    }

    // MARK: - To whoever is told of a case

    /// What is told of one case: to its reporter, or to somebody who has met the same.
    private struct Report {
        var receiver: Receiver
        var address: EmailAddress
        var words: MessageWords
        var subject: String
        var lines: [String]
        /// The key of the sentence that says why this came.
        var why: String
    }

    private enum Reporting {
        case report(Report)
        case nothing(String)
    }

    private func report(
        to receiver: Receiver,
        _ batch: OutboxRecords.Batch,
        in db: any Connection
    ) throws -> Reporting {
        switch receiver {
        case .reporter(let number): try toReporter(of: number, batch, in: db)
        case .also(let number, let serial): try toOther(of: number, serial, batch, in: db)
        case .staff, .daily, .webhook: .nothing("no-mail")
        }
    }

    private func mail(
        _ report: Report,
        of receiver: Receiver,
        _ batch: OutboxRecords.Batch,
        at now: Instant
    ) -> MailText {
        mail(
            batch,
            for: receiver,
            to: report.address,
            subject: report.subject,
            lines: report.lines,
            why: report.why,
            report.words,
            at: now
        )
    }

    /// Everything of a day in one mail: a part for each case, in the order in which something happened first.
    ///
    /// Whoever has ended the messages of a case meanwhile, or has another address now, is left out. One case alone is told
    /// as it always is.
    private func toOneAddress(
        _ batch: OutboxRecords.Batch,
        at now: Instant,
        in db: any Connection
    ) throws -> Composition {
        var reports: [Report] = []
        var (why, isRenewed) = ("ended", false)
        for receiver in batch.receivers {
            switch try report(to: receiver, batch.part(of: receiver), in: db) {
            case .nothing(let reason): (why, isRenewed) = (reason, true)
            case .report(let report):
                if let first = reports.first,
                    first.address.rawValue.lowercased() != report.address.rawValue.lowercased()
                {
                    isRenewed = true
                    continue
                }
                reports.append(report)
            }
        }
        guard let first = reports.first else { return .nothing(why) }
        let parts = Dictionary(
            uniqueKeysWithValues: reports.map { report in
                (report.receiver, mail(report, of: report.receiver, batch.part(of: report.receiver), at: now))
            }
        )
        guard reports.count > 1 else {
            let alone = mail(first, of: first.receiver, batch, at: now)
            return .mail(alone, parts: parts, isRenewed: isRenewed)
        }
        let words = first.words
        var lines = [words.text("mail.digest_lead", ["n": "\(reports.count)"])]
        for report in reports { lines += ["", Self.rule, ""] + report.lines }
        let whole = mail(
            batch,
            for: .daily(first.receiver),
            to: first.address,
            subject: words.text("mail.subject_digest", ["n": "\(reports.count)"]),
            lines: lines,
            why: "mail.why_daily",
            words,
            at: now
        )
        return .mail(whole, parts: parts, isRenewed: isRenewed)
    }

    private func toReporter(
        of number: CaseNumber,
        _ batch: OutboxRecords.Batch,
        in db: any Connection
    ) throws -> Reporting {
        guard let wish = try SubscriptionRecords.wish(of: number, in: db), wish.isActive else {
            return .nothing("ended")
        }
        guard let summary = try CaseQueries.summary(number, in: db),
            let address = try office.address(of: .reporter(number), in: db)
        else { return .nothing("no-address") }
        let words = MessageWords(office: office, language: wish.language)
        let link = link(of: summary).map { words.text("mail.link", ["link": $0]) } ?? words.text("mail.use_the_slip")
        return try steps(of: summary, batch, to: address, link: link, why: "mail.why_reporter", words, in: db)
    }

    /// To somebody who has met the same: the office's public steps, as on the receipt.
    private func toOther(
        of number: CaseNumber,
        _ serial: Int,
        _ batch: OutboxRecords.Batch,
        in db: any Connection
    ) throws -> Reporting {
        guard let row = try AlsoRecords.row(number, serial, in: db), row.isActive, let language = row.language
        else { return .nothing("ended") }
        guard let summary = try CaseQueries.summary(number, in: db), summary.recusal == nil,
            let address = try office.address(of: .also(number, serial), in: db)
        else { return .nothing("no-address") }
        let words = MessageWords(office: office, language: language)
        let link = words.text("mail.link", ["link": office.settings.publicURL + office.alsoPath(number, serial)])
        return try steps(of: summary, batch, to: address, link: link, why: "mail.why_also", words, in: db)
    }

    /// What happened to a case, step by step, and where to read on.
    private func steps(
        of summary: CaseSummary,
        _ batch: OutboxRecords.Batch,
        to address: EmailAddress,
        link: String,
        why: String,
        _ words: MessageWords,
        in db: any Connection
    ) throws -> Reporting {
        guard let receiver = batch.rows.first?.receiver else { return .nothing("ended") }
        let steps = batch.rows.compactMap { row in ReporterStep(rawValue: row.step).map { (row.event, $0) } }
        var lines = [words.text("mail.about", about(summary, words)), ""]
        for (event, step) in steps {
            let facts = try JournalEvents.whole(event, in: db)?.facts ?? Facts()
            lines.append(words.line(step, facts))
            let said = ["reply", "text", "channel", "condition"].lazy.compactMap { facts.optionalText($0) }.first
            if let said, step.says, !said.isEmpty {
                lines.append(said.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
            }
        }
        lines.append("")
        if steps.last?.1.asks == true { lines.append(words.text("mail.is_it_solved")) }
        lines.append(link)
        let subject =
            steps.count == 1
            ? words.text(
                "mail.subject",
                ["what": words.text("mail.short_\(steps[0].1.rawValue)"), "number": summary.number.rawValue]
            )
            : words.text("mail.subject_many", ["n": "\(steps.count)", "number": summary.number.rawValue])
        return .report(
            Report(receiver: receiver, address: address, words: words, subject: subject, lines: lines, why: why)
        )
    }

    private func about(_ summary: CaseSummary, _ words: MessageWords) -> [String: String] {
        [
            "number": summary.number.rawValue, "category": words.category(summary.category),
            "place": words.place(summary.gridCode),
        ]
    }

    /// The reporter's own link: its secret is made anew from the office's key, and only if it is the one that the slip has.
    private func link(of summary: CaseSummary) -> String? {
        let secret = office.keys.linkSecret(for: summary.number)
        guard office.opens(secret, summary) else { return nil }
        return "\(office.settings.publicURL)/r/\(summary.number.rawValue)/\(secret)"
    }

    // MARK: - To staff

    private func toStaff(
        _ account: ID<Account>,
        _ batch: OutboxRecords.Batch,
        at now: Instant,
        in db: any Connection
    ) throws -> Composition {
        guard let kept = try SubscriptionRecords.wish(of: account, in: db), kept.wish.isActive,
            let staff = try office.staffOf(account, in: db)
        else { return .nothing("ended") }
        let words = MessageWords(office: office, language: kept.wish.language)
        // A later word about the same is the one that holds; it stands where the first did.
        var lines: [(about: [String], text: String)] = []
        var isRenewed = false
        for row in batch.rows {
            guard let whole = try JournalEvents.whole(row.event, in: db), let step = StaffStep(text: row.step),
                let number = try JournalEvents.number(of: whole.subject, in: db),
                let summary = try CaseQueries.summary(number, in: db)
            else { continue }
            // Whom a confidential report is about hears nothing of it.
            if summary.recusal?.concerns(staff) == true {
                isRenewed = true
                continue
            }
            guard let text = try line(of: step, whole.facts, for: staff, summary, words, in: db) else { continue }
            let about = [number.rawValue, step.subject]
            if let index = lines.firstIndex(where: { $0.about == about }) {
                lines[index].text = text
            } else {
                lines.append((about, text))
            }
        }
        guard !lines.isEmpty else { return .nothing("not-awaited") }
        let subject = words.text("mail.subject_staff", ["n": "\(lines.count)"])
        let address = try office.staffAddress(kept)
        var body = [words.text("mail.staff_lead", ["n": "\(lines.count)"]), ""]
        body += lines.prefix(Self.mostLines).map(\.text)
        if lines.count > Self.mostLines {
            let link = "\(office.settings.publicURL)/desk"
            body.append(words.text("mail.staff_more", ["n": "\(lines.count - Self.mostLines)", "link": link]))
        }
        let mail = mail(
            batch,
            for: .staff(account),
            to: address,
            subject: subject,
            lines: body,
            why: "mail.why_staff",
            words,
            at: now
        )
        return .mail(mail, isRenewed: isRenewed)
    }

    /// Between two cases of one mail.
    private static let rule = String(repeating: "─", count: 24)

    /// Cases that one mail to staff lists: a screen or two on a phone.
    private static let mostLines = 100

    /// What a member of staff reads of a case; nil where somebody has made the move meanwhile.
    private func line(
        of step: StaffStep,
        _ facts: Facts,
        for staff: Staff,
        _ summary: CaseSummary,
        _ words: MessageWords,
        in db: any Connection
    ) throws -> String? {
        let grid = summary.gridCode.flatMap { office.directory.grid(named: $0) }
        var values = about(summary, words)
        values["link"] = "\(office.settings.publicURL)/desk/cases/\(summary.number.rawValue)"
        switch step {
        case .awaits(let role), .overdue(let role):
            guard role == summary.stage.awaits, office.awaits(staff, role, grid: grid, unit: summary.unit) else {
                return nil
            }
            values["stage"] = words.text("stage.\(summary.stage.rawValue)")
            if case .overdue = step {
                values["due"] = words.time(summary.due)
                return summary.isOverdue ? words.text("mail.awaits_you_overdue", values) : nil
            }
            values["due"] = words.time(summary.stepDue ?? summary.due)
            return words.text("mail.awaits_you", values)
        case .owed(let owed, let unit, let word):
            guard let task = try SharedTask.task(of: unit, owed, for: summary.id, in: db),
                office.isOwed(by: staff, task.awaits, of: unit, decider: task.decider, in: grid)
            else { return nil }
            // A word about a step that has been taken since is none any more.
            if word != nil, facts.optionalInteger("due") != task.due.secondsSinceEpoch { return nil }
            values["unit"] = words.unit(unit)
            values["stage"] = words.text("shared.\(task.state)")
            values["due"] = words.time(task.due)
            let key =
                switch word {
                case nil: "mail.owed_by_you"
                case .reminded: "mail.owed_by_you_soon"
                case .overdue: "mail.owed_by_you_overdue"
                }
            return words.text(key, values)
        }
    }

    // MARK: - The mail itself

    private func mail(
        _ batch: OutboxRecords.Batch,
        for receiver: Receiver,
        to address: EmailAddress,
        subject: String,
        lines: [String],
        why: String,
        _ words: MessageWords,
        at now: Instant
    ) -> MailText {
        let district = office.settings.district.text(in: words.language)
        let unsubscribe = office.unsubscribeAddress(for: receiver)
        let end = [
            "", words.text("mail.contact", ["line": office.settings.contactLine]), "", "-- ", district,
            words.text(why, ["link": unsubscribe ?? ""]),
        ]
        return MailText(
            from: server.from,
            sender: district,
            to: address,
            subject: subject,
            body: (lines + end).joined(separator: "\n") + "\n",
            language: words.language,
            at: now,
            zone: office.settings.zone,
            messageID: "\(messageName(batch))@\(server.from.domain)",
            unsubscribe: unsubscribe
        )
    }

    /// The same for every attempt at a batch, another one for every other, and says nothing to others.
    private func messageName(_ batch: OutboxRecords.Batch) -> String {
        let name = "\(batch.mailing.text) \(batch.id)"
        let mac = HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: office.keys.derived("message-id/v1"))
        return Hexadecimal.text(mac.prefix(16))
    }
}
