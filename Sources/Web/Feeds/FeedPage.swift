import Application
import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Store

extension WebDoor {
    /// Reports on a page of a feed.
    private static let feedLength = 50

    /// `/feeds/district`, or the code of a grid or of an administrative unit; with `.rss` behind it the same as RSS.
    func feed(ofArea name: String, _ visit: Visit) async throws -> Response {
        let (raw, format) = parts(of: name)
        let directory = office.directory
        let words = Words(office: office, language: visit.language)
        if raw == "district" {
            return try await feed(.district, name: words.text("web.feed_district"), page: "/", as: format, visit)
        }
        if let grid = directory.grid(named: raw) {
            return try await feed(
                .grid(grid),
                name: words.gridName(raw) ?? raw,
                page: "/grids/\(raw)",
                as: format,
                visit
            )
        }
        guard let unit = directory.units.values.first(where: { $0.code.rawValue == raw }) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        let area: FeedArea = unit.parent == nil ? .district : .unit(unit.code)
        return try await feed(area, name: unit.name, page: "/streets/\(raw)", as: format, visit)
    }

    func feed(ofCategory name: String, _ visit: Visit) async throws -> Response {
        let (raw, format) = parts(of: name)
        guard let category = office.directory.sortedCategories.first(where: { $0.code.rawValue == raw }) else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        return try await feed(
            .category(category.code),
            name: category.name.text(in: visit.language),
            page: "/",
            as: format,
            visit
        )
    }

    private func parts(of name: String) -> (code: String, Feed.Format) {
        for format in Feed.Format.allCases where name.hasSuffix(".\(format.rawValue)") {
            return (String(name.dropLast(format.rawValue.utf8.count + 1)), format)
        }
        return (name, .atom)
    }

    private func feed(
        _ area: FeedArea,
        name: String,
        page: String,
        as format: Feed.Format,
        _ visit: Visit
    ) async throws -> Response {
        let words = Words(office: office, language: visit.language)
        let found = try await office.reports(in: area, after: mark(visit.query["after"]), limit: Self.feedLength + 1)
        let shown = found.prefix(Self.feedLength)
        let base = office.settings.publicURL
        let district = office.settings.district.text(in: visit.language)
        let feed = Feed(
            format: format,
            id: tag("feed:\(visit.path.dropFirst(7)):\(visit.language.rawValue)"),
            title: words.text("web.feed_title", ["district": district, "area": name]),
            subtitle: words.text("web.feed_subtitle"),
            author: district,
            language: visit.language == .chinese ? "zh-CN" : "en",
            zone: office.settings.zone,
            page: base + page,
            current: base + address(visit, after: visit.query["after"].flatMap { mark($0) }),
            next: found.count > shown.count
                ? shown.last.map { base + address(visit, after: .init(reportedAt: $0.reportedAt, number: $0.number)) }
                : nil,
            entries: shown.map { entry($0, words) }
        )
        return answer(feed, visit)
    }

    /// Public facts only: what it is, where it stands, in which grid; no words and no address.
    private func entry(_ summary: CaseSummary, _ words: Words) -> Feed.Entry {
        let category = words.category(summary.category)
        let place = words.gridName(summary.gridCode) ?? words.text("web.place_unknown")
        return Feed.Entry(
            id: tag("case:\(summary.number.rawValue)"),
            title: "\(category) · \(place)",
            summary: words.text(
                "web.feed_summary",
                ["stage": words.stage(summary.stage), "at": words.time(summary.reportedAt)]
            ),
            category: (summary.category.rawValue, category),
            address: "\(office.settings.publicURL)/cases/\(summary.number.rawValue)",
            published: summary.reportedAt,
            updated: summary.updatedAt
        )
    }

    /// A name that stays the same wherever the feed is read (RFC 4151).
    func tag(_ name: String) -> String {
        let host = URLComponents(string: office.settings.publicURL)?.host ?? "localhost"
        return "tag:\(host),2026:\(name)"
    }

    /// `1780279200_411002-20260601-00017-K`; nil for what is none, which begins at the newest.
    private func mark(_ text: String?) -> FeedQueries.Mark? {
        guard let parts = text?.split(separator: "_", maxSplits: 1), parts.count == 2, let seconds = Int64(parts[0]),
            let number = number(String(parts[1]))
        else { return nil }
        return FeedQueries.Mark(reportedAt: Instant(secondsSinceEpoch: seconds), number: number)
    }

    private func address(_ visit: Visit, after mark: FeedQueries.Mark?) -> String {
        let after = mark.map { "&after=\($0.reportedAt.secondsSinceEpoch)_\($0.number.rawValue)" } ?? ""
        return "\(visit.path)?lang=\(visit.language.rawValue)\(after)"
    }

    /// 304 for who has it already (RFC 9110 13.1): by the tag, or by a date that is the one we gave.
    private func answer(_ feed: Feed, _ visit: Visit) -> Response {
        let xml = Array(feed.xml.utf8)
        let etag = "W/\"\(Hexadecimal.text(SHA256.hash(data: xml)).prefix(32))\""
        let modified = InternetDate.http(feed.updated)
        var headers = Pages.securityHeaders
        headers[.contentType] = "\(feed.format.contentType); charset=utf-8"
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Language, Cookie, Accept-Encoding"
        headers[.eTag] = etag
        headers[.lastModified] = modified
        let known = visit.request.headers[values: .ifNoneMatch].joined(separator: ",").split(separator: ",")
            .map { tag in tag.filter { $0 != " " } }
        let isKnown =
            known.isEmpty
            ? visit.request.headers[.ifModifiedSince] == modified : known.contains(etag) || known.contains("*")
        if isKnown { return Response(status: .notModified, headers: headers) }
        return Pages.compressed(xml, status: .ok, headers: headers, for: visit.request)
    }
}
