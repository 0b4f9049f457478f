import Synchronization
import Testing
import Verifier

@Suite struct `A log that is served over HTTP` {
    let log: TestLog

    init() throws { log = try TestLog(size: 5_000) }

    /// Serves a log's files while it is verified; `change` may give another answer.
    private func verify(
        key: String?,
        _ change: @escaping @Sendable (_ path: String, _ times: Int) -> TinyServer.Answer? = { _, _ in nil }
    ) async throws -> (report: Report, requests: [String: Int]) {
        let files = log.files
        let server = try TinyServer { path, times in
            if let answer = change(path, times) { return answer }
            let file = path.hasPrefix("log/") ? files[String(path.dropFirst(4))] : nil
            return file.map { TinyServer.Answer(body: $0) } ?? TinyServer.Answer(status: 404)
        }
        defer { server.stop() }
        let report = try await Verification(source: server.address + "/log/", key: key).run()
        return (report, server.requests.withLock { $0 })
    }

    @Test func `holds, and every file is asked for once`() async throws {
        let (report, requests) = try await verify(key: log.key)

        #expect(report.faults == [:])
        #expect(report.recount?.entries == 5_000)
        #expect(Set(requests.keys) == Set(log.files.keys.map { "log/" + $0 }).subtracting(["log/key"]))
        #expect(requests.values.allSatisfy { $0 == 1 })
    }

    @Test func `holds with a warning when its key comes from it`() async throws {
        let (report, _) = try await verify(key: nil)

        #expect(report.holds)
        #expect(report.outcome(.key) == .warning)
    }

    @Test func `is asked again when it is busy for a moment`() async throws {
        let (report, requests) = try await verify(key: log.key) { path, times in
            path == "log/tile/0/003" && times == 1 ? TinyServer.Answer(status: 503) : nil
        }

        #expect(report.holds)
        #expect(requests["log/tile/0/003"] == 2)
    }

    @Test func `that refuses a file fails and says how`() async throws {
        let (report, _) = try await verify(key: log.key) { path, _ in
            path == "log/tile/entries/003" ? TinyServer.Answer(status: 403) : nil
        }

        #expect(!report.holds)
        #expect(report.faults[.entries] == "tile/entries/003 cannot be read: the server answered 403.")
    }

    @Test func `that sends more than a file can have fails`() async throws {
        let (report, _) = try await verify(key: log.key) { path, _ in
            path == "log/checkpoint" ? TinyServer.Answer(body: [UInt8](repeating: 0x20, count: 1_000_001)) : nil
        }

        #expect(report.faults == [.checkpoint: "checkpoint is larger than the 1000000 bytes that it may have."])
    }

    @Test func `that serves a page where the log should be fails`() async throws {
        let (report, _) = try await verify(key: log.key) { _, _ in TinyServer.Answer(body: Array("<html>".utf8)) }

        #expect(!report.holds)
        #expect(report.faults[.checkpoint]?.hasPrefix("The checkpoint is no signed note") == true)
    }

    @Test func `that is not there fails and says where it was looked for`() async throws {
        let (report, _) = try await verify(key: log.key) { _, _ in TinyServer.Answer(status: 404) }

        #expect(report.faults[.checkpoint]?.hasPrefix("There is no checkpoint at http://127.0.0.1:") == true)
    }

    // Port 1 is that of a service which nobody has run for decades. A client that goes on trying takes eight minutes.
    @Test(.timeLimit(.minutes(4))) func `whose server is not there fails soon and says so`() async throws {
        let report = try await Verification(source: "http://127.0.0.1:1/log", key: log.key).run()

        #expect(report.faults == [.checkpoint: "checkpoint cannot be read: no server could be reached, 4 times."])
    }
}
