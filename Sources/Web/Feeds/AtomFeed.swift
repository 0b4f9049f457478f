import Domain

/// A feed of RFC 4287, a page of a longer one (RFC 5005 3).
struct AtomFeed {
    struct Entry {
        var id: String
        var title: String
        var summary: String
        var category: (term: String, label: String)
        var address: String
        var published: Instant
        var updated: Instant
    }

    var id: String
    var title: String
    var subtitle: String
    var author: String
    /// `zh-CN`, `en`.
    var language: String
    var page: String
    var current: String
    /// The next older page.
    var next: String?
    var entries: [Entry]

    /// When anything in it changed last; the beginning of time while nothing is in it.
    var updated: Instant { entries.map(\.updated).max() ?? Instant(secondsSinceEpoch: 0) }

    var xml: String {
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        text += "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"\(language)\">\n"
        text += element("id", id) + element("title", title) + element("subtitle", subtitle)
        text += element("updated", updated.description)
        text += "<author>\(element("name", author).dropLast())</author>\n"
        text += "<link rel=\"self\" type=\"application/atom+xml\" href=\"\(escaped(current))\"/>\n"
        text += "<link rel=\"alternate\" type=\"text/html\" href=\"\(escaped(page))\"/>\n"
        if let next { text += "<link rel=\"next\" type=\"application/atom+xml\" href=\"\(escaped(next))\"/>\n" }
        for entry in entries {
            text += "<entry>\n" + element("id", entry.id) + element("title", entry.title)
            text += element("published", entry.published.description) + element("updated", entry.updated.description)
            text += "<link rel=\"alternate\" type=\"text/html\" href=\"\(escaped(entry.address))\"/>\n"
            text += "<category term=\"\(escaped(entry.category.term))\" label=\"\(escaped(entry.category.label))\"/>\n"
            text += element("summary", entry.summary) + "</entry>\n"
        }
        return text + "</feed>\n"
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
