import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The texts of one element of an XML document, read by libxml2: an outside judge.
final class ElementTexts: NSObject, XMLParserDelegate {
    private(set) var texts: [String] = []
    private let name: String
    private var text: String?

    init(of name: String, in document: [UInt8]) throws {
        self.name = name
        super.init()
        let parser = XMLParser(data: Data(document))
        parser.delegate = self
        guard parser.parse() else { throw CocoaError(.fileReadCorruptFile) }
    }

    func parser(
        _ parser: XMLParser,
        didStartElement element: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        if element == name { text = "" }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text? += string }

    func parser(_ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?) {
        if element == name, let text { texts.append(text) }
        if element == name { text = nil }
    }
}

/// A strict reader of RFC 4180, byte by byte: nil for anything that is not such a file.
enum Spreadsheet {
    static func rows(_ bytes: [UInt8]) -> [[String]]? {
        var rows: [[String]] = []
        var row: [String] = []
        var index = 0
        while index < bytes.count {
            var field: [UInt8] = []
            if bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while true {
                    guard index < bytes.count else { return nil }
                    if bytes[index] == UInt8(ascii: "\"") {
                        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\"") else { break }
                        index += 1
                    }
                    field.append(bytes[index])
                    index += 1
                }
                index += 1
            } else {
                while index < bytes.count, ![0x2C, 0x0A, 0x0D].contains(bytes[index]) {
                    guard bytes[index] != UInt8(ascii: "\"") else { return nil }
                    field.append(bytes[index])
                    index += 1
                }
            }
            row.append(String(decoding: field, as: UTF8.self))
            guard index < bytes.count else { return nil }
            if bytes[index] == UInt8(ascii: ",") {
                index += 1
            } else {
                guard index + 1 < bytes.count, bytes[index] == 0x0D, bytes[index + 1] == 0x0A else { return nil }
                index += 2
                rows.append(row)
                row = []
            }
        }
        return rows
    }
}
