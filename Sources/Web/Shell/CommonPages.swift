import Application
import Domain
import Hummingbird
import Store
import Synchronization

/// Pages that are the same for everybody who is not signed in: made once between two commits.
final class CommonPages: Sendable {
    /// What such a page is true for: the journal, the signed head and the day that it shows.
    private struct Stamp: Hashable, Sendable {
        let position: Int64
        let directory: Int64
        let head: Int64
        let day: Day
    }

    private struct Key: Hashable, Sendable {
        let path: String
        let language: Language
        let isSmall: Bool
    }

    private let pages = Mutex<[Key: SharedAnswer<Stamp, Response>]>([:])

    /// The page that `make` would make; made anew for staff, and where the address says more than the path.
    ///
    /// `path`: the route's own, so that there are few: each in two languages, with gzip and without.
    ///
    /// - Throws: what `make` throws, or a ``Fault``.
    func page(
        at path: String,
        for visit: Visit,
        _ office: Office,
        _ make: (Visit) async throws -> Response
    ) async throws -> Response {
        guard visit.signedIn == nil, visit.query.fields.isEmpty, visit.path == path else {
            return try await make(visit)
        }
        let key = Key(path: path, language: visit.language, isSmall: Pages.takesGzip(visit.request))
        let page = pages.withLock { pages in
            let page = pages[key] ?? SharedAnswer()
            pages[key] = page
            return page
        }
        let head = try await office.publishedLog.head()?.size ?? 0
        return try await page.value(
            at: {
                Stamp(position: office.position, directory: office.directory.version, head: head, day: office.today)
            },
            make: { try await make(visit) }
        )
    }
}
