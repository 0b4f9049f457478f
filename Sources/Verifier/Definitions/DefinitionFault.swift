/// Why a text is no definition.
///
/// A path such as `numerator.where.on<` says where.
package enum DefinitionFault: Error, Hashable, Sendable {
    case notCanonical(EntryFault)
    case unknownKey(String)
    case lacks(String)
    /// Something else than may stand there.
    case wrong(String)
    /// The value of the absent key, written out.
    case isDefault(String)
    /// A key that has no meaning beside the others.
    case notAllowed(String)
}
