import Verifier

// One of every case with its English sentence. The switches at the end have no default: a new case breaks the build
// here, and asks for an example above.

extension Problem {
    struct Example: Sendable {
        let problem: Problem
        let english: String

        init(_ problem: Problem, _ english: String) {
            self.problem = problem
            self.english = english
        }
    }

    static let examples: [Example] = given + files + checkpoints + tree + content + filed + policies + pages + proofs

    private static let given: [Example] = [
        Example(
            .malformedSource("ftp://x"),
            #""ftp://x" is neither a folder nor an address such as https://example.org/log."#
        ),
        Example(
            .malformedKey,
            "The key is malformed: it must be name+identifier+base64, in one line, as the log publishes it."
        ),
        Example(
            .otherKindOfKey(4),
            "The key makes signatures of type 4; the key of a log makes plain Ed25519 signatures, type 1."
        ),
        Example(.wrongKeyIdentifier, "The key is damaged: its identifier does not belong to its name and its bytes."),
    ]

    private static let files: [Example] =
        [
            Example(.missing("tile/0/000"), "There is no tile/0/000."),
            Example(.tooLarge("key", limit: 4_096), "key is larger than the 4096 bytes that it may have."),
        ]
        + [
            (ReadFault.notAFile, "it is not a file"), (.notPermitted, "you may not read it"),
            (.failing, "the disk does not give it"), (.answered(status: 403), "the server answered 403"),
            (.stayedBusy(status: 503, attempts: 4), "the server answered 503, 4 times"),
            (.noConnection(attempts: 4), "no server could be reached, 4 times"),
            (.brokenOff(attempts: 4), "the connection broke off, 4 times"),
            (.tooSlow(attempts: 4), "the server took too long, 4 times"),
        ].map { Example(.unreadable("key", $0), "key cannot be read: \($1).") }

    private static let checkpoints: [Example] =
        [
            Example(
                .noCheckpoint("https://x"),
                """
                There is no checkpoint at https://x: give the address or folder of the log itself, which often ends in /log.
                """
            ),
            Example(
                .noKey,
                "The log publishes no key, and none was given: nothing can be believed. Give one with --key."
            ),
            Example(
                .badSignature(.checkpoint, by: "k+1"),
                """
                The signature by k+1 under the checkpoint is wrong: whatever it says, the holder of the key did not sign it.
                """
            ),
            Example(
                .notSigned(.earlierCheckpoint, by: "k+1"),
                "The earlier checkpoint is not signed by k+1."
            ),
            Example(
                .otherLog(.checkpointInProof, origin: "b", key: "k+1"),
                #"The checkpoint in the proof is of the log "b", and not of the one that the key k+1 belongs to."#
            ),
        ]
        + [
            (NoteFault.tooLong, "it is longer than 1000000 bytes"), (.notUTF8, "it is not UTF-8 text"),
            (.controlCharacter, "it has a control character"),
            (.noBlankLine, "there is no blank line between its text and its signatures"),
            (.noSignature, "no signature follows its text"), (.noFinalNewline, "its last line does not end"),
            (.tooManySignatures, "it has more than 100 signatures"),
            (.signatureLine(2), "its signature line 2 is malformed"),
        ].map { Example(.malformedNote(.checkpoint, $0), "The checkpoint is no signed note: \($1).") }
        + [
            (HeadFault.tooFewLines, "it has fewer than three lines"),
            (.origin, "its first line, the name of the log, is empty"),
            (.size, "its second line is not a size in digits without a leading zero"),
            (.tooLarge, "its size is above 281474976710656, more than this verifier counts"),
            (.root, "its third line is not a root of 32 bytes in base64"), (.emptyLine, "it has an empty line"),
        ].map { Example(.malformedHead(.earlierCheckpoint, $0), "The earlier checkpoint is malformed: \($1).") }

