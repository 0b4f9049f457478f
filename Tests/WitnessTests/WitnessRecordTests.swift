import Testing
import TransparencyLog
import Witness

/// What is cosigned: every state of a witness against every kind of request.
@Suite struct `A witness's decision` {
    private let log: SmallLog
    private let fork: SmallLog
    private let stranger: SmallLog

    init() throws {
        log = try SmallLog(size: 40)
        fork = try SmallLog(size: 40, forkedAt: 5)
        stranger = try SmallLog(size: 40, name: "log.example/two", seed: 2)
    }

    /// What a row of the table leads to.
    enum Expected: Hashable {
        case cosigns
        case refuses(WitnessRefusal)
        case refusesProof
    }

    private func outcome(seen: Int?, _ request: AddCheckpoint, now: UInt64 = 200) throws -> Expected {
        var record = WitnessRecord(logs: [log.verifier])
        if let seen {
            let root = try log.checkpoint(seen).checkpoint.root
            record.remember(.init(size: UInt64(seen), root: root, time: 100), of: Origin(log.verifier.name))
        }
        do {
            let head = try record.decide(request, at: now)
            #expect(head.size == request.checkpoint.checkpoint.size && head.time == max(now, seen == nil ? 0 : 100))
            return .cosigns
        } catch {
            if case .inconsistent = error { return .refusesProof }
            return .refuses(error)
        }
    }

    @Test(arguments: [nil, 0, 1, 7, 8, 13, 20] as [Int?])
    func `what continues the last tree is cosigned, whatever its size`(seen: Int?) throws {
        for size in (seen ?? 0)...30 {
            #expect(try outcome(seen: seen, log.request(size, from: seen ?? 0)) == .cosigns, "\(size)")
        }
    }

    @Test(arguments: [0, 1, 7, 8, 13])
    func `an old size that is not the last is told the last`(seen: Int) throws {
        for old in 0...20 where old != seen {
            let expected = Expected.refuses(.otherSize(UInt64(seen)))
            #expect(try outcome(seen: seen, log.request(20, from: old)) == expected, "\(old)")
        }
    }

    @Test func `a tree with another past is not cosigned, with no proof at all`() throws {
        for size in 13...30 {
            // The fork's own proof is right for the fork.
            #expect(try outcome(seen: 13, fork.request(size, from: 13)) == .refusesProof, "\(size)")
            let bare = try AddCheckpoint(oldSize: 13, path: [], checkpoint: fork.checkpoint(size))
            #expect(try outcome(seen: 13, bare) == .refusesProof, "\(size)")
        }
    }

    @Test func `a right checkpoint with a wrong proof is not cosigned`() throws {
        let right = try log.request(30, from: 13)
        var turned = right.path
        turned.swapAt(0, 1)
        let wrong: [[Digest]] = [[], Array(right.path.dropLast()), right.path + [right.path[0]], turned]
        for path in wrong {
            let request = try AddCheckpoint(oldSize: 13, path: path, checkpoint: right.checkpoint)
            #expect(try outcome(seen: 13, request) == .refusesProof)
        }
        // "The proof MUST be empty if the old size is zero."
        let proved = try AddCheckpoint(oldSize: 0, path: right.path, checkpoint: right.checkpoint)
        #expect(try outcome(seen: nil, proved) == .refusesProof)
    }

    @Test func `an old size above the new one is refused before the sizes are compared`() throws {
        let request = try AddCheckpoint(oldSize: 21, path: [], checkpoint: log.checkpoint(20))
        #expect(try outcome(seen: 30, request) == .refuses(.oldIsLarger))
    }

    @Test func `a log that is not witnessed is unknown`() throws {
        #expect(try outcome(seen: nil, stranger.request(8, from: 0)) == .refuses(.unknownLog))
    }

    @Test func `only the log's own key signs for it`() throws {
        // The same name with another key, and the right name and key over another text.
        let impostor = try SmallLog(size: 40, seed: 3)
        #expect(try outcome(seen: nil, impostor.request(8, from: 0)) == .refuses(.notSigned))
        let theirs = try log.checkpoint(8).note.signatures
        let changed = try SignedCheckpoint(parsing: fork.checkpoint(8).checkpoint.text + "\n" + theirs[0].line)
        let request = try AddCheckpoint(oldSize: 0, path: [], checkpoint: changed)
        #expect(try outcome(seen: nil, request) == .refuses(.notSigned))
        // One wrong line of a trusted key rejects the note, though a right one stands beside it.
        let both = try log.checkpoint(8).adding([
            NoteSignature(
                name: theirs[0].name,
                keyID: theirs[0].keyID,
                bytes: [UInt8](repeating: 7, count: 64)
            )
        ])
        let mixed = try AddCheckpoint(oldSize: 0, path: [], checkpoint: both)
        #expect(try outcome(seen: nil, mixed) == .refuses(.notSigned))
    }

    @Test func `a log may change its key and keep its past`() throws {
        let next = try SmallLog(size: 40, seed: 4)
        var record = WitnessRecord(logs: [log.verifier, next.verifier])
        record.remember(try record.decide(log.request(8, from: 0), at: 1), of: Origin(log.verifier.name))
        #expect(try record.decide(next.request(20, from: 8), at: 2).size == 20)
    }

    @Test func `a clock that was set back signs the last time once more`() throws {
        #expect(try outcome(seen: 8, log.request(9, from: 8), now: 50) == .cosigns)
    }

    @Test func `two roots of one size are seen, whatever old size came with them`() throws {
        var record = WitnessRecord(logs: [log.verifier])
        record.remember(try record.decide(log.request(13, from: 0), at: 1), of: Origin(log.verifier.name))
        #expect(try record.isOtherFace(fork.request(13, from: 13)))
        #expect(try record.isOtherFace(fork.request(13, from: 0)))
        #expect(try !record.isOtherFace(log.request(13, from: 13)))
        #expect(try !record.isOtherFace(fork.request(14, from: 13)))
        // Anybody can write what nobody has signed.
        let impostor = try SmallLog(size: 40, forkedAt: 5, seed: 3)
        #expect(try !record.isOtherFace(impostor.request(13, from: 13)))
    }
}
