import Crypto

extension Schema.Table {
    /// A digest of all rows in the order of the key: equal content has equal digests, on any engine.
    ///
    /// - Complexity: O(rows), in constant memory.
    /// - Throws: ``Fault``.
    package func contentDigest(in db: any Connection) throws -> String {
        var hash = SHA256()
        let columns = columns.joined(separator: ", ")
        let order = key.joined(separator: ", ")
        try db.forEach(SQL(stringLiteral: "SELECT \(columns) FROM \(name) ORDER BY \(order)")) { row in
            for column in 0..<row.columnCount {
                hash.update(data: Array(try row.canonicalText(column).utf8))
                hash.update(data: [0])
            }
        }
        return Hexadecimal.text(hash.finalize())
    }
}

extension Row {
    /// A value as text that tells null, number, text and bytes apart.
    fileprivate func canonicalText(_ column: Int) throws -> String {
        switch try value(column) {
        case .null: "n"
        case .integer(let number): "i\(number)"
        case .real(let number): "r\(number)"
        case .text(let text): "t\(text)"
        case .blob(let bytes): "b" + Hexadecimal.text(bytes)
        }
    }
}
