package import Domain
import Foundation

/// Every text that a person reads, in both languages: flat JSON files, key → text with `{name}` for what goes in.
package struct Catalogues: Sendable {
    /// Language → key → text.
    private let texts: [Language: [String: String]]

    /// - Throws: Foundation's error when a catalogue that was built in cannot be read.
    package init() throws {
        var texts: [Language: [String: String]] = [:]
        for language in Language.allCases {
            let folder = Bundle.module.bundleURL.appending(path: "Resources/\(language.rawValue)")
            let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            for file in files where file.pathExtension == "json" {
                let part = try JSONDecoder().decode([String: String].self, from: Data(contentsOf: file))
                texts[language, default: [:]].merge(part) { first, _ in first }
            }
        }
        self.texts = texts
    }

    /// The keys of a language, for the test that compares them.
    package func keys(in language: Language) -> Set<String> { Set(texts[language, default: [:]].keys) }

    /// The text under `key`, with every `{name}` replaced; the key itself where there is none, which a test looks for.
    package func text(_ key: String, _ values: [String: String] = [:], in language: Language) -> String {
        guard let text = texts[language]?[key] else { return key }
        return Self.filled(text, values)
    }

    /// A text with every `{name}` replaced.
    package static func filled(_ text: String, _ values: [String: String]) -> String {
        guard !values.isEmpty, text.contains("{") else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            filled += rest[..<open]
            filled += values[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// Why something was refused, and what to do next.
    package func words(for refusal: Refusal, in language: Language) -> String {
        text("refusal.\(refusal.code)", parameters(of: refusal, in: language), in: language)
    }

    private func parameters(of refusal: Refusal, in language: Language) -> [String: String] {
        switch refusal {
        case .notPermitted(let action):
            return ["action": text("action.\(action.rawValue)", in: language)]
        case .roleNeeded(let role):
            return ["role": text("role.\(role.rawValue)", in: language)]
        case .wrongStage(let action, let stage):
            return [
                "action": text("action.\(action.rawValue)", in: language),
                "stage": text("stage.\(stage.rawValue)", in: language),
            ]
        case .unknown(let subject):
            return ["subject": text("subject.\(subject.rawValue)", in: language)]
        case .missing(let field):
            return ["field": text("field.\(field.rawValue)", in: language)]
        case .tooLong(let field, let limit), .tooMany(let field, let limit):
            return ["field": text("field.\(field.rawValue)", in: language), "limit": String(limit)]
        case .answerMissing(let code), .answerNotListed(let code):
            return ["code": code.rawValue]
        case .malformed(let malformed):
            return [
                "what": text("malformed.\(malformed.what)", in: language),
                "expected": text("expected.\(malformed.what)", ["detail": malformed.expected], in: language),
            ]
        case .territory(let fault):
            return ["fault": words(for: fault, in: language)]
        case .throttled(let seconds):
            return ["seconds": String(seconds)]
        case .photoTooLarge(let limit), .documentTooLarge(let limit):
            return ["limit": String(limit / 1_048_576)]
        case .otherLevel(let level):
            return ["level": text("level.\(level.rawValue)", in: language)]
        case .amountOutOfRange(let limit), .documentTooLong(let limit):
            return ["limit": String(limit)]
        case .editionTooEarly(let day):
            return ["day": day.description]
        case .repeatedCode(let code):
            return ["code": code]
        case .dispatchUnsound(let faults):
            return ["faults": String(faults)]
        case .reviewOutOfRange(let days):
            return ["days": String(days)]
        case .planPending(let day):
            return ["day": day.description]
        case .territoryFaulty(let count), .gridsVacant(let count), .divisionUndispatched(let count):
            return ["n": String(count)]
        case .placeholderUnknown(let name), .placeholderMissing(let name):
            return ["name": "{\(name)}"]
        case .indicatorVersion(let next):
            return ["next": String(next)]
        case .outsideValidity, .otherKindOfFigure:
            return [:]
        case .work(let refusal):
            return refusal.number.map { ["n": String($0)] } ?? [:]
        case .bulletinStage(let stage):
            return ["stage": text("bulletin.stage_\(stage.rawValue)", in: language)]
        case .bulletinFaulty(let count), .numbersContradicted(let count), .numbersUnconfirmed(let count):
            return ["n": String(count)]
        case .bulletinTooEarly(let day, let clock):
            return ["day": day.description, "clock": clock]
        case .samePerson, .issueExists, .pressMissing, .problemElsewhere, .problemCalledBack: return [:]
        case .signInNeeded, .outsideScope, .otherUnit, .handlerMayNotCheck, .handlerMayNotClose,
            .establisherMayNotDispatch, .askerMayNotApprove, .unitRecused, .alreadyRated, .notOverdue,
            .voidAlreadyAsked,
            .voidNotAsked, .notPlaced, .notSelfHandlable, .noContact, .placeOutside, .ratingOutOfRange,
            .datesReversed, .accountExists, .linkTaken, .postExists, .postTaken, .calendarVersionUsed, .signInFailed,
            .codeWrong, .secondFactorRequired, .secondFactorSet, .passwordsDiffer, .passwordUnchanged, .signOnFailed,
            .notLinked,
            .formExpired, .photoUnreadable, .documentUnreadable, .documentLocked, .documentsNotTaken, .keyReused,
            .alreadyAsked, .nothingAsked, .tooLateToAsk, .leaderNeeded,
            .orderStands, .objectionTooLate, .alreadySupervised, .notSupervised, .supervisionUnanswered,
            .alreadyExplained, .endOfLadder, .alreadyLowered, .notYet, .notSameMatter, .ownRights, .lastAdministrator,
            .beyondScope, .resetNotAsked, .fromThePast, .gridsApart, .holderCannotAct, .deputyIsHolder, .notOpen,
            .otherDoor, .assistanceOutstanding,
            .notAssisting, .alreadyNamed, .whistleOpen, .notCalled, .otherDecider, .partsOpen, .alreadyPart,
            .wholeEnded, .related, .hasParts, .notAttached, .confidenceDiffers, .confidenceOfWhole, .recusalOfSelf,
            .keptAsEditions,
            .editionExists, .editionPublished, .editionDayTaken,
            .notEnded, .erasureAsked, .erasureDone, .erasedWithWhole, .noPerson, .numberDiffers,
            .firmExists, .firmEnded, .stewardTaken, .otherSteward, .statusOverlaps, .fromTheFuture,
            .inspectionNotBooked, .visitNotOpen, .visitAnswered, .roundExists, .roundAcrossYears, .roundEmpty:
            return [:]
        case .visitCapReached(let limit): return ["limit": String(limit)]
        case .answerTooLate(let days), .recordTooLate(let days): return ["days": String(days)]
        }
    }

    private func words(for fault: TerritoryFault, in language: Language) -> String {
        switch fault {
        case .noGrids: text("territory.no_grids", in: language)
        case .notOneDistrict: text("territory.not_one_district", in: language)
        case .repeatedUnit(let code): text("territory.repeated_unit", ["code": code.rawValue], in: language)
        case .repeatedGrid(let code): text("territory.repeated_grid", ["code": code.rawValue], in: language)
        case .unknownUnit(let code): text("territory.unknown_unit", ["code": code.rawValue], in: language)
        }
    }
}
