import Crypto
import Domain
import Foundation
import Store

/// Puts into words what a batch of the outbox tells its receiver.
struct MessageWriter {
    let office: Office
    let server: MailServer

    enum Composition {
        case mail(MailText)
        /// There is nothing to tell any more, and why.
        case nothing(String)
    }

    /// - Throws: ``Fault``.
    func compose(_ batch: OutboxRecords.Batch, at now: Instant, in db: any Connection) throws -> Composition {
        switch batch.receiver {
        case .reporter(let number): return try toReporter(of: number, batch, at: now, in: db)
        case .also(let number, let serial): return try toOther(of: number, serial, batch, at: now, in: db)
        case .staff(let account): return try toStaff(account, batch, at: now, in: db)
        case .webhook: return .nothing("no-mail")
        }
    }

    // MARK: - To a reporter

    private func toReporter(
        of number: CaseNumber,
        _ batch: OutboxRecords.Batch,
        at now: Instant,
        in db: any Connection
    ) throws -> Composition {
        guard let wish = try SubscriptionRecords.wish(of: number, in: db), wish.isActive else {
            return .nothing("ended")
        }
        guard let sealed = try ContactRecords.sealed(for: number, in: db),
            let summary = try CaseQueries.summary(number, in: db),
            // An address that is none was refused at the door; one that came another way is nobody's.
            let address = try? EmailAddress(parsing: office.vault.open(sealed, for: number).email)
        else { return .nothing("no-address") }
        let words = MessageWords(office: office, language: wish.language)
        let link = link(of: summary).map { words.text("mail.link", ["link": $0]) } ?? words.text("mail.use_the_slip")
        return try steps(of: summary, batch, to: address, link: link, why: "mail.why_reporter", words, at: now, in: db)
    }

    /// To somebody who has met the same: the office's public steps, as on the receipt.
    private func toOther(
        of number: CaseNumber,
        _ serial: Int,
        _ batch: OutboxRecords.Batch,
        at now: Instant,
        in db: any Connection
    ) throws -> Composition {
        guard let row = try AlsoRecords.row(number, serial, in: db), row.isActive, let sealed = row.sealed,
            let language = row.language
        else { return .nothing("ended") }
        guard let summary = try CaseQueries.summary(number, in: db), summary.recusal == nil,
            let address = try? EmailAddress(parsing: office.vault.open(sealed, as: batch.receiver.text))
        else { return .nothing("no-address") }
        let words = MessageWords(office: office, language: language)
        let link = words.text("mail.link", ["link": office.settings.publicURL + office.alsoPath(number, serial)])
        return try steps(of: summary, batch, to: address, link: link, why: "mail.why_also", words, at: now, in: db)
    }

    /// What happened to a case, step by step, and where to read on.
    private func steps(
        of summary: CaseSummary,
        _ batch: OutboxRecords.Batch,
        to address: EmailAddress,
        link: String,
        why: String,
        _ words: MessageWords,
        at now: Instant,
        in db: any Connection
    ) throws -> Composition {
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
        return .mail(mail(batch, to: address, subject: subject, lines: lines, why: why, words, at: now))
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
        var lines: [String] = []
        var told: Set<CaseNumber> = []
        for row in batch.rows {
            guard let subject = try JournalEvents.whole(row.event, in: db)?.subject,
                let number = try JournalEvents.number(of: subject, in: db), !told.contains(number),
                let summary = try CaseQueries.summary(number, in: db), let role = summary.stage.awaits,
                // Whom a confidential report is about hears nothing of it.
                summary.recusal?.concerns(staff) != true,
                // Somebody else may have made the move meanwhile.
                role.rawValue == row.step,
                office.awaits(
                    staff,
                    role,
                    grid: summary.gridCode.flatMap { office.directory.grid(named: $0) },
                    unit: summary.unit
                )
            else { continue }
            told.insert(number)
            var values = about(summary, words)
            values["stage"] = words.text("stage.\(summary.stage.rawValue)")
            values["due"] = words.time(summary.stepDue ?? summary.due)
            values["link"] = "\(office.settings.publicURL)/desk/cases/\(number.rawValue)"
            lines.append(words.text("mail.awaits_you", values))
        }
        guard !lines.isEmpty else { return .nothing("not-awaited") }
        let subject = words.text("mail.subject_staff", ["n": "\(lines.count)"])
        let address = try office.staffAddress(kept)
        lines = [words.text("mail.staff_lead", ["n": "\(lines.count)"]), ""] + lines
        return .mail(mail(batch, to: address, subject: subject, lines: lines, why: "mail.why_staff", words, at: now))
    }

    // MARK: - The mail itself

    private func mail(
        _ batch: OutboxRecords.Batch,
        to address: EmailAddress,
        subject: String,
        lines: [String],
        why: String,
        _ words: MessageWords,
        at now: Instant
    ) -> MailText {
        let district = office.settings.district.text(in: words.language)
        let unsubscribe = office.unsubscribeAddress(for: batch.receiver)
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
        let name = "\(batch.receiver.text) \(batch.id)"
        let mac = HMAC<SHA256>.authenticationCode(for: Data(name.utf8), using: office.keys.derived("message-id/v1"))
        return Hexadecimal.text(mac.prefix(16))
    }
}
