import Application
import Crypto
import Domain
import HTTPTypes
import Hummingbird
import Logging
import SignOn

extension WebDoor {
    private static let ticketCookie = "qipan_sign_on"
    private static let path = "/desk/sign-on"

    private var ticketKey: SymmetricKey { office.keys.derived("sign-on/v1") }

    /// Sends the browser to the provider, with a ticket to come back with.
    func beginSignOn(_ visit: Visit) async throws -> Response {
        guard let provider else { return pages.message("not_found", status: .notFound, visit: visit) }
        let now = office.now.secondsSinceEpoch
        let ticket = Ticket(now: now, random: office.world.randomBytes)
        do {
            var response = redirect(try await provider.begin(ticket, now: now))
            let value = try ticket.sealed(with: ticketKey)
            response.headers.append(ticketCookie(value, seconds: Ticket.lifetime))
            return response
        } catch let fault as SignOnFault {
            return signOnFailed(fault, visit)
        }
    }

    /// The browser comes back from the provider.
    func finishSignOn(_ visit: Visit) async throws -> Response {
        guard let provider else { return pages.message("not_found", status: .notFound, visit: visit) }
        do {
            let sealed = Visit.cookie(Self.ticketCookie, in: visit.request)
            guard let ticket = sealed.flatMap({ Ticket(sealed: $0, key: ticketKey) }) else { throw SignOnFault.state }
            let person = try await provider.finish(ticket, now: office.now.secondsSinceEpoch) { visit.query[$0] }
            let link = Account.SignOn(issuer: person.issuer, subject: person.subject)
            var response = enter(try await office.signIn(link, agent: visit.agent))
            // One return, one ticket.
            response.headers.append(ticketCookie("", seconds: 0))
            return response
        } catch let fault as SignOnFault {
            return signOnFailed(fault, visit)
        } catch let refusal as Refusal {
            var response = signInForm(
                visit,
                failed: office.catalogues.words(for: refusal, in: visit.language),
                status: status(of: refusal)
            )
            response.headers.append(ticketCookie("", seconds: 0))
            return response
        }
    }

    private func signOnFailed(_ fault: SignOnFault, _ visit: Visit) -> Response {
        office.logger.warning("sign-on failed", metadata: ["code": "\(fault.rawValue)"])
        let words = office.catalogues.words(for: .signOnFailed, in: visit.language)
        let status: HTTPResponse.Status = fault == .unreachable || fault == .discovery ? .badGateway : .unauthorized
        var response = signInForm(visit, failed: words, status: status)
        response.headers.append(ticketCookie("", seconds: 0))
        return response
    }

    private func ticketCookie(_ value: String, seconds: Int64) -> HTTPField {
        HTTPField(name: .setCookie, value: cookie(Self.ticketCookie, value, path: Self.path, seconds: seconds))
    }
}