    private static let tree: [Example] = {
        guard let bundle = TilePath(level: nil, index: 1, count: 600),
            let tile = TilePath(level: 0, index: 2, count: 600),
            let old = [UInt8](repeating: 0, count: 32).withUnsafeBytes({ Hash($0) }),
            let new = [UInt8](repeating: 255, count: 32).withUnsafeBytes({ Hash($0) })
        else { return [] }
        return [
            Example(.bundleCutOff(bundle, entry: 300), "tile/entries/001 is cut off in entry 300."),
            Example(
                .bundleTooShort(bundle, expected: 256, found: 3),
                "tile/entries/001 holds 3 entries and must hold 256."
            ),
            Example(
                .bundleTooLong(bundle, expected: 256, extra: 9),
                "tile/entries/001 has 9 bytes more after its 256 entries."
            ),
            Example(
                .tileLength(tile, expected: 2_816, found: 5),
                "tile/0/002.p/88 has 5 bytes and must have 2816."
            ),
            Example(
                .leafDiffers(tile, entry: 599),
                "Entry 599 is not the one that tile/0/002.p/88 was made for: its hash differs."
            ),
            Example(
                .nodeDiffers(tile, position: 7),
                "Hash 7 of tile/0/002.p/88 is not that of the entries below it."
            ),
            Example(
                .rootDiffers(size: 600, computed: old, signed: new),
                "The 600 entries have the root \(old), but the checkpoint signs \(new)."
            ),
            Example(
                .shrank(old: 601, new: 600),
                "The log shrank: the earlier checkpoint has 601 entries, this one has 600."
            ),
            Example(
                .rewritten(size: 5, computed: old, signed: new),
                """
                The log was rewritten: its first 5 entries now have the root \(old), but the earlier checkpoint \
                signs \(new). Keep both checkpoints: together they prove it.
                """
            ),
            Example(
                .twoTrees(size: 5, earlier: old, now: new),
                """
                The log signed two different trees of 5 entries: \(old) earlier and \(new) now. Keep both \
                checkpoints: together they prove it.
                """
            ),
            Example(
                .proofFails(index: 5, computed: old, signed: new),
                """
                The entry is not number 5 of this log: the proof leads to the root \(old), but the checkpoint \
                signs \(new).
                """
            ),
        ] + entryFaults.map { Example(.entry(300, bundle, $0), "Entry 300 in tile/entries/001 \($1).") }
    }()

