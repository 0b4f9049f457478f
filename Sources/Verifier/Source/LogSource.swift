/// Where the files of a log are read from: a server or a folder.
protocol LogSource: Sendable {
    /// Reads a whole file of at most `limit` bytes; nil if there is none.
    ///
    /// - Throws: ``Problem/unreadable(_:_:)``, ``Problem/tooLarge(_:limit:)``, or `CancellationError`.
    func read(_ path: String, limit: Int) async throws -> [UInt8]?
}

extension LogSource {
    /// The hashes of a tile.
    ///
    /// - Throws: ``Problem`` or `CancellationError`.
    func hashes(_ path: TilePath) async throws -> [Hash] {
        let (bytes, found) = try await tile(path)
        guard bytes.count == found.width * Hash.byteCount else {
            throw Problem.tileLength(found, expected: found.width * Hash.byteCount, found: bytes.count)
        }
        return bytes.withUnsafeBytes { buffer in
            (0..<path.width).compactMap { position in
                let start = position * Hash.byteCount
                return Hash(UnsafeRawBufferPointer(rebasing: buffer[start..<start + Hash.byteCount]))
            }
        }
    }

    /// The entries of a bundle.
    ///
    /// - Throws: ``Problem`` or `CancellationError`.
    func entries(_ path: TilePath) async throws -> EntryBundle {
        let (bytes, found) = try await tile(path)
        return try EntryBundle(bytes, path: found, count: found.width, width: path.width)
    }

    /// A tile's file; where a log has dropped a partial tile, the full one that grew from it.
    ///
    /// C2SP tlog-tiles lets a log delete partial tiles once the full one exists.
    private func tile(_ path: TilePath) async throws -> (bytes: [UInt8], found: TilePath) {
        if let bytes = try await read(path.description, limit: path.maximumLength) { return (bytes, path) }
        if path.isPartial, let bytes = try await read(path.full.description, limit: path.maximumLength) {
            return (bytes, path.full)
        }
        throw Problem.missing(path.description)
    }
}
