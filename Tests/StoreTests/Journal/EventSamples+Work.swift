import Domain
import Foundation

/// Lives of the grid's own work: in each, every event as full and as bare as it can be, in an order in which it can happen.
extension EventSamples {
    private static func day() throws -> Day { try Day(parsing: "2026-06-02") }
    private static func wholePlace() throws -> WorkPlace { WorkPlace(unit: try unit("411002001")) }
    private static func gridPlace() throws -> WorkPlace { WorkPlace(unit: try unit("411002001001"), grid: try grid()) }

    static func activities() throws -> [[Activity.Event]] {
        let full = Activity.Plan(
            serial: 17,
            kind: .policyLecture,
            topic: "\(mark) topic",
            on: try day(),
            starts: 870,
            venue: "\(mark) venue",
            at: try gridPlace(),
            star: .safe
        )
        let bare = Activity.Plan(
            serial: 18,
            kind: .other,
            topic: "\(mark)",
            on: try day(),
            venue: "\(mark)",
            at: try wholePlace()
        )
        let signed = try Attendance(36, by: .signIn, persons: 30)
        let counted = try Attendance(33, by: .headCount)
        return [
            [
                .planned(full), .moved(to: try day().advanced(by: 1)), .held(on: try day()), .counted(signed),
                .corrected(counted, before: signed, reason: "\(mark) reason"),
                .corrected(signed, before: counted, reason: "\(mark)"),
            ],
            [.planned(bare), .calledOff(reason: "\(mark) rain")], [.planned(full), .calledOff(reason: "\(mark)")],
        ]
    }

    static func handout() throws -> [Handout.Event] {
        [
            .defined(.init(serial: 3, kind: .leaflet, title: "\(mark) title", unit: try unit("411002001"))),
            .printed(copies: 5_000, on: try day()),
            .given(.init(copies: 120, on: try day(), at: try gridPlace(), activity: 17)),
            .given(.init(copies: 80, on: try day(), at: try wholePlace())),
            .corrected(giving: 1, copies: 110, before: 120, reason: "\(mark) reason"),
            .corrected(giving: 2, copies: 90, before: 80, reason: "\(mark)"),
            .writtenOff(copies: 7, reason: "\(mark) wet"),
        ]
    }

    static func meetingBodies() throws -> [[MeetingBody.Event]] {
        let branch = MeetingBody.Meeting(
            .generalMeeting,
            on: try day(),
            entitled: 30,
            present: 20,
            items: ["\(mark) one", "\(mark) two"],
            resolutions: ["\(mark) resolved"]
        )
        var fewer = branch
        (fewer.entitled, fewer.present) = (32, 19)
        let hall = MeetingBody.Meeting(.session, on: try day(), entitled: 5, present: 1, items: ["\(mark)"])
        return [
            [
                .established(.init(serial: 1, kind: .partyBranch, name: "\(mark) name", unit: try unit("411002001"))),
                .termOpened(.init(number: 3, from: try day(), start: 66)),
                .held(.init(term: 3, number: 66, branch)),
                .corrected(.init(term: 3, number: 66, fewer), before: branch, reason: "\(mark) reason"),
                .gapExplained(.init(.themeDay, Period(.month, containing: try day()), reason: "\(mark) why")),
                .gapExplained(.init(.partyLecture, Period(.quarter, containing: try day()), reason: "\(mark)")),
            ],
            [
                .established(.init(serial: 2, kind: .hall, name: "\(mark)", unit: try unit("411002001"))),
                .termOpened(.init(number: 1, from: try day())), .held(.init(term: 1, number: 1, hall)),
            ],
        ]
    }

    static func checklist() throws -> [Checklist.Event] {
        let item = Checklist.Item(
            "\(mark) exits are clear",
            category: try CategoryCode(parsing: "waste"),
            limit: try Limit(parsing: "3wd")
        )
        return [
            .published(.init(serial: 1, name: "\(mark) list", items: [item, item])),
            .published(.init(serial: 1, number: 2, name: "\(mark) list", items: [item])),
        ]
    }

    static func sweep() throws -> [Sweep.Event] {
        let elements = try Sweep.ElementKind.allCases.map {
            Sweep.Element($0, name: "\(mark) shop, 1 号", grid: try grid())
        }
        let plan = Sweep.Plan(
            serial: 1,
            kind: .keyPlaces,
            name: "\(mark) sweep",
            unit: try unit("411002001"),
            checklist: 1,
            version: 2,
            until: try day(),
            elements: elements
        )
        let root = String(repeating: "ab", count: 32)
        return [
            .frozen(plan), .ended(.init([.noHazard: 2, .refused: 1], frame: 4), drawing: "双色球 第2026061期"),
            .drawn(.init(size: 900, root: root, numbers: "01 02 + 03", on: try day(), elements: [2, 1])),
        ]
    }

    static func sweepElement() throws -> [SweepElement.Event] {
        let place = SweepElement.Place(sweep: 1, number: 2, kind: .shop, grid: try grid())
        return [
            .visited(.init(place: place, result: .notOpen, visitor: account(9), on: try day())),
            .visited(
                .init(
                    place: place,
                    result: .hazard,
                    failed: [1, 2],
                    cases: [CaseNumber(stored: "\(mark)-1"), CaseNumber(stored: "\(mark)-2")],
                    note: "\(mark) note",
                    visitor: account(9),
                    attempt: 2,
                    on: try day()
                )
            ),
            .rechecked(.init(agrees: false, note: "\(mark) note", checker: account(9)), on: try day()),
        ]
    }

    static func need() throws -> [Need.Event] {
        let request = Need.Request(
            serial: 4,
            kind: .labour,
            at: try gridPlace(),
            from: try day(),
            until: try day().advanced(by: 3),
            hands: 6
        )
        return [
            .raised(request, on: try day()), .proposed(offer: 2), .declined(.offer), .proposed(offer: 3),
            .agreed(.need), .agreed(.offer), .matched(offer: 3, days: 1), .met(days: 2), .withdrawn,
        ]
    }

    static func offer() throws -> [Offer.Event] {
        let terms = Offer.Terms(
            serial: 2,
            kind: .repair,
            name: "\(mark) name",
            unit: try unit("411002001"),
            from: try day(),
            until: try day()
        )
        return [.made(terms), .withdrawn]
    }

    static func volunteer() throws -> [Volunteer.Event] {
        let shift = Volunteer.Shift(activity: 17, on: try day(), from: 540, until: 720)
        return [
            .joined(.init(serial: 5, name: "\(mark) name", unit: try unit("411002001"))), .shiftTaken(shift),
            .shiftTaken(Volunteer.Shift(activity: 17, on: try day(), from: 780, until: 840)),
            .hoursConfirmed(1, minutes: 170), .shiftLeft(2),
            .certified(.init(number: "\(mark)-00005-1", minutes: 170, on: try day())),
        ]
    }

    static func pledges() throws -> [[Pledge.Event]] {
        let promise = Pledge.Promise(serial: 6, text: "\(mark) text", unit: try unit("411002001"), until: try day())
        return [
            [.published(promise), .kept(evidence: "\(mark) seen", on: try day(), isOnTime: true)],
            [.published(promise), .missed(reason: "\(mark) reason")],
        ]
    }

    static func dispute() throws -> [Dispute.Event] {
        [
            .recorded(.init(serial: 7, kind: .neighbours, at: try gridPlace(), parties: 2, on: try day())),
            .concluded(.settled, on: try day().advanced(by: 4), days: 4),
        ]
    }
}
