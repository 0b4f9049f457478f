import Crypto
package import Domain
import Foundation
import Store

/// What somebody needs for setting a second factor up: shown once, on the person's own screen.
package struct SecondFactorOffer: Sendable {
    /// In base32, for whoever cannot scan.
    package let secret: String
    /// `otpauth://…`, for the QR code.
    package let address: String
}

/// How an account's second factor stands.
package struct SecondFactorState: Hashable, Sendable {
    package let isSet: Bool
    /// A role of the account asks for it.
    package let isRequired: Bool
    package let recoveryCodes: Int
}

extension Office {
    /// Recovery codes at a time; 50 bits each, so that a keyed hash is enough to keep them.
    package static let recoveryCodeCount = 10

    /// - Throws: ``Fault``.
    package func secondFactor(of account: ID<Account>) async throws -> SecondFactorState {
        try await engine.read { db in
            let roles = try AccountQueries.account(account, in: db)?.grant.roles ?? []
            return SecondFactorState(
                isSet: try SecondFactorRecords.factor(of: account, in: db)?.isConfirmed == true,
                isRequired: !(try SecondFactorRecords.requiringRoles(in: db)).isDisjoint(with: roles),
                recoveryCodes: try SecondFactorRecords.recoveryCount(of: account, in: db)
            )
        }
    }

    /// The secret to set up; the same until it is confirmed, so that the page may be loaded again.
    ///
    /// - Throws: ``Refusal/secondFactorSet`` when there is one already.
    package func offerSecondFactor(to account: ID<Account>, named name: String) async throws -> SecondFactorOffer {
        let fresh = try seal(world.randomBytes(OneTimeCode.secretLength), of: account)
        let factor = try await engine.write { db in
            try SecondFactorRecords.offer(sealed: fresh, to: account, in: db)
            return try SecondFactorRecords.factor(of: account, in: db)
        }
        guard let factor, !factor.isConfirmed else { throw Refusal.secondFactorSet }
        let secret = try open(factor.sealed, of: account)
        return SecondFactorOffer(
            secret: OneTimeCode.base32(secret),
            address: OneTimeCode.address(
                secret: secret,
                issuer: settings.district.chinese,
                account: name
            )
        )
    }

    /// Sets the second factor up with the first code that the app shows, and opens the session of whoever had to.
    ///
    /// - Returns: the recovery codes, which nobody can be shown again, and the session that goes on.
    /// - Throws: ``Refusal/codeWrong``, ``Refusal/throttled(retryAfter:)`` or ``Refusal/secondFactorSet``.
    package func confirmSecondFactor(
        code: String,
        in arrival: Arrival
    ) async throws -> (recovery: [String], signedIn: SignedIn) {
        let account = arrival.account
        let codes = newRecoveryCodes()
        let hashes = codes.map { recoveryHash($0, of: account) }
        let now = now
        let (token, next) = successor(of: arrival, at: now)
        let desk = desk
        let journal = journal
        let outcome = try await tryingCode(of: account) { [self] db in
            guard let factor = try SecondFactorRecords.factor(of: account, in: db), !factor.isConfirmed else {
                throw Refusal.secondFactorSet
            }
            guard try take(code, factor, of: account, at: now, in: db) else { return nil as AccountRow? }
            try SecondFactorRecords.keep(recovery: hashes, of: account, in: db)
            var past = try journal.past(of: account, in: db)
            _ = try desk.handle(
                .setSecondFactor,
                on: account,
                past: &past,
                in: (),
                envelope: Envelope(at: now, by: .staff(account)),
                db: db
            )
            // Sessions from before it was asked for end with the step up: what opened them is not enough any more.
            try SessionRecords.endAll(of: account, in: db)
            try SessionRecords.keep(next, tokenHash: Self.hash(of: token), in: db)
            return try AccountQueries.account(account, in: db)
        }
        try await notePosition()
        return (codes, try Self.signedIn(outcome, next, token: token))
    }

