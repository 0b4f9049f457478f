import Application
import Foundation

/// The two formats; the ending of the path decides, never the Accept header (GR-61).
enum WireFormat: String {
    case xml
    case json

    var contentType: String {
        switch self {
        case .xml: "text/xml; charset=utf-8"
        case .json: "application/json; charset=utf-8"
        }
    }
}

/// A value that is written as XML or as JSON in the "Spark" mapping: containers become bare arrays (GR-03).
indirect enum Wire {
    case null
    case text(String)
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    /// Children that all have one element name.
    case list(of: String, [Wire])
    case object([(String, Wire)])

    static func optional(_ text: String?) -> Wire { text.map { $0.isEmpty ? .null : .text($0) } ?? .null }

    /// The whole document; `root` is the outer element, which JSON drops.
    func document(root: String, as format: WireFormat) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4_096)
        switch format {
        case .json: appendJSON(to: &bytes)
        case .xml:
            bytes += "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8
            appendXML(named: root, to: &bytes)
        }
        return bytes
    }

    /// What stands before, and behind, the elements of a list that is written one after another.
    static func opening(root: String, as format: WireFormat) -> [UInt8] {
        switch format {
        case .json: [UInt8(ascii: "[")]
        case .xml: Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<\(root)>".utf8)
        }
    }

    static func ending(root: String, as format: WireFormat) -> [UInt8] {
        switch format {
        case .json: [UInt8(ascii: "]")]
        case .xml: Array("</\(root)>".utf8)
        }
    }

    /// This value as one element of such a list.
    func append(to bytes: inout [UInt8], named name: String, as format: WireFormat, isFirst: Bool) {
        switch format {
        case .json:
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            appendJSON(to: &bytes)
        case .xml: appendXML(named: name, to: &bytes)
        }
    }

    private func appendXML(named name: String, to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "<\(name)/>".utf8
        case .list(_, let children) where children.isEmpty: bytes += "<\(name)/>".utf8
        case .text(let text): wrap(name, &bytes) { Self.appendXML(text, to: &$0) }
        case .boolean(let value): wrap(name, &bytes) { $0 += "\(value)".utf8 }
        case .integer(let value): wrap(name, &bytes) { $0 += "\(value)".utf8 }
        case .number(let value): wrap(name, &bytes) { $0 += "\(value)".utf8 }
        case .list(let element, let children):
            wrap(name, &bytes) { for child in children { child.appendXML(named: element, to: &$0) } }
        case .object(let fields):
            wrap(name, &bytes) { for (field, value) in fields { value.appendXML(named: field, to: &$0) } }
        }
    }

    private func wrap(_ name: String, _ bytes: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        bytes += "<\(name)>".utf8
        body(&bytes)
        bytes += "</\(name)>".utf8
    }

    /// Characters that XML 1.0 cannot hold at all become U+FFFD.
    private static func appendXML(_ text: String, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": bytes += "&lt;".utf8
            case ">": bytes += "&gt;".utf8
            case "&": bytes += "&amp;".utf8
            case "\r": bytes += "&#13;".utf8
            case "\n", "\t": bytes.append(UInt8(scalar.value))
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": bytes += "\u{FFFD}".utf8
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
    }

    private func appendJSON(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .text(let text): JSONText.append(text, to: &bytes)
        case .boolean(let value): bytes += "\(value)".utf8
        case .integer(let value): bytes += "\(value)".utf8
        case .number(let value): bytes += "\(value)".utf8
        case .list(_, let children):
            bytes.append(UInt8(ascii: "["))
            for (index, child) in children.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                child.appendJSON(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let fields):
            bytes.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                JSONText.append(field.0, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                field.1.appendJSON(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }
}
