/// A document (PDF) that came with a report: the one that lies sealed, and the pictures of its pages, which is what people look at.
///
/// It has no name: file names carry people's names.
package struct Document: Hashable, Sendable {
    /// So many at most with one report.
    package static let limit = 2
    /// So many pages at most in one.
    package static let pageLimit = 20

    /// SHA-256 of the document as it came, in hexadecimal.
    package let digest: String
    /// SHA-256 of the picture of each page, in order.
    package let pages: [String]

    package init(digest: String, pages: [String]) {
        self.digest = digest
        self.pages = pages
    }

    /// Documents as one text: each with its pages behind a colon, pages parted by `+`, documents by a comma.
    package static func text(of documents: [Document]) -> String {
        documents.map { "\($0.digest):\($0.pages.joined(separator: "+"))" }.joined(separator: ",")
    }

    /// What ``text(of:)`` has written.
    package static func list(stored text: String) -> [Document] {
        text.split(separator: ",").map { part in
            let halves = part.split(separator: ":", maxSplits: 1)
            return Document(
                digest: String(halves[0]),
                pages: halves.count < 2 ? [] : halves[1].split(separator: "+").map(String.init)
            )
        }
    }
}