    /// Opens the session of whoever gave the password, with the app's code or a recovery code.
    ///
    /// - Throws: ``Refusal/codeWrong`` or ``Refusal/throttled(retryAfter:)``.
    package func enter(code: String, in halfway: Halfway) async throws -> SignedIn {
        let account = halfway.account
        let now = now
        let recovery = recoveryHash(Self.plain(code), of: account)
        let (token, next) = successor(of: .halfway(halfway), at: now)
        let row = try await tryingCode(of: account) { [self] db in
            guard let factor = try SecondFactorRecords.factor(of: account, in: db), factor.isConfirmed else {
                throw Refusal.signInNeeded
            }
            if try !take(code, factor, of: account, at: now, in: db) {
                guard try SecondFactorRecords.use(recovery: recovery, of: account, in: db) else {
                    return nil as AccountRow?
                }
            }
            try SessionRecords.end(tokenHash: Self.hash(of: halfway.token), in: db)
            try SessionRecords.keep(next, tokenHash: Self.hash(of: token), in: db)
            return try AccountQueries.account(account, in: db)
        }
        return try Self.signedIn(row, next, token: token)
    }

    /// New recovery codes in the place of the old ones, for whoever can show a code now.
    ///
    /// - Throws: ``Refusal/codeWrong`` or ``Refusal/throttled(retryAfter:)``.
    package func renewRecoveryCodes(code: String, for signedIn: SignedIn) async throws -> [String] {
        let account = signedIn.staff.account
        let codes = newRecoveryCodes()
        let hashes = codes.map { recoveryHash($0, of: account) }
        let now = now
        _ = try await tryingCode(of: account) { [self] db in
            guard let factor = try SecondFactorRecords.factor(of: account, in: db), factor.isConfirmed,
                try take(code, factor, of: account, at: now, in: db)
            else { return nil as Bool? }
            try SecondFactorRecords.keep(recovery: hashes, of: account, in: db)
            return true
        }
        return codes
    }

    /// Gives the second factor up, for whoever can show a code now.
    ///
    /// - Throws: ``Refusal/secondFactorRequired`` where a role asks for it, ``Refusal/codeWrong`` or
    ///   ``Refusal/throttled(retryAfter:)``.
    package func giveUpSecondFactor(code: String, for signedIn: SignedIn) async throws {
        let account = signedIn.staff.account
        let now = now
        _ = try await tryingCode(of: account) { [self] db in
            let requiring = try SecondFactorRecords.requiringRoles(in: db)
            guard requiring.isDisjoint(with: signedIn.staff.roles) else { throw Refusal.secondFactorRequired }
            guard let factor = try SecondFactorRecords.factor(of: account, in: db), factor.isConfirmed,
                try take(code, factor, of: account, at: now, in: db)
            else { return nil as Bool? }
            try drop(of: account, by: .staff(account), at: now, in: db)
            return true
        }
        try await notePosition()
    }

    /// Takes the second factor away from whoever lost telephone and recovery codes; every session of the account ends.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` when there is no such account.
    package func resetSecondFactor(of account: ID<Account>, by author: Case.Author) async throws {
        let now = now
        try await engine.write { [self] db in
            try drop(of: account, by: author, at: now, in: db)
            try SessionRecords.endAll(of: account, in: db)
            try Attempts.code(account).forget(in: db)
        }
        try await notePosition()
    }

    private func drop(of account: ID<Account>, by author: Case.Author, at now: Instant, in db: any Connection) throws {
        try SecondFactorRecords.drop(of: account, in: db)
        var past = try journal.past(of: account, in: db)
        _ = try desk.handle(
            .dropSecondFactor,
            on: account,
            past: &past,
            in: (),
            envelope: Envelope(at: now, by: author),
            db: db
        )
    }

