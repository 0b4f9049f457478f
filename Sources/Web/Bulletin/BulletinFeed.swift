import Application
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Store

/// A series as Atom (RFC 4287): the running year, and an archive for every year before it (RFC 5005 4).
struct BulletinFeed {
    struct Entry {
        var id: String
        var title: String
        var published: Instant
        var updated: Instant
        var address: String
        /// As it stands now; nil for one that was withdrawn.
        var text: String?
        var note: String?
    }

    var id: String
    var title: String
    var author: String
    var language: String
    var own: String
    var page: String
    /// The running year's; nil where this is it.
    var current: String?
    var previous: String?
    var next: String?
    var entries: [Entry]

    var xml: String {
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\""
        text += " xmlns:fh=\"http://purl.org/syndication/history/1.0\" xml:lang=\"\(language)\">\n"
        text += element("id", id) + element("title", title)
        text += element("updated", (entries.map(\.updated).max() ?? Instant(secondsSinceEpoch: 0)).description)
        text += "<author>\(element("name", author).dropLast())</author>\n"
        if current != nil { text += "<fh:archive/>\n" }
        let links = [("self", own), ("current", current), ("prev-archive", previous), ("next-archive", next)]
        for case (let relation, let address?) in links as [(String, String?)] { text += link(relation, address) }
        text += "<link rel=\"alternate\" type=\"text/html\" href=\"\(escaped(page))\"/>\n"
        return text + entries.map(item).joined() + "</feed>\n"
    }

    private func item(_ entry: Entry) -> String {
        var text = "<entry>\n" + element("id", entry.id) + element("title", entry.title)
        text += element("published", entry.published.description) + element("updated", entry.updated.description)
        text += "<link rel=\"alternate\" type=\"text/html\" href=\"\(escaped(entry.address))\"/>\n"
        text += "<link rel=\"enclosure\" type=\"application/pdf\" href=\"\(escaped(entry.address)).pdf\"/>\n"
        if let note = entry.note { text += element("summary", note) }
        if let plain = entry.text { text += "<content type=\"text\">\(escaped(plain))</content>\n" }
        return text + "</entry>\n"
    }

    private func link(_ relation: String, _ address: String) -> String {
        "<link rel=\"\(relation)\" type=\"application/atom+xml\" href=\"\(escaped(address))\"/>\n"
    }

    private func element(_ name: String, _ text: String) -> String { "<\(name)>\(escaped(text))</\(name)>\n" }

    private func escaped(_ text: String) -> String { PageText().escapeText(text.filter(\.isXML)) }
}

extension Character {
    /// Whether XML 1.0 has a way to write it (2.2).
    fileprivate var isXML: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
            default: false
            }
        }
    }
}

extension WebDoor {
    /// More than a series can have in a year.
    private static let yearly = 60

    func bulletinFeed(_ name: String, year: String?, _ visit: Visit) async throws -> Response {
        guard let series = BulletinSeries(rawValue: name) else { throw Refusal.unknown(.bulletin) }
        let years = try await office.bulletinYears(of: series)
        let running = office.today.year
        var asked = running
        if let year {
            guard let parsed = Int(year), String(parsed) == year, parsed < running, years.contains(parsed) else {
                throw Refusal.unknown(.bulletin)
            }
            asked = parsed
        }
        let issues = try await office.releasedBulletins(series, year: asked, limit: Self.yearly)
        var entries: [BulletinFeed.Entry] = []
        for issue in issues { if let entry = try await entry(issue) { entries.append(entry) } }
        let words = Words(office: office, language: visit.language)
        let base = office.settings.publicURL
        let path = "\(base)/feeds/bulletins/\(series.rawValue)"
        let district = office.settings.district.text(in: visit.language)
        let title = words.text("bulletin.series_\(series.rawValue)")
        let feed = BulletinFeed(
            id: tag("bulletins:\(series.rawValue)" + (year == nil ? "" : ":\(asked)")),
            title: words.text("web.bulletin_feed_title", ["district": district, "series": title]),
            author: district,
            language: visit.language == .chinese ? "zh-CN" : "en",
            own: year == nil ? path : "\(path)/\(asked)",
            page: "\(base)/bulletins/\(series.rawValue)",
            current: year == nil ? nil : path,
            previous: years.filter { $0 < asked }.max().map { "\(path)/\($0)" },
            next: year == nil ? nil : years.filter { $0 > asked && $0 < running }.min().map { "\(path)/\($0)" },
            entries: entries
        )
        return answer(Array(feed.xml.utf8), visit)
    }

    private func entry(_ summary: BulletinSummary) async throws -> BulletinFeed.Entry? {
        guard let number = summary.number, let published = summary.releasedAt, let updated = summary.updatedAt else {
            return nil
        }
        let edition = try await office.releasedBulletin(number, of: summary.issue.series).edition
        let series = summary.issue.series
        let name = office.bulletinDates(in: summary.issue.language).number(number)
        return BulletinFeed.Entry(
            id: tag("bulletin:\(series.rawValue):\(number.address)"),
            title: "\(name) \(edition.title)",
            published: published,
            updated: updated,
            address: office.settings.publicURL + Self.address(of: series, number),
            text: summary.withdrawal == nil ? edition.proof.plain : nil,
            note: summary.withdrawal ?? edition.note
        )
    }

    private func answer(_ xml: [UInt8], _ visit: Visit) -> Response {
        var headers = Pages.securityHeaders
        headers[.contentType] = "application/atom+xml; charset=utf-8"
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Language, Cookie, Accept-Encoding"
        return Pages.compressed(xml, status: .ok, headers: headers, for: visit.request)
    }
}