    private static let entryFaults: [(EntryFault, String)] =
        [
            (.endsEarly, "ends in the middle"), (.trailingBytes(3), "has 3 bytes after its end"),
            (
                .unexpectedByte(8),
                "has a byte at offset 8 that canonical JSON of texts and integers does not have there"
            ),
            (.unsortedKeys("t", "t"), #"is not canonical JSON: the key "t" stands there twice"#),
            (.unsortedKeys("t", "at"), #"is not canonical JSON: the key "at" stands after "t""#),
            (.escape(8), "is not canonical JSON: the escape at offset 8 is not the one form of its text"),
            (
                .number(8),
                "is not canonical JSON: the number at offset 8 is not the one form of an integer below 2^53"
            ), (.notUTF8, "is not UTF-8 text"), (.lacks("at"), #"lacks the field "at""#),
            (.tooDeep, "lies too deep"),
        ]
        + [
            (EntryFault.Expected.number, "a number"), (.type, "the name of a type"),
            (.day, "a day such as 2026-05-01"), (.version, "the version 1"),
            (.commitment, "64 lower-case hexadecimal digits"), (.grid, "a grid's code"),
            (.channel, "the name of a channel"), (.truth, "0 or 1"),
            (.waitingDays, "a number of days from 0 to 1000000"), (.text, "a text that is not empty"),
            (.laterDay, #"a day after "from""#), (.root, "a root of 32 bytes in base64"),
            (.status, "one of A, P, E, M, O and Q"), (.conditions, "conditions as canonical JSON"),
            (.counts, "numbers of entries by reason as canonical JSON"),
            (.entries, "entries, each once, with commas between them"),
        ].map { (.field("x", expected: $0), #"has in "x" something else than \#($1)"#) }

    private static let content: [Example] = [
        Example(.figures(.endsEarly), "The file of figures ends in the middle."),
        Example(
            .figuresAhead(size: 601, checkpoint: 600),
            "The figures are of 601 entries, but the checkpoint signs only 600."
        ),
        Example(
            .figureDiffers("case.reported", published: 9, counted: 8, size: 600),
            "The figure case.reported is published as 9, but the first 600 entries add up to 8."
        ),
        Example(
            .figureLeftOut("case.reported", counted: 8, size: 600),
            "The figures leave out case.reported, of which the first 600 entries have 8."
        ),
    ]

    private static let proofs: [Example] =
        [
            Example(
                .proofIndex(13, size: 13),
                "The proof is for entry 13, but its checkpoint has only 13 entries."
            ),
            Example(.proofLength(expected: 4, found: 3), "The proof has 3 hashes and must have 4."),
            Example(.proofEntry(.endsEarly), "The entry ends in the middle."),
        ]
        + [
            (ProofFault.tooLong, "it is longer than 2000000 bytes"),
            (.noCheckpoint, "no blank line and checkpoint follow its hashes"),
            (.version, "its first line is not c2sp.org/tlog-proof@v1"), (.extra, #"its line "extra" is not base64"#),
            (.index, #"its line "index" is missing or is no number"#),
            (.hash(2), "its hash 2 is not 32 bytes in base64"),
            (.noEntry, "it carries no entry, and none was given with it"),
        ].map { Example(.malformedProof($0), "The file is no proof: \($1).") }

    private func isThere() -> Bool {
        switch self {
        case .malformedSource, .malformedKey, .otherKindOfKey, .wrongKeyIdentifier: true
        case .missing, .unreadable, .tooLarge: true
        case .noCheckpoint, .noKey, .malformedNote, .malformedHead, .badSignature, .notSigned, .otherLog: true
        case .bundleCutOff, .bundleTooShort, .bundleTooLong, .tileLength, .leafDiffers, .nodeDiffers: true
        case .rootDiffers, .shrank, .rewritten, .twoTrees: true
        case .entry, .figures, .figuresAhead, .figureDiffers, .figureLeftOut: true
        case .figureEntry, .notKept: true
        case .policyLine, .policyWithoutQuorum, .logNotInPolicy, .quorumMissed: true
        case .noPage, .pageNotText, .pageWithoutLog, .pageWithoutFigures, .pageFigure, .pageReleased: true
        case .malformedProof, .proofIndex, .proofLength, .proofFails, .proofEntry: true
        }
    }
}

extension Remark {
    struct Example: Sendable {
        let remark: Remark
        let english: String

        init(_ remark: Remark, _ english: String) {
            self.remark = remark
            self.english = english
        }
    }

    static let examples: [Example] =
        [
            Example(.keyGiven("k+1"), "The key k+1 was given."),
            Example(
                .keyPublished("k+1"),
                """
                No key was given, so the one that the log itself publishes was used, k+1. That shows \
                only that the log agrees with itself, not whose it is: get the key by another way, and give it.
                """
            ), Example(.checkpoint(origin: "a", size: 7), "The checkpoint of a is well-formed: 7 entries."),
            Example(.signed(by: "k+1"), "It is signed by k+1."),
            Example(.signedByOthers(2), "It carries 2 signatures by others, which were not checked."),
            Example(.entries(7), "All 7 entries are there."),
            Example(.tiles, "Every tile holds the hashes that were computed from the entries."),
            Example(
                .grown(from: 5, added: 2),
                "The log begins with the 5 entries that were signed earlier; 2 were added."
            ), Example(.facts, "Every entry is canonical and has its type, day, version and commitment."),
            Example(
                .figures(count: 9, size: 7),
                "All 9 published figures are what the first 7 entries add up to."
            ), Example(.noFigures, "Not checked: the log publishes no figures."),
            Example(
                .unknownFigures(["friends", "likes"]),
                "Not checked: the log publishes friends, likes, which this verifier does not know."
            ),
            Example(
                .definitions(3),
                """
                All 3 definitions can be read and have the SHA-256 that they claim, and their versions follow each other.
                """
            ),
            Example(
                .values(3),
                "All 3 frozen figures are what their definitions yield on the entries that they name."
            ), Example(.definedAfterwards(2), "2 of them were defined only after their window had begun."),
            Example(.keyOfPolicy("k+1"), "The policy has the log's key k+1."),
            Example(.cosigned(by: ["A", "B"], quorum: "q"), "A, B cosigned it, which is the quorum q."),
            Example(
                .noWitnessesAsked,
                "The policy asks for no witness: the log could show others something else."
            ), Example(.pageFigures(9), "Every figure of the page is what the log has: 9."),
            Example(.notCompared(2), "2 of them are worded so that no number can be read."),
            Example(.looseNumbers(14), "14 numbers of the page carry no figure."),
            Example(
                .correctedSince(2),
                "2 of them were corrected in the log since, and the page does not say so."
            ),
            Example(
                .bulletins(3),
                "All 3 released bulletins name figures of the log, and a root that it had."
            ),
            Example(
                .released("weekly 2026-23", by: 9, figures: 4),
                "Entry 9 released it as weekly 2026-23, with 4 figures."
            ),
            Example(.releasedAgain(by: 12), "Entry 12 released a newer version of it."),
            Example(.withdrawn(by: 12), "Entry 12 withdrew it."),
            Example(.imported(2), "2 were imported from elsewhere and cannot be recounted."),
            Example(.notReadToTheEnd, "Not checked, because not every entry could be read."),
            Example(.notCounted, "Not checked, because not every entry could be counted."),
            Example(.proof(index: 5), "The file is a well-formed proof for entry 5."),
            Example(.proofSigned(by: "k+1"), "Its checkpoint is signed by k+1."),
            Example(
                .included(index: 5, size: 7, origin: "a"),
                "The entry is number 5 of the 7 entries of a."
            ),
            Example(.entryFacts, "The entry is canonical and has its type, day, version and commitment."),
        ]
        + [[UInt8](repeating: 0, count: 32).withUnsafeBytes({ Hash($0) })].compactMap { $0 }.map {
            Example(.root($0), "The entries lead to the signed root \($0).")
        }

    private func isThere() -> Bool {
        switch self {
        case .keyGiven, .keyPublished, .checkpoint, .signed, .signedByOthers: true
        case .entries, .tiles, .root, .grown: true
        case .facts, .figures, .noFigures, .unknownFigures, .notReadToTheEnd, .notCounted: true
        case .definitions, .values, .definedAfterwards, .imported, .bulletins: true
        case .released, .releasedAgain, .withdrawn: true
        case .keyOfPolicy, .cosigned, .noWitnessesAsked, .pageFigures, .notCompared, .looseNumbers, .correctedSince:
            true
        case .proof, .proofSigned, .included, .entryFacts: true
        }
    }
}