    /// Counts what `body` finds to be no right code (nil), and forgets the count when it finds one.
    ///
    /// The count is kept by a transaction of its own: one that throws would take it along.
    private func tryingCode<Outcome: Sendable>(
        of account: ID<Account>,
        _ body: @escaping @Sendable (any Connection) throws -> Outcome?
    ) async throws -> Outcome {
        let attempts = Attempts.code(account)
        let now = now
        let outcome = try await engine.write { db -> Outcome? in
            try attempts.check(at: now, in: db)
            guard let outcome = try body(db) else {
                try attempts.note(at: now, in: db)
                return nil
            }
            try attempts.forget(in: db)
            return outcome
        }
        guard let outcome else { throw Refusal.codeWrong }
        return outcome
    }

    /// Whether `code` is right now and was not used before; it is used from here on.
    private func take(
        _ code: String,
        _ factor: SecondFactorRecords.Factor,
        of account: ID<Account>,
        at now: Instant,
        in db: any Connection
    ) throws -> Bool {
        let secret = try open(factor.sealed, of: account)
        let current = OneTimeCode.step(atSecond: now.secondsSinceEpoch)
        guard let step = OneTimeCode.step(of: Self.plain(code), secret: secret, around: current) else { return false }
        return try SecondFactorRecords.use(step: step, of: account, in: db)
    }

    /// People write codes with blanks and hyphens, and recovery codes in capitals.
    private static func plain(_ code: String) -> String {
        String(code.prefix(64).lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    }

    private func successor(
        of arrival: Arrival,
        at now: Instant
    ) -> (token: String, session: SessionRecords.Session) {
        let old = arrival.session
        return newSession(of: old.account, at: now, agent: old.agent, isSignOn: old.isSignOn)
    }

    /// Who has come in by a code; what is still missing, an own password, is asked on the next page, as on every one.
    private static func signedIn(
        _ row: AccountRow?,
        _ session: SessionRecords.Session,
        token: String
    ) throws -> SignedIn {
        guard let row, row.isOpen, case .signedIn(let signedIn) = arrival(row, session, token: token, isFirst: false)
        else {
            throw Refusal.signInNeeded
        }
        return signedIn
    }

    // MARK: - Secrets

    private var factorKey: SymmetricKey { keys.derived("second-factor/v1") }

    /// AES-256-GCM with the account as associated data: a row moved to another account does not open.
    private func seal(_ secret: [UInt8], of account: ID<Account>) throws -> [UInt8] {
        let box = try AES.GCM.seal(Data(secret), using: factorKey, authenticating: Data(account.bytes))
        guard let combined = box.combined else { throw Fault.corrupt("a sealed secret has no nonce of 12 bytes") }
        return [UInt8](combined)
    }

    private func open(_ sealed: [UInt8], of account: ID<Account>) throws -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(sealed))
            return [UInt8](try AES.GCM.open(box, using: factorKey, authenticating: Data(account.bytes)))
        } catch is CryptoKitError {
            throw Fault.corrupt("a second factor does not open with this key")
        }
    }

    /// `x7kpm-4qzwd`: ten signs without look-alikes.
    private func newRecoveryCodes() -> [String] {
        let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return (0..<Self.recoveryCodeCount).map { _ in
            let signs = world.randomBytes(10).map { String(alphabet[Int($0) & 31]) }
            return signs[0..<5].joined() + "-" + signs[5..<10].joined()
        }
    }

    /// Keyed, so that the table alone gives nobody anything to try codes against.
    private func recoveryHash(_ code: String, of account: ID<Account>) -> [UInt8] {
        let message = Data(account.bytes) + Data(Self.plain(code).utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: message, using: keys.derived("recovery-code/v1")))
    }
}

extension Arrival {
    package var account: ID<Account> { session.account }

    var session: SessionRecords.Session {
        switch self {
        case .signedIn(let signedIn): signedIn.session
        case .halfway(let halfway): halfway.session
        }
    }
}
