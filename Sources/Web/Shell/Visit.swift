import Application
import Domain
import HTTPTypes
import Hummingbird

/// Somebody's request for a page: in which language, and who it is.
struct Visit {
    let request: Request
    let language: Language
    var signedIn: SignedIn?
    /// Somebody who has given a password and nothing more: nobody yet, as far as all other pages are concerned.
    var halfway: Halfway?
    /// The address that the request came from, for throttling.
    let address: String
    let query: FormBody

    var actor: Actor { signedIn.map { .staff($0.staff) } ?? .resident }

    var path: String { request.uri.path }

    var arrival: Arrival? { signedIn.map(Arrival.signedIn) ?? halfway.map(Arrival.halfway) }
    var csrf: String? { signedIn?.csrf ?? halfway?.csrf }
    var signInName: String? { signedIn?.signInName ?? halfway?.signInName }
    /// The browser, as roughly as it is kept.
    var agent: String { UserAgent.coarse(request.headers[.userAgent]) }

    mutating func enter(_ arrival: Arrival?) {
        (signedIn, halfway) = (nil, nil)
        switch arrival {
        case .signedIn(let found): signedIn = found
        case .halfway(let found): halfway = found
        case nil: break
        }
    }

    static let sessionCookie = "qipan_session"
    static let languageCookie = "qipan_lang"

    /// The value of a cookie; nil when it was not sent.
    static func cookie(_ name: String, in request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let halves = pair.split(separator: "=", maxSplits: 1)
                if halves.count == 2, halves[0].filter({ $0 != " " }) == name { return String(halves[1]) }
            }
        }
        return nil
    }

    /// `?lang=` first, then the cookie, then what the browser prefers; Chinese when nothing says.
    static func language(of request: Request, query: FormBody) -> Language {
        if let asked = query["lang"].flatMap(Language.init(rawValue:)) { return asked }
        if let kept = cookie(languageCookie, in: request).flatMap(Language.init(rawValue:)) { return kept }
        for item in (request.headers[.acceptLanguage] ?? "").lowercased().split(separator: ",") {
            let tag = item.filter { $0 != " " }
            if tag.hasPrefix("zh") { return .chinese }
            if tag.hasPrefix("en") { return .english }
        }
        return .chinese
    }
}
