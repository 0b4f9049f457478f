import Application
import Domain

/// A feed, a page of a longer one (RFC 5005 3): one content, written as Atom (RFC 4287) or as RSS 2.0.
struct Feed {
    enum Format: String, CaseIterable {
        case atom
        case rss

        var contentType: String { "application/\(rawValue)+xml" }
    }

    struct Entry {
        var id: String
        var title: String
        var summary: String
        var category: (term: String, label: String)
        var address: String
        var published: Instant
        var updated: Instant
    }

    var format: Format
    var id: String
    var title: String
    var subtitle: String
    var author: String
    /// `zh-CN`, `en`.
    var language: String
    var zone: Zone
    var page: String
    var current: String
    /// The next older page.
    var next: String?
    var entries: [Entry]

    /// When anything in it changed last; the beginning of time while nothing is in it.
    var updated: Instant { entries.map(\.updated).max() ?? Instant(secondsSinceEpoch: 0) }

    var xml: String {
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        switch format {
        case .atom:
            text += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"\(language)\">\n"
            text += element("id", id) + element("title", title) + element("subtitle", subtitle)
            text += element("updated", updated.description)
            text += "<author>\(element("name", author).dropLast())</author>\n"
            text += links(prefix: "") + "<link rel=\"alternate\" type=\"text/html\" href=\"\(escaped(page))\"/>\n"
            return text + entries.map(item).joined() + "</feed>\n"
        case .rss:
            // RSS has no words for a feed's own address and its pages, nor for a change: Atom's are the usual ones.
            text += "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n"
            text += element("title", title) + element("link", page) + element("description", subtitle)
            text += element("language", language) + element("lastBuildDate", InternetDate.mail(updated, in: zone))
            text += links(prefix: "atom:")
            return text + entries.map(item).joined() + "</channel>\n</rss>\n"
        }
    }

    private func item(_ entry: Entry) -> String {
        switch format {
        case .atom:
            let category = "term=\"\(escaped(entry.category.term))\" label=\"\(escaped(entry.category.label))\""
            return "<entry>\n" + element("id", entry.id) + element("title", entry.title)
                + element("published", entry.published.description) + element("updated", entry.updated.description)
                + "<link rel=\"alternate\" type=\"text/html\" href=\"\(escaped(entry.address))\"/>\n"
                + "<category \(category)/>\n" + element("summary", entry.summary) + "</entry>\n"
        case .rss:
            return "<item>\n<guid isPermaLink=\"false\">\(escaped(entry.id))</guid>\n" + element("title", entry.title)
                + element("link", entry.address) + element("pubDate", InternetDate.mail(entry.published, in: zone))
                + element("atom:updated", entry.updated.description)
                + element("category", entry.category.label) + element("description", entry.summary) + "</item>\n"
        }
    }

    private func links(prefix: String) -> String {
        [("self", current), ("next", next)].compactMap { relation, address in
            address.map {
                "<\(prefix)link rel=\"\(relation)\" type=\"\(format.contentType)\" href=\"\(escaped($0))\"/>\n"
            }
        }
        .joined()
    }

    private func element(_ name: String, _ text: String) -> String { "<\(name)>\(escaped(text))</\(name)>\n" }

    /// Without the characters that XML 1.0 has no way to write (2.2).
    private func escaped(_ text: String) -> String {
        let kept = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x1_0000...0x10_FFFF: true
            default: false
            }
        }
        return PageText().escapeText(String(String.UnicodeScalarView(kept)))
    }
}
