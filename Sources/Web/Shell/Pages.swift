import Application
import CZlib
import Crypto
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// Templates, words and files, read once at the start.
struct Pages: Sendable {
    private let library: MustacheLibrary
    private let words: [Language: [String: String]]
    /// Address → bytes and type; addresses of our own files carry a hash of their content.
    let files: [String: (bytes: [UInt8], type: String)]
    private let css: String
    private let script: String
    let hasLeaflet: Bool
    private let office: Office

    /// - Throws: what hinders the reading of a file that was built in.
    init(office: Office) throws {
        self.office = office
        let folder = Bundle.module.bundleURL.appending(path: "Resources")
        MustacheContentTypes.register(PageText(), named: PageText.name)
        var templates: [String: MustacheTemplate] = [:]
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "Templates").path)
        for name in names where name.hasSuffix(".mustache") {
            let text = try String(contentsOf: folder.appending(path: "Templates/\(name)"), encoding: .utf8)
            templates[String(name.dropLast(9))] = try MustacheTemplate(string: PageText.pragma + text)
        }
        library = MustacheLibrary(templates: templates)
        // Templates say `t.nav_board` for the catalogue's `web.nav_board`.
        words = Dictionary(
            uniqueKeysWithValues: Language.allCases.map { language in
                let keys = office.catalogues.keys(in: language).filter { $0.hasPrefix("web.") }
                let pairs = keys.map { (String($0.dropFirst(4)), office.catalogues.text($0, in: language)) }
                return (language, Dictionary(uniqueKeysWithValues: pairs))
            }
        )
        var files: [String: (bytes: [UInt8], type: String)] = [:]
        func own(_ name: String, _ type: String) throws -> String {
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            let hash = SHA256.hash(data: bytes).prefix(6).map { String($0, radix: 16) }.joined()
            files["/assets/\(hash)/\(name)"] = (bytes, type)
            return "/assets/\(hash)/\(name)"
        }
        css = try own("qipan.css", "text/css; charset=utf-8")
        script = try own("qipan.js", "text/javascript; charset=utf-8")
        let leaflet = URL(filePath: "/usr/share/javascript/leaflet")
        for (name, type) in [
            ("leaflet.js", "text/javascript; charset=utf-8"), ("leaflet.css", "text/css; charset=utf-8"),
        ] {
            // Debian's package; without it the drawn map is all there is.
            let small = leaflet.appending(path: name.replacing(".js", with: ".min.js")).path
            let contents = FileManager.default.contents(atPath: small)
            if let data = contents ?? FileManager.default.contents(atPath: leaflet.appending(path: name).path) {
                files["/assets/leaflet/\(name)"] = ([UInt8](data), type)
            }
        }
        hasLeaflet = files["/assets/leaflet/leaflet.js"] != nil
        self.files = files
    }

    /// A whole page.
    ///
    /// `model`: what the template shows; its words stand under `t`.
    func page(
        _ template: String,
        _ model: [String: Any],
        title: String,
        visit: Visit,
        status: HTTPResponse.Status = .ok,
        isNarrow: Bool = false,
        isPrivate: Bool = false
    ) -> Response {
        let language = visit.language
        let t = words[language] ?? [:]
        let other: Language = language == .chinese ? .english : .chinese
        let body = library.render(model.merging(["t": t]) { first, _ in first }, withTemplate: template) ?? ""
        var layout: [String: Any] = [
            "t": t, "lang": language == .chinese ? "zh-CN" : "en", "title": title, "body": body, "css": css,
            "js": script,
            "district": office.settings.district.text(in: language), "contact": office.settings.contactLine,
            "other": other.rawValue, "other_url": otherAddress(visit, other), "narrow": isNarrow,
            "synthetic": office.directory.isSynthetic || office.settings.isDemonstration,
        ]
        if let signedIn = visit.signedIn { layout["staff"] = ["name": signedIn.displayName, "csrf": signedIn.csrf] }
        let html = library.render(layout, withTemplate: "layout") ?? ""
        var headers = Self.securityHeaders
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = isPrivate || visit.signedIn != nil ? "no-store" : "no-cache"
        headers[.vary] = "Accept-Language, Cookie, Accept-Encoding"
        if let asked = visit.query["lang"].flatMap(Language.init(rawValue:)) {
            let cookie = "\(Visit.languageCookie)=\(asked.rawValue); Path=/; Max-Age=31536000; SameSite=Lax"
            headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        return Self.compressed(Array(html.utf8), status: status, headers: headers, for: visit.request)
    }

    func text(_ key: String, _ language: Language) -> String {
        office.catalogues.text("web.\(key)", in: language)
    }

    /// A plain message: errors and ends.
    func message(_ key: String, status: HTTPResponse.Status, visit: Visit, words: String? = nil) -> Response {
        let heading = text("\(key)_title", visit.language)
        let message = words ?? text("\(key)_text", visit.language)
        return page(
            "message",
            ["heading": heading, "message": message],
            title: heading,
            visit: visit,
            status: status,
            isNarrow: true,
            isPrivate: true
        )
    }

    /// No script and no style but our own files, no frame, no referrer that could carry a secret link.
    static var securityHeaders: HTTPFields {
        var headers: HTTPFields = [.xContentTypeOptions: "nosniff"]
        headers[.contentSecurityPolicy] =
            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
        return headers
    }

    private func otherAddress(_ visit: Visit, _ language: Language) -> String {
        var parts = visit.query.fields.filter { $0.name != "lang" }
            .map { "\(Self.escape($0.name))=\(Self.escape($0.value))" }
        parts.append("lang=\(language.rawValue)")
        return visit.path + "?" + parts.joined(separator: "&")
    }

    static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// Gzip where the browser takes it: the board's map shrinks to a quarter.
    static func compressed(
        _ bytes: [UInt8],
        status: HTTPResponse.Status,
        headers: HTTPFields,
        for request: Request
    ) -> Response {
        var headers = headers
        guard bytes.count > 1_024, request.headers[.acceptEncoding]?.contains("gzip") == true, let small = gzip(bytes)
        else {
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: small)))
    }

    private static func gzip(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and 16 more say gzip instead of zlib.
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(&stream, 5, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            return nil
        }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var input = bytes
        return input.withUnsafeMutableBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                deflate(&stream, Z_FINISH)
                count = bound - Int(stream.avail_out)
            }
        }
    }
}
