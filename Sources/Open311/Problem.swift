import Application
import Domain
import Store

/// Why a call is answered with an error: the HTTP status, and for each fault a description for people (GR-43, GR-44).
struct Problem: Error {
    var status: Int
    /// Catalogue keys with their values, or finished words.
    var faults: [Fault]
    var retryAfter: Int?

    enum Fault {
        case key(String, [String: String])
        case refusal(Refusal)
    }

    init(_ status: Int, _ key: String, _ values: [String: String] = [:]) {
        self.status = status
        faults = [.key("open311.\(key)", values)]
    }

    init(_ status: Int, faults: [Fault]) {
        self.status = status
        self.faults = faults
    }

    /// A rule said no: 404 for what is not there, 429 for too much, else 400 (GR-30).
    init(_ refusal: Refusal) {
        switch refusal {
        case .unknown: self.init(404, faults: [.refusal(refusal)])
        case .throttled(let seconds):
            self.init(429, faults: [.refusal(refusal)])
            retryAfter = seconds
        case .photoTooLarge, .documentTooLarge: self.init(413, faults: [.refusal(refusal)])
        case .signInNeeded, .notPermitted, .roleNeeded, .outsideScope, .otherUnit, .handlerMayNotCheck,
            .handlerMayNotClose, .establisherMayNotDispatch, .askerMayNotApprove, .wrongStage, .alreadyRated,
            .notOverdue, .voidAlreadyAsked, .voidNotAsked, .notPlaced, .notSelfHandlable, .noContact, .missing,
            .answerMissing, .answerNotListed, .tooLong, .tooMany, .malformed, .placeOutside, .ratingOutOfRange,
            .datesReversed, .accountExists, .postExists, .postTaken, .calendarVersionUsed, .territory, .signInFailed,
            .formExpired, .photoUnreadable, .documentUnreadable, .documentLocked, .documentTooLong, .documentsNotTaken,
            .keyReused, .alreadyAsked, .nothingAsked, .tooLateToAsk, .leaderNeeded,
            .orderStands, .objectionTooLate, .alreadySupervised, .notSupervised, .supervisionUnanswered,
            .alreadyExplained, .endOfLadder, .otherLevel, .alreadyLowered, .notYet, .notSameMatter, .notOpen,
            .otherDoor,
            .assistanceOutstanding, .notAssisting, .alreadyNamed, .whistleOpen, .notCalled,
            .otherDecider, .partsOpen, .alreadyPart, .wholeEnded, .related, .hasParts, .notAttached, .confidenceDiffers,
            .confidenceOfWhole, .recusalOfSelf, .amountOutOfRange,
            .reviewOutOfRange, .unitRecused, .linkTaken, .codeWrong, .secondFactorRequired, .secondFactorSet,
            .passwordsDiffer, .passwordUnchanged, .signOnFailed, .notLinked, .ownRights, .lastAdministrator,
            .beyondScope, .resetNotAsked,
            .fromThePast, .planPending, .territoryFaulty, .gridsVacant, .divisionUndispatched,
            .gridsApart, .holderCannotAct, .deputyIsHolder,
            .placeholderUnknown,
            .placeholderMissing, .keptAsEditions, .editionExists, .editionPublished,
            .editionTooEarly, .editionDayTaken, .repeatedCode, .dispatchUnsound,
            .notEnded, .erasureAsked, .erasureDone, .erasedWithWhole, .noPerson, .numberDiffers,
            .indicatorVersion, .outsideValidity, .otherKindOfFigure,
            .firmExists, .firmEnded, .stewardTaken, .otherSteward, .statusOverlaps, .fromTheFuture, .visitCapReached,
            .inspectionNotBooked, .visitNotOpen, .visitAnswered, .answerTooLate, .recordTooLate, .roundExists,
            .roundAcrossYears, .roundEmpty, .work, .bulletinStage, .samePerson,
            .bulletinFaulty, .numbersContradicted, .numbersUnconfirmed, .bulletinTooEarly, .issueExists, .pressMissing,
            .problemElsewhere, .problemCalledBack:
            self.init(400, faults: [.refusal(refusal)])
        }
    }

    /// Disk or database: our fault, and worth another try.
    static var unavailable: Problem {
        var problem = Problem(503, "unavailable")
        problem.retryAfter = 5
        return problem
    }

    /// The error document; `code` is the HTTP code, a finer one comes with extensions.
    func wire(_ catalogues: Catalogues, _ language: Language, isExtended: Bool) -> Wire {
        .list(
            of: "error",
            faults.map { fault in
                var fields: [(String, Wire)] = [
                    ("code", .integer(status)), ("description", .text(words(fault, catalogues, language))),
                ]
                if isExtended {
                    let reason: String =
                        switch fault {
                        case .key(let key, _): key
                        case .refusal(let refusal): refusal.code
                        }
                    fields.append(("extended_attributes", .object([("reason", .text(reason))])))
                }
                return .object(fields)
            }
        )
    }

    private func words(_ fault: Fault, _ catalogues: Catalogues, _ language: Language) -> String {
        switch fault {
        case .key(let key, let values): catalogues.text(key, values, in: language)
        case .refusal(let refusal): catalogues.words(for: refusal, in: language)
        }
    }
}
