import Crypto
package import Domain
import Foundation
package import Store

extension Office {
    /// The longer sides, in pixels, that a photo can be had in beside its whole size.
    package static let photoSides = [480, 960]

    /// A photo with its longer side at most `side` pixels: made when it is first asked for.
    ///
    /// - Returns: nil when there is no such photo.
    /// - Throws: ``Fault``.
    package func photo(_ digest: String, side: Int) async throws -> PhotoRecords.Photo? {
        guard var photo = try await photo(digest) else { return nil }
        guard max(photo.width, photo.height) > side else { return photo }
        if let small = try await engine.read({ try PhotoVersions.size(digest, side, in: $0) }) {
            photo.bytes = small
            return photo
        }
        let whole = photo
        let small = try await photoWork.run { try PhotoWorkshop.shrink(whole.bytes, to: side) }
        do {
            try await engine.write { try PhotoVersions.keep(small, side, of: whole, digest, in: $0) }
        } catch is Fault {
            // A board that only serves makes it again the next time.
        }
        photo.bytes = small
        return photo
    }

    /// Pixels of photos, by digest.
    package func extents(ofPhotos digests: [String]) async throws -> [String: (width: Int, height: Int)] {
        guard !digests.isEmpty else { return [:] }
        return try await engine.read { try PhotoVersions.extents(of: digests, in: $0) }
    }

    /// What of a photo is covered; nil when it is shown as it came and always was.
    ///
    /// - Throws: ``Fault``.
    package func covered(_ digest: String) async throws -> [Rectangle]? {
        guard let original = try await engine.read({ try PhotoVersions.original(of: digest, in: $0) }) else {
            return nil
        }
        do { return try Rectangle.list(parsing: original.rectangles) } catch {
            throw Fault.corrupt("a photo's covered parts are not readable")
        }
    }

    /// Covers parts of a case's photo, these and none that were covered before; without any it is shown as it came again.
    ///
    /// Everybody sees the new picture from the commit on, at every door and in every case that names the photo; the original is
    /// sealed with the first covering.
    /// - Throws: ``Refusal``; ``Fault`` of kind conflict when somebody else acted since `version`.
    package func cover(
        _ digest: String,
        of number: CaseNumber,
        with rectangles: [Rectangle],
        expecting version: Int? = nil,
        by actor: Actor
    ) async throws {
        let found = try await engine.read { db in
            (
                try PhotoRecords.photo(digest, in: db), try PhotoVersions.original(of: digest, in: db),
                try ContactRecords.currentKey(in: db)
            )
        }
        guard let shown = found.0 else { throw Refusal.unknown(.photo) }
        let bytes = try found.1.map { try vault.open(photo: $0.sealed, digest) } ?? shown.bytes
        let sealed = try found.1?.sealed ?? vault.seal(photo: bytes, digest, key: found.2)
        var photo = PhotoRecords.Photo(bytes: bytes, width: shown.width, height: shown.height)
        if !rectangles.isEmpty {
            photo.bytes = try await photoWork.run { try PhotoWorkshop.cover(bytes, rectangles) }
            photo.shown = Hexadecimal.text(SHA256.hash(data: Data(photo.bytes)))
        }
        let next = photo
        let command = CaseCommand.coverPhoto(digest, rectangles, shown: next.shown ?? digest)
        try await perform(command, on: number, expecting: version, by: actor) { db in
            let text = Rectangle.text(of: rectangles)
            try PhotoVersions.show(next, digest, rectangles: text, original: sealed, in: db)
        }
    }

    /// A photo as it came; the look itself is recorded before anything is shown.
    ///
    /// - Throws: ``Refusal/unknown(_:)`` for a photo of which nothing was ever covered, other ``Refusal``s, ``Fault``.
    package func original(
        of digest: String,
        in number: CaseNumber,
        reason: String,
        by actor: Actor
    ) async throws -> [UInt8] {
        guard let original = try await engine.read({ try PhotoVersions.original(of: digest, in: $0) }) else {
            throw Refusal.unknown(.photo)
        }
        try await perform(.seeOriginal(digest, reason: reason), on: number, by: actor)
        return try vault.open(photo: original.sealed, digest)
    }
}
