package import Domain
package import Store

/// A message that somebody was sent, as staff may see it.
package struct SentMessage: Sendable {
    package let at: Instant
    /// What was told: keys behind `mail.short_`.
    package let steps: [String]
    /// Subject and body without the secret of the reporter's links; nil where they were forgotten, or are not to be shown.
    package let text: String?
}

extension Office {
    /// What the reporter of a case was told by mail, oldest first.
    ///
    /// `withTexts`: also the words, for whoever may read the contact data and has given a reason.
    /// - Throws: ``Fault``.
    package func messages(toReporterOf number: CaseNumber, withTexts: Bool) async throws -> [SentMessage] {
        let receiver = Receiver.reporter(number)
        let secrets = [keys.linkSecret(for: number), keys.unsubscribeSecret(for: receiver)]
        return try await engine.read { [self] db in
            try OutboxQueries.sent(to: receiver, in: db).map { sent in
                var text: String?
                if withTexts, let sealed = sent.sealed {
                    let wire = try vault.open(sealed, as: "\(receiver.text) \(sent.batch)")
                    text = MailText.read(wire).map { "\($0.subject)\n\n\($0.body)" }
                    for secret in secrets { text = text?.replacing(secret, with: "…") }
                }
                return SentMessage(at: sent.at, steps: sent.steps, text: text)
            }
        }
    }

    /// How much waits and was given up.
    package func outboxCounts() async throws -> [OutboxQueries.Count] {
        try await engine.read { try OutboxQueries.counts(in: $0) }
    }

    /// The newest of what was given up.
    package func givenUp(limit: Int) async throws -> [OutboxQueries.Dead] {
        try await engine.read { try OutboxQueries.givenUp(limit: limit, in: $0) }
    }

    /// Tries again what was given up: of a webhook, or all mail.
    ///
    /// - Returns: how many rows.
    package func retryGivenUp(webhook: String?) async throws -> Int {
        let now = now
        return try await engine.write { db in
            try OutboxRecords.retry(webhook.map { .webhook($0) }, at: now, in: db)
        }
    }

    /// Sends a webhook everything from an index of the log on once more.
    ///
    /// - Returns: how many entries.
    package func replay(_ webhook: String, fromIndex index: Int64) async throws -> Int {
        let now = now
        return try await engine.write { try OutboxRecords.replay(webhook, from: index + 1, at: now, in: $0) }
    }

    /// Sends a mail that says that mail works.
    ///
    /// - Returns: nil, or why the server did not take it: `smtp-550`, `curl-7`.
    package func sendTestMail(
        to address: EmailAddress,
        through server: MailServer,
        in language: Language
    ) async throws
        -> String?
    {
        let words = MessageWords(office: self, language: language)
        let name = Hexadecimal.text(world.randomBytes(16))
        let mail = MailText(
            from: server.from,
            sender: settings.district.text(in: language),
            to: address,
            subject: words.text("mail.test_subject"),
            body: words.text("mail.test_body") + "\n",
            language: language,
            at: now,
            zone: settings.zone,
            messageID: "\(name)@\(server.from.domain)",
            unsubscribe: nil
        )
        do {
            try await OwnThread("mail-test").run { try Wire.send(mail.wire, to: address, through: server) }
            return nil
        } catch let failure as Wire.Failure {
            return failure.code
        }
    }
}
