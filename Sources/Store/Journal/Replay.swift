import Dispatch
import Domain
import Synchronization

/// An entry as it is stored, on its way to the thread that decodes it.
struct RawEntry: Sendable {
    let subject: [UInt8]
    let kind: String
    let facts: [UInt8]
    /// Nil where it was erased.
    let payload: [UInt8]?

    init(_ row: any Row) throws {
        subject = try row.blob(0)
        kind = try row.text(1)
        facts = try row.blob(2)
        payload = try row.optionalBlob(3)
    }
}

/// Decodes entries on a thread of its own, one chunk at a time.
///
/// Who starts a chunk waits for it before starting the next; the wait blocks, which is right on an engine's own thread
/// and would be wrong on Swift's shared ones.
final class Decoding: Sendable {
    private struct State {
        var replay = Replay()
        var result: Result<[any PastOfSubject], any Error> = .success([])
    }

    private let queue = DispatchQueue(label: "qipan.replay")
    private let isDone = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    func start(_ entries: [RawEntry]) {
        queue.async { [self] in
            state.withLock { state in
                state.result = Result { try state.replay.take(entries) }
            }
            isDone.signal()
        }
    }

    /// The pasts that the last chunk has completed.
    ///
    /// - Throws: ``Fault`` for an entry that cannot be decoded.
    func wait() throws -> [any PastOfSubject] {
        isDone.wait()
        return try state.withLock { try $0.result.get() }
    }

    /// The last past, and the counts of all entries; after the last ``wait()``.
    func finish() -> (last: (any PastOfSubject)?, tallies: Tallies) {
        state.withLock { ($0.replay.past, $0.replay.tallies) }
    }
}

/// The subject in hand, and the counts so far.
struct Replay {
    private var subject: [UInt8] = []
    private(set) var past: (any PastOfSubject)?
    private(set) var tallies = Tallies()

    /// - Returns: the pasts that have come to their end; the one in hand may go on.
    mutating func take(_ entries: [RawEntry]) throws -> [any PastOfSubject] {
        var ended: [any PastOfSubject] = []
        for entry in entries {
            if entry.subject != subject || past == nil {
                if let past { ended.append(past) }
                guard let kind = SubjectKind(rawValue: entry.kind) else {
                    throw Fault.corrupt("an entry has an unknown kind of subject")
                }
                subject = entry.subject
                past = try kind.past(of: entry.subject)
            }
            let facts = try Facts(canonical: entry.facts)
            let type = try facts.text("t")
            // What was said is gone, what was counted stays: an erased case leads to no state, and to the same figures.
            if let payload = entry.payload {
                try past?.apply(type: type, facts: facts.layered(under: try Facts(canonical: payload)))
            }
            try tallies.count(type: type, facts)
        }
        return ended
    }
}

/// Counts by measure and day, before they are written.
struct Tallies: Sendable {
    /// The day as the entry writes it.
    private struct Place: Hashable {
        var measure: String
        var day: String
    }

    private var sums: [Place: Int64] = [:]

    mutating func count(type: String, _ facts: Facts) throws {
        for (measure, n) in Tally.increments(type: type, facts) {
            sums[Place(measure: measure, day: try facts.text("at")), default: 0] += n
        }
    }

    func write(into db: any Connection) throws {
        for (place, n) in sums {
            try db.submit("INSERT INTO tally (day, measure, n) VALUES (\(place.day), \(place.measure), \(n))")
        }
    }
}

/// The past of a subject of any kind, as far as it has been read.
protocol PastOfSubject: Sendable {
    func apply(type: String, facts: Facts) throws
    func project(into db: any Connection) throws
}

/// A class, so that a state of many parts is changed in place and never copied.
///
/// Unchecked: the decoding thread hands it over when the subject has ended and never touches it again.
private final class Past<Subject: Journaled>: PastOfSubject, @unchecked Sendable {
    private let id: ID<Subject>
    private var past = Journal.Past<Subject>()

    init(subject: [UInt8]) throws {
        guard let id = ID<Subject>(bytes: subject) else { throw Fault.corrupt("an entry has no valid subject") }
        self.id = id
    }

    func apply(type: String, facts: Facts) throws {
        past.state.apply(try Subject.event(type: type, facts: facts))
        past.version += 1
    }

    func project(into db: any Connection) throws {
        try past.state.project(id: id, version: past.version, into: db)
    }
}

extension SubjectKind {
    /// An empty past of this kind.
    fileprivate func past(of subject: [UInt8]) throws -> any PastOfSubject {
        switch self {
        case .account: try Past<Account>(subject: subject)
        case .bulletin: try Past<Bulletin>(subject: subject)
        case .casework: try Past<Case>(subject: subject)
        case .catalogue: try Past<Catalogue>(subject: subject)
        case .erasure: try Past<Erasure>(subject: subject)
        case .figure: try Past<Figure>(subject: subject)
        case .indicators: try Past<Indicators>(subject: subject)
        case .messageTemplates: try Past<MessageTemplates>(subject: subject)
        case .post: try Past<Post>(subject: subject)
        case .signInRules: try Past<SignInRules>(subject: subject)
        case .territory: try Past<Territory>(subject: subject)
        case .enterprise: try Past<Enterprise>(subject: subject)
        case .enterpriseLists: try Past<EnterpriseLists>(subject: subject)
        case .visit: try Past<Visit>(subject: subject)
        case .visitRound: try Past<VisitRound>(subject: subject)
        case .problem: try Past<EnterpriseProblem>(subject: subject)
        case .activity: try Past<Activity>(subject: subject)
        case .checklist: try Past<Checklist>(subject: subject)
        case .pledge: try Past<Pledge>(subject: subject)
        case .dispute: try Past<Dispute>(subject: subject)
        case .handout: try Past<Handout>(subject: subject)
        case .meetingBody: try Past<MeetingBody>(subject: subject)
        case .need: try Past<Need>(subject: subject)
        case .offer: try Past<Offer>(subject: subject)
        case .sweep: try Past<Sweep>(subject: subject)
        case .sweepElement: try Past<SweepElement>(subject: subject)
        case .volunteer: try Past<Volunteer>(subject: subject)
        case .formOrder: try Past<FormOrder>(subject: subject)
        case .project: try Past<Project>(subject: subject)
        case .procedure: try Past<Procedure>(subject: subject)
        case .policy: try Past<FirmPolicy>(subject: subject)
        case .policyRequest: try Past<PolicyRequest>(subject: subject)
        }
    }
}
