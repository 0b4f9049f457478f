package import Domain
package import Foundation
import TransparencyLog

/// What an installation is told once, by `qipan init`: kept as `settings.json` in the data folder.
package struct Settings: Hashable, Sendable {
    /// 魏都区.
    package var district: Wording
    /// Six digits: the first part of every case number.
    package var division: String
    /// Open311's `jurisdiction_id`.
    package var jurisdiction: String
    /// The log's origin and key name: a URL without scheme.
    package var origin: String
    /// Where outsiders reach the server, without a trailing slash.
    package var publicURL: String
    package var zone: Zone
    /// Whom to call or write when the pages do not help; printed on every page.
    package var contactLine: String
    /// Keys of Open311 clients.
    package var apiKeys: Set<String>
    /// True for the demonstration district: every page then says that nothing in it is real.
    package var isDemonstration: Bool
    /// How often the checkpointer signs, in seconds; at most 60.
    package var checkpointSeconds: Int
    /// How many reports one address may send in ten seconds: enough for an office behind one address, too few to bury it.
    package var reportsPerTenSeconds: Int
    /// The provider of the single sign-on; nil where people sign in with passwords only.
    package var signOn: SignOn?
    /// Who is asked to cosign every checkpoint.
    package var witnesses: [Witness] = []
    /// log2 of scrypt's N for new passwords: 15 is 32 MiB and about a tenth of a second.
    ///
    /// Tests take less.
    package var passwordCost = 15

    /// A provider as `settings.json` names it; what proves this office to it is a file in `keys/`.
    package struct SignOn: Hashable, Sendable {
        /// Exactly as the provider calls itself.
        package var issuer: String
        package var client: String
        /// What people call it: 市统一身份认证.
        package var name: Wording

        package init(issuer: String, client: String, name: Wording) {
            self.issuer = issuer
            self.client = client
            self.name = name
        }
    }

    package init(
        district: Wording,
        division: String,
        jurisdiction: String,
        origin: String,
        publicURL: String,
        zone: Zone = .china,
        contactLine: String,
        apiKeys: Set<String> = [],
        isDemonstration: Bool = false,
        checkpointSeconds: Int = 20,
        reportsPerTenSeconds: Int = 100
    ) {
        self.district = district
        self.division = division
        self.jurisdiction = jurisdiction
        self.origin = origin
        self.publicURL = publicURL
        self.zone = zone
        self.contactLine = contactLine
        self.apiKeys = apiKeys
        self.isDemonstration = isDemonstration
        self.checkpointSeconds = min(60, max(1, checkpointSeconds))
        self.reportsPerTenSeconds = max(1, reportsPerTenSeconds)
    }
}

/// `settings.json`, as it is written.
private struct SettingsRecord: Codable {
    var district: String
    var districtEnglish: String
    var division: String
    var jurisdiction: String
    var origin: String
    var publicURL: String
    var zoneSeconds: Int
    var contactLine: String
    var apiKeys: [String]
    var demonstration: Bool
    var checkpointSeconds: Int
    /// Nil in files from before it was a setting.
    var reportsPerTenSeconds: Int?
    var signOn: SignOnRecord?
    /// Nil in files from before there were any.
    var witnesses: [WitnessRecord]?

    struct WitnessRecord: Codable {
        var key: String
        var url: String
    }

    struct SignOnRecord: Codable {
        var issuer: String
        var client: String
        var name: String
        var nameEnglish: String
    }
}

extension Settings {
    /// - Throws: Foundation's error when the file cannot be read, ``Fault`` when it does not say what it should.
    package init(contentsOf file: URL) throws {
        let record = try JSONDecoder().decode(SettingsRecord.self, from: Data(contentsOf: file))
        guard let zone = Zone(secondsFromUTC: record.zoneSeconds) else {
            throw Malformed("zone", expected: "seconds from UTC, at most 14 hours")
        }
        self.init(
            district: Wording(record.district, english: record.districtEnglish),
            division: record.division,
            jurisdiction: record.jurisdiction,
            origin: record.origin,
            publicURL: record.publicURL,
            zone: zone,
            contactLine: record.contactLine,
            apiKeys: Set(record.apiKeys),
            isDemonstration: record.demonstration,
            checkpointSeconds: record.checkpointSeconds,
            reportsPerTenSeconds: record.reportsPerTenSeconds ?? 100
        )
        signOn = record.signOn.map {
            SignOn(issuer: $0.issuer, client: $0.client, name: Wording($0.name, english: $0.nameEnglish))
        }
        witnesses = try (record.witnesses ?? []).map { try Witness(key: $0.key, url: $0.url) }
    }

    /// - Throws: Foundation's error when the file cannot be written.
    package func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let record = SettingsRecord(
            district: district.chinese,
            districtEnglish: district.english,
            division: division,
            jurisdiction: jurisdiction,
            origin: origin,
            publicURL: publicURL,
            zoneSeconds: zone.secondsFromUTC,
            contactLine: contactLine,
            apiKeys: apiKeys.sorted(),
            demonstration: isDemonstration,
            checkpointSeconds: checkpointSeconds,
            reportsPerTenSeconds: reportsPerTenSeconds,
            signOn: signOn.map {
                SettingsRecord.SignOnRecord(
                    issuer: $0.issuer,
                    client: $0.client,
                    name: $0.name.chinese,
                    nameEnglish: $0.name.english
                )
            },
            witnesses: witnesses.isEmpty
                ? nil : witnesses.map { SettingsRecord.WitnessRecord(key: $0.key.vkey, url: $0.url) }
        )
        try encoder.encode(record).write(to: file, options: .atomic)
    }
}
