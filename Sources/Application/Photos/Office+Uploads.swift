import Crypto
import Domain
import Foundation
package import Store

extension Office {
    /// Bytes that unfinished uploads may promise together; a day's, since they are forgotten after that.
    private static let promisedLimit = 512 * 1_048_576

    /// Begins an upload of so many bytes.
    ///
    /// `isDocument`: the sender says so, and is told accordingly what is wrong; what it is, its content tells.
    /// - Returns: the part of its address that nobody can guess: 32 hexadecimal digits.
    /// - Throws: ``Refusal/photoTooLarge(limitBytes:)``, ``Refusal/documentTooLarge(limitBytes:)``,
    ///   ``Refusal/documentsNotTaken``, ``Refusal/throttled(retryAfter:)`` while too much is unfinished, ``Fault``.
    package func beginUpload(length: Int, isDocument: Bool = false) async throws -> String {
        if isDocument, !takesDocuments { throw Refusal.documentsNotTaken }
        guard length > 0 else { throw isDocument ? Refusal.documentUnreadable : .photoUnreadable }
        guard length <= Self.photoLimit else {
            throw isDocument
                ? Refusal.documentTooLarge(limitBytes: Self.documentLimit) : .photoTooLarge(limitBytes: Self.photoLimit)
        }
        let token = Hexadecimal.text(world.randomBytes(16))
        let (name, now) = (Self.name(ofUpload: token), now)
        try await engine.write { db in
            guard try UploadRecords.promised(in: db) + length <= Self.promisedLimit else {
                throw Refusal.throttled(retryAfter: 600)
            }
            try UploadRecords.begin(name, length: length, at: now, in: db)
        }
        return token
    }

    /// How far an upload has come; nil when there is none, or none any more.
    ///
    /// - Throws: ``Fault``.
    package func upload(_ token: String) async throws -> UploadRecords.Upload? {
        let name = Self.name(ofUpload: token)
        return try await engine.read { try UploadRecords.find(name, in: $0) }
    }

    /// Takes the bytes behind the first `offset`; they are on the disk when this returns.
    ///
    /// - Returns: false when another number of bytes has come.
    /// - Throws: ``Fault``.
    package func append(_ bytes: [UInt8], toUpload token: String, at offset: Int) async throws -> Bool {
        let name = Self.name(ofUpload: token)
        return try await engine.write { try UploadRecords.append(bytes, to: name, at: offset, in: $0) }
    }

    /// Makes a photo, or a document, of an upload that is whole; again, if the answer got lost, with the same result.
    ///
    /// - Returns: what it became; nil while bytes are missing.
    /// - Throws: ``Refusal/photoUnreadable`` or what ``keepDocument(_:)`` throws, after which the upload is gone unless it
    ///   may be tried again; ``Fault``.
    package func finishUpload(_ token: String) async throws -> UploadRecords.Result? {
        let name = Self.name(ofUpload: token)
        guard let upload = try await upload(token) else { throw Refusal.unknown(.upload) }
        if let result = upload.result { return result }
        guard upload.received == upload.length else { return nil }
        let bytes = try await engine.read { try UploadRecords.bytes(of: name, in: $0) }
        let now = now
        do {
            let result: UploadRecords.Result
            if Self.isDocument(bytes) {
                let prepared = try await prepareDocument(bytes)
                result = .document(prepared.document.digest, pages: prepared.document.pages.count)
                try await engine.write { [vault] db in
                    try prepared.keep(at: now, sealedBy: vault, in: db)
                    try UploadRecords.finish(name, as: result, in: db)
                }
            } else {
                let prepared = try await preparePhoto(bytes)
                result = .photo(prepared.digest)
                try await engine.write { db in
                    try prepared.keep(at: now, in: db)
                    try UploadRecords.finish(name, as: result, in: db)
                }
            }
            return result
        } catch let refusal as Refusal {
            // Others are in front: the bytes are there, and the sender asks again.
            if case .throttled = refusal { throw refusal }
            try await engine.write { try UploadRecords.remove(name, in: $0) }
            throw refusal
        }
    }

    private static func name(ofUpload token: String) -> String {
        Hexadecimal.text(SHA256.hash(data: Data(token.utf8)))
    }
}
