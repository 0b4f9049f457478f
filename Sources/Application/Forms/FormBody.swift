import Foundation

/// What a form sent: fields and files, in their order.
package struct FormBody: Sendable {
    /// A file part of a multipart form.
    package struct File: Sendable {
        package var name: String
        package var filename: String
        package var contentType: String
        package var bytes: [UInt8]
    }

    package var fields: [(name: String, value: String)] = []
    package var files: [File] = []

    package init() {}

    /// The first value of a field; nil when it is absent or empty, which is the same (GR-05).
    package subscript(name: String) -> String? {
        for field in fields where field.name == name && !field.value.isEmpty { return field.value }
        return nil
    }

    /// Every non-empty value of a field.
    package func all(_ name: String) -> [String] {
        fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }
}

/// How much of a form is read.
package struct FormLimits: Sendable {
    package var fields: Int
    /// Bytes of one text field.
    package var fieldBytes: Int
    package var files: Int

    package init(fields: Int = 200, fieldBytes: Int = 65_536, files: Int = 5) {
        self.fields = fields
        self.fieldBytes = fieldBytes
        self.files = files
    }
}

/// Why a form cannot be read.
package enum FormError: Error, Hashable, Sendable, CaseIterable {
    /// Neither urlencoded nor multipart.
    case contentType
    /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    case encoding
    /// A character that no text field may hold (U+0000).
    case control
    case boundary
    /// The body ends in the middle of a part.
    case truncated
    case tooManyFields
    case fieldTooLong
    case tooManyFiles
}

extension FormBody {
    /// Reads a request's body.
    ///
    /// - Throws: ``FormError``.
    package static func parse(
        contentType: String?,
        bytes: [UInt8],
        limits: FormLimits = FormLimits()
    ) throws(FormError) -> FormBody {
        let type = contentType?.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace } ?? ""
        switch type {
        case "application/x-www-form-urlencoded", "": return try parse(urlencoded: bytes, limits: limits)
        case "multipart/form-data":
            guard let boundary = boundary(in: contentType ?? "") else { throw .boundary }
            return try parse(multipart: bytes, boundary: boundary, limits: limits)
        default: throw .contentType
        }
    }

    /// Reads `a=1&b=2`, as in bodies and in the query part of an address.
    ///
    /// - Throws: ``FormError``.
    package static func parse(
        urlencoded bytes: some Collection<UInt8>,
        limits: FormLimits = FormLimits()
    ) throws(FormError) -> FormBody {
        var form = FormBody()
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard form.fields.count < limits.fields else { throw .tooManyFields }
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = try decode(halves[0], limits)
            let value = halves.count > 1 ? try decode(halves[1], limits) : ""
            form.fields.append((name, value))
        }
        return form
    }

    private static func decode(_ bytes: some Collection<UInt8>, _ limits: FormLimits) throws(FormError) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else {
                    throw .encoding
                }
                decoded.append(high << 4 | low)
            default: decoded.append(byte)
            }
        }
        return try text(decoded, limits)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    fileprivate static func text(_ bytes: [UInt8], _ limits: FormLimits) throws(FormError) -> String {
        guard bytes.count <= limits.fieldBytes else { throw .fieldTooLong }
        guard !bytes.contains(0) else { throw .control }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .encoding }
        return text
    }

    /// The boundary parameter: quoted, or everything up to the next semicolon, `=` signs included (GR-56).
    private static func boundary(in contentType: String) -> [UInt8]? {
        guard let start = contentType.lowercased().range(of: "boundary=") else { return nil }
        let offset = contentType.lowercased().distance(from: contentType.lowercased().startIndex, to: start.upperBound)
        let rest = contentType.dropFirst(offset)
        let value: Substring =
            if rest.first == "\"" {
                rest.dropFirst().prefix { $0 != "\"" }
            } else {
                rest.prefix { $0 != ";" }
            }
        let boundary = Array(value.utf8.filter { $0 != UInt8(ascii: " ") })
        // RFC 2046 allows seventy; a client that sends more is still understood, within reason.
        return (1...200).contains(boundary.count) ? boundary : nil
    }
}
