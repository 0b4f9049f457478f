package import FoundationEssentials

/// An identifier that cannot stand in for another kind of identifier.
package struct ID<Subject>: Hashable, Sendable {
    package let rawValue: UUID

    package init(_ rawValue: UUID) { self.rawValue = rawValue }

    /// The identifier's sixteen bytes, as the journal stores them.
    package var bytes: [UInt8] {
        withUnsafeBytes(of: rawValue.uuid) { [UInt8]($0) }
    }

    /// An identifier from its sixteen stored bytes; nil for any other count.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        var uuid = UUID().uuid
        withUnsafeMutableBytes(of: &uuid) { $0.copyBytes(from: bytes) }
        rawValue = UUID(uuid: uuid)
    }
}
