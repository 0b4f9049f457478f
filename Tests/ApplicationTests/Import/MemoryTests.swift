import CZlib
import Foundation
import Testing

/// How much memory an import takes, measured on the program itself: a process of its own has a peak of its own.
struct MemoryTests {
    /// `qipan` beside the test bundle; built with the tests.
    private static let program = Bundle.main.bundleURL.appending(path: "qipan")

    private static let python = "/usr/bin/python3"

    /// Says how a program ended and what its peak was (wait4(2)).
    ///
    /// From here it could not be asked: the peak of a child
    /// begins with the memory of the process that forked it, and this one is large.
    private static let witness = """
        import os, sys
        child = os.spawnv(os.P_NOWAIT, sys.argv[1], sys.argv[1:])
        status, usage = os.wait4(child, 0)[1:]
        print("peak", usage.ru_maxrss, os.waitstatus_to_exitcode(status))
        """

    /// What a run said, and its largest resident set in bytes.
    private static func run(_ arguments: [String]) throws -> (output: String, peak: Int) {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-c", witness, program.path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let last = output.split(separator: "\n").last?.split(separator: " ") ?? []
        try #require(last.count == 3 && last[2] == "0", "\(output.suffix(600))")
        return (output, try #require(Int(last[1])) * 1_024)
    }

    /// Lines of 200 bytes that say little, packed: a file of some hundred kilobytes that unpacks to `size` bytes.
    private static func write(_ size: Int, to path: String) throws {
        let file = try #require(gzopen(path, "wb6"))
        let header = Array("number,reported_at,status,category,text,address\n".utf8)
        gzwrite(file, header, UInt32(header.count))
        let words = String(repeating: "灯", count: 50)
        var written = header.count
        var number = 0
        while written < size {
            // Few numbers: what the import remembers of a file are its numbers.
            let lines = (0..<1_000).map { "\(($0 + number) % 5_000),2026-01-05,open,lamp,\(words),建设路\n" }.joined()
            let bytes = Array(lines.utf8)
            gzwrite(file, bytes, UInt32(bytes.count))
            written += bytes.count
            number += 1_000
        }
        #expect(gzclose(file) == Z_OK)
    }

    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: python),
            "SKIPPED: python3 measures, and is not there"
        )
    )
    func `an import's memory does not grow with its file`() throws {
        // given: a board, and the same kind of file small and large
        let folder = FileManager.default.temporaryDirectory.appending(path: "qipan-memory-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // Left behind, it would only take room.
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let data = folder.appending(path: "board").path
        _ = try Self.run([
            "init", "--data", data, "--district", "区", "--district-english", "District", "--division", "411002",
            "--public-url", "http://127.0.0.1:8311", "--contact", "0",
        ])
        let mapping = folder.appending(path: "mapping.json")
        let columns = ["number", "reported_at", "status", "category", "text", "address"].map { "\"\($0)\":\"\($0)\"" }
        try Data(
            """
            {"source":"memory","columns":{\(columns.joined(separator: ","))},
            "category":{"code":"lamp","zh":"灯","en":"Lamp","unit":"U","unitZh":"单位","unitEn":"Unit"}}
            """.utf8
        ).write(to: mapping)
        func importing(_ size: Int) throws -> Int {
            let file = folder.appending(path: "\(size).csv.gz").path
            try Self.write(size, to: file)
            let packed = try #require(FileManager.default.contents(atPath: file)).count
            #expect(packed < size / 50)
            let ended = try Self.run(
                ["import", "requests", file, "--data", data, "--mapping", mapping.path, "--dry-run"]
            )
            // 5,000 numbers, whatever the file's size.
            #expect(ended.output.contains("5000"), "\(ended.output.suffix(600))")
            return ended.peak
        }

        // when
        let small = try importing(Self.smallSize)
        let large = try importing(Self.largeSize)

        // then: eight times the file, and less than 150 MB in all
        #expect(small > 8 * 1_048_576)
        #expect(large - small < 32 * 1_048_576, "\(small) → \(large)")
        #expect(large < 150 * 1_048_576, "\(large)")
    }

    private static let smallSize = 1 * 1_048_576
    private static let largeSize = 8 * 1_048_576
}
