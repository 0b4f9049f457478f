package import Application
import Domain
import HTTPTypes
package import Hummingbird
import Logging
import NIOCore
package import SignOn
import Store

/// The pages: for residents on a phone, for staff at a desk; all of them work without JavaScript.
package struct WebDoor: Sendable {
    let office: Office
    let pages: Pages
    let maps = MapCache()
    let press: Press
    private let common = CommonPages()
    private let live: LiveFeed
    let throttle: Throttle
    /// Looking for what is reported already is asked more often than a report is sent.
    let lookups: Throttle
    /// Drafts that somebody has checked: each takes as long as a page.
    let checks: Throttle
    /// Nil where people sign in with passwords only.
    let provider: SignOnProvider?

    /// Bytes of a form without, and with, a photo or document.
    private static let formLimit = 65_536
    static let uploadLimit = 12 * 1_048_576
    /// Five photos and two documents.
    private static let mostFiles = 5 + Document.limit

    /// - Throws: what hinders the reading of the templates and words that were built in.
    package init(office: Office, live: LiveFeed = LiveFeed(), provider: SignOnProvider? = nil) throws {
        self.office = office
        self.provider = provider
        self.live = live
        pages = try Pages(office: office)
        press = Press(script: pages.assets.press)
        throttle = Throttle(limit: office.settings.reportsPerTenSeconds)
        lookups = Throttle(limit: 4 * office.settings.reportsPerTenSeconds)
        checks = Throttle(limit: office.settings.reportsPerTenSeconds)
    }

    package func addRoutes<Context: RequestContext>(to router: Router<Context>) {
        let earlier = Set(router.routes.map(\.path.description))
        addPublicRoutes(to: router)
        addDeskRoutes(to: router)
        addAccountRoutes(to: router)
        addMessageRoutes(to: router)
        addOfficeRoutes(to: router)
        addTogetherRoutes(to: router)
        addPhotoRoutes(to: router)
        addExportRoutes(to: router)
        addHotlineRoutes(to: router)
        addRuleRoutes(to: router)
        addFirmRoutes(to: router)
        addProjectRoutes(to: router)
        addProcedureRoutes(to: router)
        addPolicyRoutes(to: router)
        addActivityRoutes(to: router)
        addMeetingRoutes(to: router)
        addSweepRoutes(to: router)
        addVolunteerRoutes(to: router)
        addPledgeRoutes(to: router)
        addFormRoutes(to: router)
        addCheckRoutes(to: router)
        addFigureRoutes(to: router)
        addTrendRoutes(to: router)
        addBulletinRoutes(to: router)
        refuseOtherMethods(of: router.routes.filter { !earlier.contains($0.path.description) }, in: router)
        for method in Self.methods where method != .head {
            router.on("/**", method: method) { request, context in
                await respond(request, context) { pages.message("not_found", status: .notFound, visit: $0) }
            }
        }
    }

    private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options, .trace]

    /// 405 with what an address does take (RFC 9110 15.5.6), instead of "no such page" for a page that there is.
    ///
    /// HEAD is left out where there is GET: the router makes it (`.autoGenerateHeadEndpoints`).
    private func refuseOtherMethods<Context: RequestContext>(
        of routes: [Router<Context>.RouteDescription],
        in router: Router<Context>
    ) {
        for (_, same) in Dictionary(grouping: routes, by: \.path.description) {
            guard let path = same.first?.path else { continue }
            var taken = same.map(\.method)
            if taken.contains(.get) { taken.append(.head) }
            let allowed = Self.methods.filter(taken.contains).map(\.rawValue).joined(separator: ", ")
            for method in Self.methods where !taken.contains(method) {
                router.on(path, method: method) { request, context in
                    await respond(request, context) { visit in
                        var response = pages.message("wrong_method", status: .methodNotAllowed, visit: visit)
                        response.headers[.allow] = allowed
                        return response
                    }
                }
            }
        }
    }

    private func addPublicRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/health") { _, _ in "ok\n" }
        router.get("/robots.txt") { _, _ in
            "User-agent: *\nDisallow: /r/\nDisallow: /also/\nDisallow: /unsubscribe/\nDisallow: /desk\nDisallow: /account\n"
                + "Disallow: /office\nDisallow: /f/\nDisallow: /firm/\nDisallow: /gate/\n"
        }
        router.get("/assets/**") { request, context in
            await respond(request, context) { file($0) }
        }
        router.get("/") { request, context in
            await respond(request, context) { try await common.page(at: "/", for: $0, office, board) }
        }
        router.get("/board.geojson") { request, context in
            await respond(request, context) { try await common.page(at: "/board.geojson", for: $0, office, outlines) }
        }
        router.get("/streets/{code}") { request, context in
            await respond(request, context) { try await street(context.parameters.get("code") ?? "", $0) }
        }
        router.get("/grids/{code}") { request, context in
            await respond(request, context) { try await grid(context.parameters.get("code") ?? "", $0) }
        }
        router.get("/events") { request, context in
            await respond(request, context) { visit in
                if let stream = live.response(office) { return stream }
                var response = pages.message("unavailable", status: .serviceUnavailable, visit: visit)
                response.headers[.retryAfter] = "60"
                return response
            }
        }
        router.get("/about") { request, context in await respond(request, context) { about($0) } }
        router.get("/report") { request, context in
            await respond(request, context) { reportForm($0, form: $0.query) }
        }
        router.get("/report/questions") { request, context in
            await respond(request, context) { questionsOfCategory($0) }
        }
        router.post("/report") { request, context in await respond(request, context) { try await sendReport($0) } }
        router.get("/cases/{number}") { request, context in
            await respond(request, context) { try await publicCase(context.parameters.get("number") ?? "", $0) }
        }
        router.get("/r/{number}/{secret}") { request, context in
            await respond(request, context) { visit in
                try await slip(context.parameters.get("number") ?? "", context.parameters.get("secret") ?? "", visit)
            }
        }
        router.post("/r/{number}/{secret}") { request, context in
            await respond(request, context) { visit in
                try await act(context.parameters.get("number") ?? "", context.parameters.get("secret") ?? "", visit)
            }
        }
        router.get("/r/{number}/{secret}/due") { request, context in
            await respond(request, context) { visit in
                try await slipDue(context.parameters.get("number") ?? "", context.parameters.get("secret") ?? "", visit)
            }
        }
        router.get("/r/{number}/{secret}/proof") { request, context in
            await respond(request, context) { visit in
                try await proof(context.parameters.get("number") ?? "", context.parameters.get("secret") ?? "", visit)
            }
        }
    }

    private func addDeskRoutes<Context: RequestContext>(to router: Router<Context>) {
        addQueueRoutes(to: router)
        addBulkRoutes(to: router)
        addDeskMapRoutes(to: router)
        router.get("/desk/new") { request, context in
            await respond(request, context) { visit in
                guard visit.signedIn != nil else { return redirect("/desk/sign-in") }
                return reportForm(visit, form: visit.query)
            }
        }
        router.get("/desk/cases/{number}") { request, context in
            await respond(request, context) { try await deskCase(context.parameters.get("number") ?? "", $0) }
        }
        router.get("/desk/cases/{number}/changes") { request, context in
            await respond(request, context) { try await changes(context.parameters.get("number") ?? "", $0) }
        }
        router.get("/desk/cases/{number}/print/{form}") { request, context in
            await respond(request, context) { visit in
                try await printedForm(
                    context.parameters.get("form") ?? "",
                    of: context.parameters.get("number") ?? "",
                    visit
                )
            }
        }
        router.get("/desk/cases/{number}/due") { request, context in
            await respond(request, context) { try await deskDue(context.parameters.get("number") ?? "", $0) }
        }
        router.post("/desk/cases/{number}") { request, context in
            await respond(request, context) { try await deskAct(context.parameters.get("number") ?? "", $0) }
        }
    }

    private func addAccountRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/desk/sign-in") { request, context in await respond(request, context) { signInForm($0) } }
        router.post("/desk/sign-in") { request, context in await respond(request, context) { try await signIn($0) } }
        router.get("/desk/sign-in/code") { request, context in await respond(request, context) { codeForm($0) } }
        router.post("/desk/sign-in/code") { request, context in
            await respond(request, context) { try await enterCode($0) }
        }
        router.get("/desk/sign-on") { request, context in
            await respond(request, context) { try await beginSignOn($0) }
        }
        router.get("/desk/sign-on/return") { request, context in
            await respond(request, context) { try await finishSignOn($0) }
        }
        router.post("/desk/sign-out") { request, context in await respond(request, context) { try await signOut($0) } }
        router.get("/account") { request, context in await respond(request, context) { try await account($0) } }
        router.post("/account/sessions") { request, context in
            await respond(request, context) { try await endSessions($0) }
        }
        router.post("/account/password") { request, context in
            await respond(request, context) { try await changePassword($0) }
        }
        router.get("/account/first-password") { request, context in
            await respond(request, context) { firstPassword($0) }
        }
        router.post("/account/first-password") { request, context in
            await respond(request, context) { try await replaceFirstPassword($0) }
        }
        router.get("/account/second-factor") { request, context in
            await respond(request, context) { try await secondFactor($0) }
        }
        router.post("/account/second-factor") { request, context in
            await respond(request, context) { try await changeSecondFactor($0) }
        }
    }

    private func addMessageRoutes<Context: RequestContext>(to router: Router<Context>) {
        router.get("/feeds/{code}") { request, context in
            await respond(request, context) { try await feed(ofArea: context.parameters.get("code") ?? "", $0) }
        }
        router.get("/feeds/category/{code}") { request, context in
            await respond(request, context) { try await feed(ofCategory: context.parameters.get("code") ?? "", $0) }
        }
        router.get("/unsubscribe/{kind}/{name}/{secret}") { request, context in
            await respond(request, context) { unsubscribeForm(receiver(in: context.parameters), $0) }
        }
        router.post("/unsubscribe/{kind}/{name}/{secret}") { request, context in
            await respond(request, context) { try await unsubscribe(receiver(in: context.parameters), $0) }
        }
        router.get("/desk/messages") { request, context in
            await respond(request, context) { try await messages($0) }
        }
        router.post("/desk/messages") { request, context in
            await respond(request, context) { try await keepMessages($0) }
        }
    }

    private func receiver(in parameters: Parameters) -> Receiver? {
        office.receiver(
            kind: parameters.get("kind") ?? "",
            name: parameters.get("name") ?? "",
            secret: parameters.get("secret") ?? ""
        )
    }

    // MARK: - Every request

    /// Finds out who asks and in which language, and turns whatever goes wrong into a page that says what to do.
    func respond<Context: RequestContext>(
        _ request: Request,
        _ context: Context,
        _ body: (Visit) async throws -> Response
    ) async -> Response {
        let address = (context as? any RemoteAddressRequestContext)?.remoteAddress?.ipAddress ?? ""
        var visit = Visit(request: request, language: .chinese, signedIn: nil, address: address, query: FormBody())
        do {
            // What is no query is answered without one.
            let query = (try? FormBody.parse(urlencoded: Array((request.uri.query ?? "").utf8))) ?? FormBody()
            let language = Visit.language(of: request, query: query)
            visit = Visit(request: request, language: language, signedIn: nil, address: address, query: query)
            if let token = Visit.cookie(Visit.sessionCookie, in: request) {
                visit.enter(try await office.arrival(token: token))
            }
            return try await body(visit)
        } catch let refusal as Refusal {
            return refused(refusal, visit)
        } catch let error as FormError {
            let status: HTTPResponse.Status = error == .contentType ? .unsupportedMediaType : .badRequest
            return pages.message("bad_form", status: status, visit: visit)
        } catch is NIOTooManyBytesError {
            return pages.message("too_large", status: .contentTooLarge, visit: visit)
        } catch {
            office.outages.tell("page failed", of: error)
            var response = pages.message("unavailable", status: .serviceUnavailable, visit: visit)
            response.headers[.retryAfter] = "5"
            return response
        }
    }

    private func refused(_ refusal: Refusal, _ visit: Visit) -> Response {
        if refusal == .signInNeeded, visit.path.hasPrefix("/office") { return redirect("/desk/sign-in") }
        let words = office.catalogues.words(for: refusal, in: visit.language)
        var response = pages.message("refused", status: status(of: refusal), visit: visit, words: words)
        if case .throttled(let seconds) = refusal { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    /// The status that fits a refusal.
    func status(of refusal: Refusal) -> HTTPResponse.Status {
        switch refusal {
        case .signInNeeded, .signInFailed, .codeWrong, .signOnFailed: .unauthorized
        case .notPermitted, .roleNeeded, .outsideScope, .otherUnit, .handlerMayNotCheck, .handlerMayNotClose,
            .establisherMayNotDispatch, .askerMayNotApprove, .leaderNeeded, .otherLevel, .otherDecider, .formExpired,
            .unitRecused, .recusalOfSelf,
            .secondFactorRequired, .notLinked, .ownRights, .beyondScope, .otherSteward, .samePerson:
            .forbidden
        case .unknown: .notFound
        case .wrongStage, .alreadyRated, .notOverdue, .voidAlreadyAsked, .voidNotAsked, .notPlaced, .notSelfHandlable,
            .noContact, .accountExists, .linkTaken, .secondFactorSet, .postExists, .postTaken, .calendarVersionUsed,
            .keyReused, .alreadyAsked, .nothingAsked, .tooLateToAsk, .orderStands, .objectionTooLate,
            .alreadySupervised,
            .notSupervised, .supervisionUnanswered, .alreadyExplained, .endOfLadder, .alreadyLowered, .notYet,
            .notSameMatter, .lastAdministrator, .resetNotAsked, .planPending, .notOpen, .otherDoor,
            .assistanceOutstanding, .notAssisting, .alreadyNamed, .whistleOpen, .notCalled, .partsOpen,
            .alreadyPart, .wholeEnded, .related, .hasParts, .notAttached, .confidenceDiffers, .confidenceOfWhole,
            .keptAsEditions, .editionExists, .editionPublished, .editionDayTaken,
            .notEnded, .erasureAsked, .erasureDone, .erasedWithWhole, .noPerson,
            .firmExists, .firmEnded, .stewardTaken, .statusOverlaps, .visitCapReached, .visitNotOpen, .visitAnswered,
            .answerTooLate, .recordTooLate, .roundExists,
            .bulletinStage, .bulletinTooEarly, .issueExists, .problemElsewhere, .problemCalledBack:
            .conflict
        case .missing, .answerMissing, .answerNotListed, .tooLong, .tooMany, .malformed, .placeOutside,
            .ratingOutOfRange, .datesReversed, .territory, .photoUnreadable, .documentUnreadable, .documentLocked,
            .documentTooLong, .amountOutOfRange, .reviewOutOfRange,
            .passwordsDiffer, .passwordUnchanged, .fromThePast, .territoryFaulty, .gridsVacant, .divisionUndispatched,
            .gridsApart, .holderCannotAct,
            .deputyIsHolder,
            .placeholderUnknown,
            .placeholderMissing, .editionTooEarly, .repeatedCode, .dispatchUnsound, .numberDiffers,
            .indicatorVersion, .outsideValidity, .otherKindOfFigure,
            .fromTheFuture, .inspectionNotBooked, .roundAcrossYears, .roundEmpty, .bulletinFaulty, .numbersContradicted,
            .numbersUnconfirmed:
            .unprocessableContent
        case .throttled: .tooManyRequests
        case .photoTooLarge, .documentTooLarge: .contentTooLarge
        case .work(let refusal): refusal.isAboutInput ? .unprocessableContent : .conflict
        case .pressMissing, .documentsNotTaken: .serviceUnavailable
        }
    }

    /// The form that a request carries, with a bound on its size.
    func form(of visit: Visit) async throws -> FormBody {
        let contentType = visit.request.headers[.contentType]
        let limit = contentType?.hasPrefix("multipart/") == true ? Self.uploadLimit : Self.formLimit
        let bytes = Array(try await visit.request.body.collect(upTo: limit).readableBytesView)
        return try FormBody.parse(contentType: contentType, bytes: bytes, limits: FormLimits(files: Self.mostFiles))
    }

    func redirect(_ address: String) -> Response {
        var headers = Pages.securityHeaders
        headers[.location] = address
        headers[.cacheControl] = "no-store"
        return Response(status: .seeOther, headers: headers)
    }

    // MARK: - Files

    private func file(_ visit: Visit) -> Response {
        guard let file = pages.assets.files[visit.path] else {
            return pages.message("not_found", status: .notFound, visit: visit)
        }
        var headers = Pages.securityHeaders
        headers[.contentType] = file.type
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        headers[.vary] = "Accept-Encoding"
        let small = Pages.takesGzip(visit.request) ? file.small : nil
        if small != nil { headers[.contentEncoding] = "gzip" }
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: small ?? file.bytes))
        )
    }

    /// The drawn map of the division as it stands.
    func map() -> BoardMap { maps.map(of: office.directory) }
}
