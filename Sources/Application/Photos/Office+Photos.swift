import CVips
import Crypto
import Domain
import Foundation
package import Store

extension Office {
    /// Bytes of an upload, before it is re-encoded.
    package static let photoLimit = 10 * 1_048_576

    /// Keeps a photo: told by its content, turned upright, at most 1,600 pixels a side, as JPEG without metadata, so
    /// that no position or device stays in it.
    ///
    /// - Returns: the digest under which reports name it.
    /// - Throws: ``Refusal/photoTooLarge(limitBytes:)``, ``Refusal/photoUnreadable``, ``Fault``.
    package func keepPhoto(_ bytes: [UInt8]) async throws -> String {
        let prepared = try await preparePhoto(bytes)
        let now = now
        try await engine.write { try prepared.keep(at: now, in: $0) }
        return prepared.digest
    }

    /// The same without keeping it: a report keeps it together with itself, or not at all.
    ///
    /// - Throws: ``Refusal/photoTooLarge(limitBytes:)``, ``Refusal/photoUnreadable``, ``Fault``.
    package func preparePhoto(_ bytes: [UInt8]) async throws -> PreparedPhoto {
        guard bytes.count <= Self.photoLimit else { throw Refusal.photoTooLarge(limitBytes: Self.photoLimit) }
        let photo = try await photoWork.run { try PhotoWorkshop.reencode(bytes) }
        return PreparedPhoto(digest: Hexadecimal.text(SHA256.hash(data: Data(photo.bytes))), photo: photo)
    }

    /// A kept photo; nil when there is none of that digest.
    package func photo(_ digest: String) async throws -> PhotoRecords.Photo? {
        try await engine.read { try PhotoRecords.photo(digest, in: $0) }
    }
}

/// A photo that has been re-encoded and is not kept yet.
package struct PreparedPhoto: Sendable {
    /// The digest under which reports name it.
    package let digest: String
    let photo: PhotoRecords.Photo

    func keep(at now: Instant, in db: any Connection) throws {
        try PhotoRecords.keep(photo, digest: digest, at: now, in: db)
    }
}

/// libvips, told to trust nothing: only its own well-tested loaders, no cache, one thread.
enum PhotoWorkshop {
    private static let largestSide: Int32 = 1_600
    private static let quality: Int32 = 82
    /// 12,000 by 8,300: more than a phone's photo of 10 MB has, and a second's work; a file of 20 kB can promise more.
    private static let largestPixelCount: Int64 = 100_000_000

    private static let isReady: Bool = {
        guard vips_init("qipan") == 0 else { return false }
        vips_cache_set_max(0)
        vips_concurrency_set(1)
        vips_block_untrusted_set(1)
        return true
    }()

    /// - Throws: ``Refusal/photoUnreadable`` for anything but a JPEG, PNG, WebP or HEIF image.
    static func reencode(_ bytes: [UInt8]) throws -> PhotoRecords.Photo {
        guard isReady else { throw Fault(.unavailable, code: "vips", message: "libvips does not start") }
        defer { vips_error_clear() }
        return try bytes.withUnsafeBytes { buffer in
            guard isWelcome(buffer),
                (1...largestPixelCount).contains(qipan_count_pixels(buffer.baseAddress, buffer.count)),
                let image = qipan_read_image(buffer.baseAddress, buffer.count, largestSide)
            else { throw Refusal.photoUnreadable }
            defer { g_object_unref(image) }
            // Pixels are decoded here: a truncated file fails now.
            return PhotoRecords.Photo(
                bytes: try encode(image),
                width: Int(vips_image_get_width(image)),
                height: Int(vips_image_get_height(image))
            )
        }
    }

    /// A kept photo made smaller: at most `side` pixels a side, as JPEG.
    ///
    /// - Throws: ``Refusal/photoUnreadable`` for bytes that ``reencode(_:)`` has not made.
    static func shrink(_ bytes: [UInt8], to side: Int) throws -> [UInt8] {
        try redraw(bytes, side: Int32(side)) { _ in }
    }

    /// A kept photo with parts of it filled with black: nothing of what was there is left in the bytes.
    ///
    /// - Throws: ``Refusal/photoUnreadable`` for bytes that ``reencode(_:)`` has not made.
    static func cover(_ bytes: [UInt8], _ rectangles: [Rectangle]) throws -> [UInt8] {
        try redraw(bytes, side: largestSide) { image in
            for part in rectangles {
                let (left, top) = (Int32(part.left), Int32(part.top))
                guard qipan_cover(image, left, top, Int32(part.width), Int32(part.height)) == 0 else {
                    throw Refusal.photoUnreadable
                }
            }
        }
    }

    private static func redraw(
        _ bytes: [UInt8],
        side: Int32,
        _ draw: (UnsafeMutableRawPointer) throws -> Void
    ) throws -> [UInt8] {
        guard isReady else { throw Fault(.unavailable, code: "vips", message: "libvips does not start") }
        defer { vips_error_clear() }
        return try bytes.withUnsafeBytes { buffer in
            guard let read = qipan_read_image(buffer.baseAddress, buffer.count, side) else {
                throw Refusal.photoUnreadable
            }
            defer { g_object_unref(read) }
            guard let image = qipan_copy_image(read) else { throw Refusal.photoUnreadable }
            defer { g_object_unref(image) }
            try draw(image)
            return try encode(image)
        }
    }

    private static func encode(_ image: UnsafeMutableRawPointer) throws -> [UInt8] {
        var output: UnsafeMutableRawPointer?
        var length = 0
        guard qipan_write_jpeg(image, &output, &length, quality) == 0, let output else { throw Refusal.photoUnreadable }
        defer { g_free(output) }
        return [UInt8](UnsafeRawBufferPointer(start: output, count: length))
    }

    /// By what the bytes are, never by name or declared type.
    private static func isWelcome(_ buffer: UnsafeRawBufferPointer) -> Bool {
        guard let name = vips_foreign_find_load_buffer(buffer.baseAddress, buffer.count) else { return false }
        let loader = String(cString: name).lowercased()
        return ["jpeg", "png", "webp", "heif"].contains { loader.contains($0) }
    }
}
