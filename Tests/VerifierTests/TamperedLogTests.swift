import Testing
import TransparencyLog
import Verifier

/// Whatever is changed about a sound log of 600 entries, the report fails and says what and where.
///
/// One list of tamperings, file by file of a log, kept together so that a gap in it shows: hence its length.
@Suite struct `A tampered log` {
    /// Tiles of level 0: 256, 256 and 88 entries.
    var log: TestLog

    init() throws { log = try TestLog(size: 600) }

    private func faults() async throws -> [Report.Subject: String] {
        let report = try await log.verify()
        #expect(!report.holds)
        return report.faults
    }

    @Test(arguments: ["checkpoint", "figures", "tile/0/000.p/4", "tile/entries/000.p/4"])
    mutating func `with any one byte flipped`(path: String) async throws {
        let sound = try TestLog(size: 4)
        for offset in try #require(sound.files[path]).indices {
            log = sound
            log.flip(path, at: offset)

            let report = try await log.verify()

            #expect(!report.holds, "byte \(offset) of \(path)")
        }
    }

    // MARK: Entries

    @Test mutating func `with one byte of an entry flipped`() async throws {
        // The first digit of entry 256's commitment: another digit, so the entry stays well-formed.
        let bundle = try #require(log.files["tile/entries/001"])
        let digit = try #require(bundle.firstRange(of: TestLog.commitment.utf8)?.lowerBound)
        log.flip("tile/entries/001", at: digit)

        let faults = try await faults()

        #expect(
            faults[.tiles]?.contains("Entry 256 is not the one that tile/0/001 was made for: its hash differs.") == true
        )
        #expect(faults[.root]?.hasPrefix("The 600 entries have the root ") == true)
        #expect(faults[.entries] == nil)
        #expect(faults[.facts] == nil)
    }

    @Test mutating func `with an entry dropped`() async throws {
        try log.replaceBundle("tile/entries/001", with: Array(log.entries[256..<511]))

        let faults = try await faults()

        #expect(faults[.entries] == "tile/entries/001 holds 255 entries and must hold 256.")
        #expect(faults[.root] == "Not checked, because not every entry could be read.")
        #expect(faults[.figures] == "Not checked, because not every entry could be counted.")
    }

    @Test mutating func `with two entries swapped`() async throws {
        var entries = Array(log.entries[0..<256])
        entries.swapAt(17, 90)
        try log.replaceBundle("tile/entries/000", with: entries)

        let faults = try await faults()

        #expect(
            faults[.tiles] == """
                Entry 17 is not the one that tile/0/000 was made for: its hash differs. \
                Hash 0 of tile/1/000.p/2 is not that of the entries below it.
                """
        )
        #expect(faults[.root]?.contains("but the checkpoint signs") == true)
        #expect(faults[.figures] == nil)
    }

    @Test mutating func `with two entries swapped between tiles, and the tiles too`() async throws {
        var entries = log.entries
        entries.swapAt(3, 300)
        let checkpoint = log.files["checkpoint"]
        log = try TestLog(entries, figures: TestLog.figures(size: 600))
        log.files["checkpoint"] = checkpoint

        let faults = try await faults()

        #expect(Set(faults.keys) == [.root])
    }

    @Test mutating func `with an entry put in twice`() async throws {
        try log.replaceBundle("tile/entries/002.p/88", with: log.entries[512..<600] + [log.entries[599]])

        #expect(try await faults()[.entries]?.hasPrefix("tile/entries/002.p/88 has ") == true)
    }

    @Test mutating func `with a truncated bundle`() async throws {
        log.files["tile/entries/002.p/88"]?.removeLast()

        #expect(try await faults()[.entries] == "tile/entries/002.p/88 is cut off in entry 599.")
    }

    @Test mutating func `with a bundle that ends within a length`() async throws {
        let last = log.entries[599].count
        log.files["tile/entries/002.p/88"]?.removeLast(last + 1)

        #expect(try await faults()[.entries] == "tile/entries/002.p/88 is cut off in entry 599.")
    }

    @Test mutating func `with an empty bundle`() async throws {
        log.files["tile/entries/000"] = []

        #expect(try await faults()[.entries] == "tile/entries/000 holds 0 entries and must hold 256.")
    }

    @Test mutating func `with extra bytes after a bundle`() async throws {
        log.files["tile/entries/001"]? += [0, 0, 0]

        #expect(try await faults()[.entries] == "tile/entries/001 has 3 bytes more after its 256 entries.")
    }

    @Test mutating func `with a missing bundle`() async throws {
        log.files["tile/entries/001"] = nil

        #expect(try await faults()[.entries] == "There is no tile/entries/001.")
    }

    @Test mutating func `with a missing last bundle`() async throws {
        log.files["tile/entries/002.p/88"] = nil

        #expect(try await faults()[.entries] == "There is no tile/entries/002.p/88.")
    }

    @Test mutating func `with a partial bundle written at the path of the full one`() async throws {
        log.files["tile/entries/002"] = log.files.removeValue(forKey: "tile/entries/002.p/88")

        #expect(try await faults()[.entries] == "tile/entries/002 holds 88 entries and must hold 256.")
    }

    @Test mutating func `with a bundle larger than any can be`() async throws {
        log.files["tile/entries/000"] = [UInt8](repeating: 0, count: 256 * 65_537 + 1)

        #expect(
            try await faults()[.entries] == "tile/entries/000 is larger than the 16777472 bytes that it may have."
        )
    }

    // MARK: Tiles

    @Test(arguments: [
        ("tile/0/000", 0, "Entry 0"), ("tile/0/001", 31, "Entry 256"), ("tile/0/002.p/88", 2_815, "Entry 599"),
    ])
    mutating func `with one byte of a tile flipped`(path: String, offset: Int, entry: String) async throws {
        log.flip(path, at: offset)

        let faults = try await faults()

        #expect(faults == [.tiles: "\(entry) is not the one that \(path) was made for: its hash differs."])
    }

    @Test mutating func `with one byte of an upper tile flipped`() async throws {
        log.flip("tile/1/000.p/2", at: 40)

        #expect(try await faults() == [.tiles: "Hash 1 of tile/1/000.p/2 is not that of the entries below it."])
    }

    @Test(arguments: ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/2"])
    mutating func `with a missing tile`(path: String) async throws {
        log.files[path] = nil

        #expect(try await faults() == [.tiles: "There is no \(path)."])
    }

    @Test mutating func `with a tile that is too short`() async throws {
        log.files["tile/0/001"]?.removeLast(32)

        #expect(try await faults() == [.tiles: "tile/0/001 has 8160 bytes and must have 8192."])
    }

    @Test mutating func `with a tile that is too long`() async throws {
        log.files["tile/1/000.p/2"]? += [0]

        #expect(try await faults() == [.tiles: "tile/1/000.p/2 has 65 bytes and must have 64."])
    }

    @Test mutating func `with a partial tile written at the path of the full one`() async throws {
        log.files["tile/0/002"] = log.files.removeValue(forKey: "tile/0/002.p/88")

        #expect(try await faults() == [.tiles: "tile/0/002 has 2816 bytes and must have 8192."])
    }

    @Test mutating func `with more faults than are worth reading`() async throws {
        log = try TestLog((0..<5_000).map { _ in Array("{}".utf8) })

        let report = try await log.verify()

        #expect(!report.holds)
        #expect(report.faults[.facts]?.contains("Entry 9 in tile/entries/000 lacks the field \"c\".") == true)
        #expect(report.faults[.root] == "Not checked, because not every entry could be read.")
        #expect(report.recount == nil)
        #expect(report.checkpoint == nil)
    }

    // MARK: Checkpoint

    @Test mutating func `with another root under a signature that is right`() async throws {
        let other = try TestLog(size: 599)
        let root = try other.checkpoint(size: 599).checkpoint.root.base64
        try log.sign("log.example/one\n600\n\(root)\n")

        let faults = try await faults()

        #expect(Set(faults.keys) == [.root])
        #expect(faults[.root]?.hasSuffix("but the checkpoint signs \(root).") == true)
    }

    @Test mutating func `with one byte of the root flipped`() async throws {
        log.flip("checkpoint", at: "log.example/one\n600\n".utf8.count)

        #expect(
            try await faults()[.signature]?.hasPrefix("The signature by log.example/one+") == true
        )
    }

    @Test mutating func `with one byte of the signature flipped`() async throws {
        let checkpoint = try #require(log.files["checkpoint"])
        // The sixth character from the end of the line lies within the signature, far from the padding.
        log.files["checkpoint"]?[checkpoint.count - 8] ^= checkpoint[checkpoint.count - 8] == UInt8(ascii: "a") ? 3 : 1

        let faults = try await faults()

        #expect(faults.count == 1)
        #expect(faults[.signature] != nil || faults[.checkpoint]?.contains("signature line 1 is malformed") == true)
    }

    @Test mutating func `with a size that has a leading zero`() async throws {
        let root = try log.checkpoint(size: 600).checkpoint.root.base64
        try log.sign("log.example/one\n0600\n\(root)\n")

        #expect(
            try await faults() == [
                .checkpoint:
                    "The checkpoint is malformed: its second line is not a size in digits without a leading zero."
            ]
        )
    }

    @Test(arguments: ["+600", "-1", "6 00", "", "18446744073709551616", "六百"])
    mutating func `with a size that is no number`(size: String) async throws {
        let root = try log.checkpoint(size: 600).checkpoint.root.base64
        try log.sign("log.example/one\n\(size)\n\(root)\n")

        #expect(try await faults()[.checkpoint]?.hasPrefix("The checkpoint ") == true)
    }

    @Test mutating func `with more entries signed than can be counted`() async throws {
        let root = try log.checkpoint(size: 600).checkpoint.root.base64
        try log.sign("log.example/one\n18446744073709551615\n\(root)\n")

        #expect(try await faults()[.checkpoint]?.contains("more than this verifier counts") == true)
    }

    @Test mutating func `with more entries signed than it serves`() async throws {
        let root = try log.checkpoint(size: 600).checkpoint.root.base64
        try log.sign("log.example/one\n281474976710656\n\(root)\n")

        let faults = try await faults()

        #expect(faults[.entries]?.contains("There is no tile/entries/002.") == true)
        #expect(faults[.root] == "Not checked, because not every entry could be read.")
    }

    @Test(arguments: ["not base64", "AAAA", "lGYwgqXQ2pQBtCCsdIZnisyrt8AOcp0EDmASFltkgSF="])
    mutating func `with a root that is none`(root: String) async throws {
        try log.sign("log.example/one\n600\n\(root)\n")

        #expect(
            try await faults() == [
                .checkpoint: "The checkpoint is malformed: its third line is not a root of 32 bytes in base64."
            ]
        )
    }

    @Test mutating func `with too few lines in its checkpoint`() async throws {
        try log.sign("log.example/one\n600\n")

        #expect(try await faults() == [.checkpoint: "The checkpoint is malformed: it has fewer than three lines."])
    }

    @Test mutating func `without entries whose root is not that of nothing`() async throws {
        let root = try log.checkpoint(size: 600).checkpoint.root.base64
        log = try TestLog(size: 0)
        try log.sign("log.example/one\n0\n\(root)\n")

        #expect(Set(try await faults().keys) == [.root])
    }

    @Test mutating func `of another name`() async throws {
        let root = try log.checkpoint(size: 600).checkpoint.root.base64
        try log.sign("log.example/two\n600\n\(root)\n")

        let words = try await faults()[.checkpoint]

        #expect(words?.hasPrefix("The checkpoint is of the log \"log.example/two\", and not of the one") == true)
    }

    @Test mutating func `without a checkpoint`() async throws {
        log.files["checkpoint"] = nil

        let words = try await faults()[.checkpoint]

        #expect(words?.hasPrefix("There is no checkpoint at ") == true)
    }

    @Test mutating func `with a checkpoint that is no note`() async throws {
        log.files["checkpoint"] = Array("600 entries, I promise".utf8)

        #expect(
            try await faults() == [
                .checkpoint:
                    """
                The checkpoint is no signed note: there is no blank line between its text and its signatures.
                """
            ]
        )
    }

    @Test(arguments: [
        ("\u{2014} log", "- log", "its signature line 1 is malformed"),
        ("one\n600", "one\t\n600", "it has a control character"),
        ("one\n600", "one\r\n600", "it has a control character"),
    ])
    mutating func `with a note that is not as notes are`(old: String, new: String, reason: String) async throws {
        log.edit("checkpoint", old, new)

        #expect(try await faults() == [.checkpoint: "The checkpoint is no signed note: \(reason)."])
    }

    @Test mutating func `with a note whose last line does not end`() async throws {
        log.files["checkpoint"]?.removeLast()

        #expect(try await faults()[.checkpoint] == "The checkpoint is no signed note: its last line does not end.")
    }

    @Test mutating func `with a note that is not UTF-8`() async throws {
        log.files["checkpoint"]?[3] = 0xff

        #expect(try await faults()[.checkpoint] == "The checkpoint is no signed note: it is not UTF-8 text.")
    }

    @Test mutating func `with a good and a bad signature by its key`() async throws {
        let good = try log.checkpoint(size: 600)
        let bad = NoteSignature(
            name: log.signer.name,
            keyID: log.signer.verifier.keyID,
            bytes: [UInt8](repeating: 7, count: 64)
        )
        log.files["checkpoint"] = Array(try good.adding([bad]).serialized.utf8)

        #expect(Set(try await faults().keys) == [.signature])
    }

    // MARK: Keys

    @Test func `under the wrong key of the same name`() async throws {
        let other = try TestLog.signer(seed: 2).verifier.vkey

        let report = try await log.verify(key: other)

        #expect(!report.holds)
        #expect(report.faults[.signature]?.hasPrefix("The checkpoint is not signed by log.example/one+") == true)
    }

    @Test func `under the key of another log`() async throws {
        let other = try TestLog.signer(name: "log.example/two").verifier.vkey

        let report = try await log.verify(key: other)

        #expect(report.faults[.signature]?.hasPrefix("The checkpoint is not signed by log.example/two+") == true)
    }

    @Test mutating func `without any key`() async throws {
        log.files["key"] = nil

        let report = try await log.inFolder { try await Verification(source: $0).run() }

        #expect(!report.holds)
        #expect(report.faults[.key]?.hasPrefix("The log publishes no key, and none was given") == true)
    }

    @Test mutating func `with a key file that holds none`() async throws {
        log.files["key"] = Array("<html>".utf8)

        let report = try await log.inFolder { try await Verification(source: $0).run() }

        #expect(!report.holds)
        #expect(report.faults[.key]?.hasPrefix("The key is malformed") == true)
    }

    // MARK: Growth

    @Test func `of an older size than was seen before`() async throws {
        let earlier = try TestLog(size: 601).checkpoint(size: 601)

        let report = try await log.verify(earlier: Array(earlier.serialized.utf8))

        #expect(!report.holds)
        #expect(
            report.faults == [
                .growth: "The log shrank: the earlier checkpoint has 601 entries, this one has 600."
            ]
        )
    }

    @Test func `that shows two faces at one size`() async throws {
        var entries = log.entries
        entries[599] = entries[0]
        let earlier = try TestLog(entries).checkpoint(size: 600)

        let report = try await log.verify(earlier: Array(earlier.serialized.utf8))

        #expect(report.faults.count == 1)
        #expect(report.faults[.growth]?.hasPrefix("The log signed two different trees of 600 entries: ") == true)
        #expect(report.faults[.growth]?.hasSuffix("Keep both checkpoints: together they prove it.") == true)
    }

    @Test(arguments: [1, 2, 255, 256, 257, 300, 512, 599])
    func `that was rewritten behind an earlier checkpoint`(size: Int) async throws {
        var entries = log.entries
        entries[0] = entries[1]
        let earlier = try TestLog(entries).checkpoint(size: size)

        let report = try await log.verify(earlier: Array(earlier.serialized.utf8))

        #expect(report.faults.count == 1)
        #expect(report.faults[.growth]?.hasPrefix("The log was rewritten: its first \(size) entries now have") == true)
    }

    @Test(arguments: [0, 1, 2, 255, 256, 257, 300, 512, 599, 600])
    func `is not what a log is that has only grown`(size: Int) async throws {
        let earlier = try log.checkpoint(size: size)

        let report = try await log.verify(earlier: Array(earlier.serialized.utf8))

        #expect(report.holds)
        #expect(report.outcome(.growth) == .holds)
    }

    @Test func `with an earlier checkpoint by another key`() async throws {
        let earlier = try TestLog(log.entries, seed: 2).checkpoint(size: 300)

        let report = try await log.verify(earlier: Array(earlier.serialized.utf8))

        #expect(!report.holds)
        #expect(report.faults[.growth]?.hasPrefix("The earlier checkpoint is not signed by ") == true)
    }

    @Test func `with an earlier checkpoint that is none`() async throws {
        let report = try await log.verify(earlier: Array("no".utf8))

        #expect(!report.holds)
        #expect(report.faults[.growth]?.hasPrefix("The earlier checkpoint is no signed note") == true)
    }

    // MARK: Figures

    @Test mutating func `with a wrong count in its figures`() async throws {
        log.files["figures"] = Array(TestLog.figures(size: 600, reported: 1).utf8)

        #expect(
            try await faults() == [
                .figures: "The figure case.reported is published as 201, but the first 600 entries add up to 200."
            ]
        )
    }

    @Test mutating func `with a wrong sum in its figures`() async throws {
        log.edit("figures", #""waiting_days":400"#, #""waiting_days":399"#)

        #expect(
            try await faults() == [
                .figures: "The figure waiting_days is published as 399, but the first 600 entries add up to 400."
            ]
        )
    }

    @Test mutating func `with too many closed on time in its figures`() async throws {
        log.edit("figures", #""closed_on_time":100"#, #""closed_on_time":200"#)

        #expect(
            try await faults() == [
                .figures: "The figure closed_on_time is published as 200, but the first 600 entries add up to 100."
            ]
        )
    }

    @Test mutating func `with figures that leave a type out`() async throws {
        log.edit("figures", #""case.closed":200,"#, "")

        #expect(
            try await faults() == [
                .figures: "The figures leave out case.closed, of which the first 600 entries have 200."
            ]
        )
    }

    @Test mutating func `with figures that name a type which never happened`() async throws {
        log.edit("figures", #""case.closed":200"#, #""case.closed":200,"case.praised":5"#)

        #expect(
            try await faults() == [
                .figures: "The figure case.praised is published as 5, but the first 600 entries add up to 0."
            ]
        )
    }

    @Test mutating func `with wrong figures of an earlier size`() async throws {
        log.files["figures"] = Array(TestLog.figures(size: 299, reported: -1).utf8)

        #expect(
            try await faults() == [
                .figures: "The figure case.reported is published as 99, but the first 299 entries add up to 100."
            ]
        )
    }

    @Test mutating func `with figures ahead of its checkpoint`() async throws {
        log.files["figures"] = Array(TestLog.figures(size: 601).utf8)

        #expect(
            try await faults() == [.figures: "The figures are of 601 entries, but the checkpoint signs only 600."]
        )
    }

    @Test(arguments: [
        ("", "ends in the middle"),
        (#"{"counts":{},"closed_on_time":0,"size":0,"waiting_days":0}"#, #"stands after "counts""#),
        (#"{"closed_on_time":0,"counts":{},"counts":{},"size":0,"waiting_days":0}"#, "stands there twice"),
        (#"{"closed_on_time":0,"counts":{},"size":0}"#, #"lacks the field "waiting_days""#),
        (#"{"closed_on_time":0,"size":0,"waiting_days":0}"#, #"lacks the field "counts""#),
        (#"{"closed_on_time":0,"counts":7,"size":0,"waiting_days":0}"#, "has a byte at offset 29"),
        (#"{"closed_on_time":0,"counts":{},"size":-1,"waiting_days":0}"#, #"has in "size" something else"#),
        ("<html>", "has a byte at offset 0"),
    ])
    mutating func `with figures that are not canonical JSON`(text: String, reason: String) async throws {
        log.files["figures"] = Array(text.utf8)

        let words = try #require(try await faults()[.figures])

        #expect(words.hasPrefix("The file of figures "))
        #expect(words.contains(reason))
    }
}
