import Domain
package import Store

extension Office {
    /// Takes a district's own list of matters over: its units, then its categories; what is there already stays.
    ///
    /// - Throws: ``Refusal`` for a category whose unit is not there, ``Fault``.
    package func adopt(_ file: CatalogueFile) async throws {
        for unit in file.units { try await change(.nameUnit(unit), on: ID<Catalogue>.board, by: .system) }
        for category in file.categories { try await change(.define(category), on: ID<Catalogue>.board, by: .system) }
    }
}
