import CExpat

/// Elements and texts of a document that is fed in pieces (expat): no document type, so no entities but the five of XML, and
/// nothing is ever fetched.
final class XMLEvents {
    enum Event {
        case start(String, [String: String])
        case text(String)
        case end(String)
    }

    private let parser: XML_Parser
    private let handle: (Event) throws -> Void
    private var fault: (any Error)?
    private var depth = 0

    /// Elements within one another; a sheet has about eight.
    private static let deepest = 64

    /// - Throws: ``SheetFault/damaged``.
    init(_ handle: @escaping (Event) throws -> Void) throws {
        guard let parser = XML_ParserCreate(nil) else { throw SheetFault.damaged }
        self.parser = parser
        self.handle = handle
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { data, name, attributes in XMLEvents.from(data).start(name, attributes) },
            { data, name in XMLEvents.from(data).end(name) }
        )
        XML_SetCharacterDataHandler(parser) { data, text, length in XMLEvents.from(data).text(text, length) }
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in XMLEvents.from(data).stop(SheetFault.entities) }
    }

    deinit { XML_ParserFree(parser) }

    /// - Throws: ``SheetFault``, or what the handler threw.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool = false) throws {
        let status = bytes.withMemoryRebound(to: CChar.self) {
            XML_Parse(parser, $0.baseAddress, Int32($0.count), isLast ? 1 : 0)
        }
        if let fault { throw fault }
        guard status == XML_STATUS_OK else { throw SheetFault.damaged }
    }

    private static func from(_ data: UnsafeMutableRawPointer?) -> XMLEvents {
        guard let data else { preconditionFailure("assumed the user data that was set") }
        // The object outlives its parser: it frees it when it goes.
        return Unmanaged<XMLEvents>.fromOpaque(data).takeUnretainedValue()
    }

    private func stop(_ error: any Error) {
        guard fault == nil else { return }
        fault = error
        XML_StopParser(parser, 0)
    }

    private func tell(_ event: Event) {
        guard fault == nil else { return }
        do { try handle(event) } catch { stop(error) }
    }

    private func start(
        _ name: UnsafePointer<CChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        depth += 1
        if depth > Self.deepest { return stop(SheetFault.damaged) }
        var found: [String: String] = [:]
        var index = 0
        // Names and values in turn, with a null behind the last.
        while let key = attributes?[index], let value = attributes?[index + 1] {
            found[String(cString: key)] = String(cString: value)
            index += 2
        }
        tell(.start(Self.local(name), found))
    }

    private func end(_ name: UnsafePointer<CChar>?) {
        depth -= 1
        tell(.end(Self.local(name)))
    }

    private func text(_ text: UnsafePointer<CChar>?, _ length: Int32) {
        guard let text else { return }
        let bytes = UnsafeBufferPointer(start: text, count: Int(length))
        tell(.text(String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)))
    }

    /// The name without its prefix: some programs write `x:row`.
    private static func local(_ name: UnsafePointer<CChar>?) -> String {
        guard let name else { return "" }
        let whole = String(cString: name)
        return whole.lastIndex(of: ":").map { String(whole[whole.index(after: $0)...]) } ?? whole
    }
}
