import Crypto
package import Domain
import Foundation
import Store

extension Office {
    /// Bytes of a document.
    package static let documentLimit = photoLimit

    /// Whether this machine can draw pages, and so take documents.
    package var takesDocuments: Bool { documentWork.isThere }

    /// A PDF begins so; told by its content, never by its name.
    package static func isDocument(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: "%PDF-".utf8) }

    /// Keeps a document: sealed as it came, and every page as a picture like a photo's, which is what people look at.
    ///
    /// - Returns: it with the digests that a report names it by.
    /// - Throws: ``Refusal/documentTooLarge(limitBytes:)``, ``Refusal/documentUnreadable``, ``Refusal/documentLocked``,
    ///   ``Refusal/documentTooLong(limit:)``, ``Refusal/documentsNotTaken``, ``Refusal/throttled(retryAfter:)``, ``Fault``.
    package func keepDocument(_ bytes: [UInt8]) async throws -> Document {
        let prepared = try await prepareDocument(bytes)
        let now = now
        try await engine.write { [vault] in try prepared.keep(at: now, sealedBy: vault, in: $0) }
        return prepared.document
    }

    func prepareDocument(_ bytes: [UInt8]) async throws -> PreparedDocument {
        guard takesDocuments else { throw Refusal.documentsNotTaken }
        guard bytes.count <= Self.documentLimit else {
            throw Refusal.documentTooLarge(limitBytes: Self.documentLimit)
        }
        guard Self.isDocument(bytes) else { throw Refusal.documentUnreadable }
        let digest = Hexadecimal.text(SHA256.hash(data: Data(bytes)))
        // Drawn once: the same bytes have the same pages.
        if let known = try await engine.read({ try DocumentRecords.find(digest, in: $0) }) {
            return PreparedDocument(document: known, bytes: bytes, pages: [])
        }
        let pages = try await documentWork.pages(of: bytes) { picture in
            let page = try PhotoWorkshop.reencode(picture)
            return DocumentRecords.Page(
                digest: Hexadecimal.text(SHA256.hash(data: Data(page.bytes))),
                bytes: page.bytes,
                small: try PhotoWorkshop.shrink(page.bytes, to: Self.smallPage),
                width: page.width,
                height: page.height
            )
        }
        let document = Document(digest: digest, pages: pages.map(\.digest))
        return PreparedDocument(document: document, bytes: bytes, pages: pages)
    }

    /// The longer side of a page in a list of pages, in pixels.
    package static let smallPage = 480

    /// The picture of a page, counted from 1; nil when there is none.
    ///
    /// Whoever calls has made sure that the reader may see the case.
    /// - Throws: ``Fault``.
    package func page(_ number: Int, of digest: String, isSmall: Bool) async throws -> [UInt8]? {
        try await engine.read { try DocumentRecords.page(number, of: digest, isSmall: isSmall, in: $0) }
    }

    /// Pixels of each document's pages, in order.
    ///
    /// - Throws: ``Fault``.
    package func extents(of documents: [Document]) async throws -> [[(width: Int, height: Int)]] {
        guard !documents.isEmpty else { return [] }
        return try await engine.read { db in
            try documents.map { try DocumentRecords.extents(of: $0.digest, in: db) }
        }
    }

    /// A case's document as it came; the look itself is recorded before anything is shown.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` for a document that is not there, other ``Refusal``s, ``Fault``.
    package func document(
        _ digest: String,
        in number: CaseNumber,
        reason: String,
        by actor: Actor
    ) async throws -> [UInt8] {
        guard let sealed = try await engine.read({ try DocumentRecords.original(of: digest, in: $0) }) else {
            throw Refusal.unknown(.document)
        }
        try await perform(.seeOriginal(digest, reason: reason), on: number, by: actor)
        return try vault.open(document: sealed, digest)
    }
}

/// A document whose pages are drawn and that is not kept yet.
struct PreparedDocument: Sendable {
    let document: Document
    let bytes: [UInt8]
    /// Empty for one that is there already.
    let pages: [DocumentRecords.Page]

    func keep(at now: Instant, sealedBy vault: Vault, in db: any Connection) throws {
        guard !pages.isEmpty else { return try DocumentRecords.keepOn(document.digest, at: now, in: db) }
        let sealed = try vault.seal(document: bytes, document.digest, key: try ContactRecords.currentKey(in: db))
        try DocumentRecords.keep(pages, document.digest, original: sealed, at: now, in: db)
    }
}
