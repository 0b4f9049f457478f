import Application
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
    let assets: Assets
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
        assets = try Assets(folder: folder)
    }

    /// A whole page.
    ///
    /// `model`: what the template shows; its words stand under `t`, the address of the page's feed under `feed`, of a script that
    /// only this page loads under `script`.
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
        let body = render(template, model, in: language)
        var layout: [String: Any] = [
            "t": t, "lang": Self.tag(language), "title": title, "body": body, "css": assets.css,
            "js": assets.script, "icon": assets.icon,
            "district": office.settings.district.text(in: language), "contact": office.settings.contactLine,
            "other": Self.tag(other), "other_url": otherAddress(visit, other), "narrow": isNarrow,
            "synthetic": office.directory.isSynthetic || office.settings.isDemonstration,
            "places": places(visit, t),
        ]
        for key in ["feed", "atom", "logged", "script"] { if let value = model[key] { layout[key] = value } }
        if let signedIn = visit.signedIn {
            layout["staff"] =
                [
                    "name": signedIn.displayName, "csrf": signedIn.csrf, "desk": assets.desk,
                    "id": signedIn.staff.account.rawValue.uuidString,
                    "visits": office.may(.visit, signedIn.staff) ? assets.visits as Any : false,
                ] as [String: Any]
        }
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

    /// A document for paper, with its own style and nothing that it would have to load.
    ///
    /// Links lead to the office's own address: paper has none.
    func document(_ template: String, _ model: [String: Any], in language: Language) -> String {
        render(template, model.merging(["style": assets.printStyle]) { first, _ in first }, in: language)
    }

    /// A part of a page, for JavaScript to put in.
    func fragment(_ template: String, _ model: [String: Any], visit: Visit) -> Response {
        var headers = Self.securityHeaders
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Language, Cookie, Accept-Encoding"
        let html = render(template, model, in: visit.language)
        return Self.compressed(Array(html.utf8), status: .ok, headers: headers, for: visit.request)
    }

    private func render(_ template: String, _ model: [String: Any], in language: Language) -> String {
        let t = words[language] ?? [:]
        return library.render(model.merging(["t": t]) { first, _ in first }, withTemplate: template) ?? ""
    }

    /// The main pages, and which of them this is.
    private func places(_ visit: Visit, _ t: [String: String]) -> [[String: Any]] {
        var all = [("/", "nav_board"), ("/report", "nav_report"), ("/desk", "nav_desk"), ("/about", "nav_about")]
        all.insert(("/bulletins", "nav_bulletins"), at: 2)
        if let staff = visit.signedIn?.staff, OfficeArea.all.contains(where: { office.may($0.action, staff) }) {
            all.insert(("/office", "nav_office"), at: 4)
        }
        all.insert(("/activities", "nav_activities"), at: 2)
        return all.map { address, key in
            let isHere = visit.path == address || (address.count > 1 && visit.path.hasPrefix(address + "/"))
            return ["url": address, "name": t[key] ?? key, "here": isHere]
        }
    }

    private static func tag(_ language: Language) -> String {
        switch language {
        case .chinese: "zh-CN"
        case .english: "en"
        }
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
        guard bytes.count > 1_024, takesGzip(request), let small = Gzip.compressed(bytes, level: 6) else {
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        headers[.contentEncoding] = "gzip"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: small)))
    }

    static func takesGzip(_ request: Request) -> Bool { request.headers[.acceptEncoding]?.contains("gzip") == true }
}
