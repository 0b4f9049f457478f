import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import TestKit
import Testing

@testable import Open311

/// GR-53 to GR-55: service request updates, in and out.
struct UpdateTests {
    /// Everything that is published from the board's first moment until now.
    private func updates(_ door: Door, _ more: String = "") async throws -> [[String: Any]] {
        try await door.get("servicerequestupdates.json?start_date=2026-06-01T00:00:00Z\(more)").list()
    }

    private func words(_ list: [[String: Any]], _ field: String) -> [String] { list.map { $0[field] as? String ?? "" } }

    /// Posts an update with the usual fields and gives the answer.
    private func send(
        _ door: Door,
        _ id: String,
        _ more: String,
        to path: String = "servicerequestupdates.json"
    ) async throws -> Door.Answer {
        let form =
            "api_key=demo&service_request_id=\(id)&updated_datetime=2026-06-01T02:00:00Z&first_name=A&last_name=B"
        return try await door.post("\(form)&\(more)", to: path)
    }

    private func receipt(_ answer: Door.Answer) throws -> String {
        try #require(try answer.list().first?["update_id"] as? String, "\(answer.text)")
    }

    @Test func `GR-54 a request from before senders were noted takes no update, and the answer says what to do`()
        async throws
    {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            try await door.board.office.engine.write { db in
                try db.submit("DELETE FROM received_update WHERE case_number = \(id)")
            }

            let answer = try await send(door, id, "status=OPEN&description=again")

            #expect(answer.status == 400, "\(answer.status) \(answer.text)")
            #expect(answer.text.contains("记录报送方") || answer.text.contains("senders were recorded"), "\(answer.text)")
        }
    }

    @Test func `GR-53 every public move of a request is an update, with the fields of the extension`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            try await door.board.close(try CaseNumber(parsing: id))
            door.board.clock.advance(seconds: 60)
            try await door.board.office.signCheckpoint()

            let list = try await updates(door)

            #expect(
                words(list, "status") == ["investigating", "action_scheduled", "in_progress", "in_progress", "fixed"]
            )
            #expect(words(list, "description").last == "已修好")
            #expect(words(list, "description").contains("换了灯泡"))
            #expect(Set(words(list, "service_request_id")) == [id])
            #expect(Set(words(list, "update_id")).count == list.count)
            for name in words(list, "update_id") { #expect(name.wholeMatch(of: /[0-9a-f]{32}/) != nil) }
            let keys: Set = [
                "update_id", "service_request_id", "status", "updated_datetime", "description", "media_url",
                "external_status_code",
            ]
            for update in list { #expect(Set(update.keys) == keys) }
            let xml = try await door.get("servicerequestupdates.xml?start_date=2026-06-01T00:00:00Z").xml()
            #expect(xml["service_request_updates/request_update/update_id"] == words(list, "update_id"))
            #expect(xml["service_request_updates/request_update/status"] == words(list, "status"))
        }
    }

    @Test func `GR-53 an update is dated by when it was published, so that no window misses what came late`()
        async throws
    {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            try await door.board.office.perform(
                .register(category: CategoryCode(parsing: "street-light")),
                on: CaseNumber(parsing: id),
                by: .staff(door.board.staff(.intake))
            )
            // Nothing is published before the log's head covers it.
            #expect(try await updates(door).isEmpty)
            door.board.clock.advance(seconds: 7_200)
            try await door.board.office.signCheckpoint()
            let published = door.board.clock.now

            let list = try await updates(door)

            #expect(words(list, "updated_datetime") == [published.description])
            let before = published.advanced(bySeconds: -1).description
            func count(_ start: String, _ end: String) async throws -> Int {
                try await door.get("servicerequestupdates.json?start_date=\(start)&end_date=\(end)").list().count
            }
            #expect(try await count("2026-06-01T00:00:00Z", before) == 0)
            #expect(try await count(published.description, published.description) == 1)
            door.board.clock.advance(seconds: 86_400)
            #expect(
                try await count(published.advanced(bySeconds: 1).description, door.board.clock.now.description) == 0
            )
        }
    }

    @Test func `GR-53 windows are read page after page without a gap, and bad ones are refused`() async throws {
        try await Door.open { (door: Door) async throws in
            for _ in 0..<60 {
                let receipt = try await door.board.report("一")
                try await door.board.close(receipt.number)
            }
            try await door.board.office.signCheckpoint()

            let list = try await updates(door)

            // 60 cases of ten entries each: more than a page of the journal.
            #expect(list.count == 300)
            #expect(Set(words(list, "update_id")).count == 300)
            for (query, status) in [
                ("start_date=yesterday", 400), ("start_date=2026-06-02T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400),
                ("start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400),
                ("jurisdiction_id=elsewhere", 404), ("", 200), ("end_date=2026-06-01T00:00:00Z", 200),
                ("api_key=&start_date=&end_date=", 200),
            ] {
                #expect(try await door.get("servicerequestupdates.json?\(query)").status == status, "\(query)")
            }
            #expect(try await door.get("servicerequestupdates/1.json").status == 404)
            let wrong = try await door.get("servicerequestupdates.json", method: .put)
            #expect(wrong.status == 405)
            #expect(wrong.header("allow") == "GET, HEAD, POST")
        }
    }

    @Test func `GR-53 nothing confidential and no words of reporters or staff are published`() async throws {
        try await Door.open { (door: Door) async throws in
            let hidden = try await door.board.report("某单位", confidence: .nobodyNamed)
            try await door.board.close(hidden.number)
            let id = try await door.report("&attribute[STATE]=off&description=secretwords")
            _ = try await send(door, id, "update_id=1&status=OPEN&description=morewords")
            try await door.board.close(try CaseNumber(parsing: id))
            try await door.board.office.signCheckpoint()

            let answer = try await door.get("servicerequestupdates.json?start_date=2026-06-01T00:00:00Z")

            #expect(!answer.text.contains(hidden.number.rawValue))
            #expect(!answer.text.contains("morewords") && !answer.text.contains("secretwords"))
            #expect(try answer.list().count == 5)
        }
    }

    @Test(arguments: ["json", "xml"])
    func `GR-54 an update is stored as the reporter's words, once however often it is sent`(format: String) async throws
    {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            let before = try await door.board.stored().position
            let form = "update_id=42&status=IN_PROGRESS&description=it%20got%20worse"
            let path = "servicerequestupdates.\(format)"

            let first = try await send(door, id, form, to: path)
            let again = try await send(door, id, form + "%20really", to: path)

            #expect(first.status == 200 && again.status == 200)
            #expect(first.text == again.text)
            #expect(first.text.contains("update_id"))
            #expect(try await door.board.stored().position == before + 1)
            let view = try #require(try await door.board.office.caseView(CaseNumber(parsing: id), as: .system))
            #expect(view.events.last?.what == .added(text: "it got worse"))
            #expect(view.events.last?.by == .reporter)
            // Another client's 42, and the same client's 42 of another request, are others.
            let other = try await door.report("&attribute[STATE]=off&description=other")
            let third = try await send(door, other, form, to: path)
            #expect(third.status == 200 && third.text != first.text)
        }
    }

    @Test func `GR-54 another system's requests are not withdrawn or added to`() async throws {
        try await Door.open(apiKeys: ["demo", "another"]) { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            let before = try await door.board.stored()
            for status in ["OPEN", "CLOSED", "REOPEN", "NO_FURTHER_ACTION"] {
                let form = "api_key=another&service_request_id=\(id)&status=\(status)&description=a"
                let answer = try await door.post(form, to: "servicerequestupdates.json")
                #expect(answer.status == 400, "\(status): \(answer.text)")
            }
            #expect(try await door.board.stored() == before)
            #expect(try await send(door, id, "status=OPEN&description=a").status == 200)
        }
    }

    @Test func `GR-54 what is wrong with an update is told at once, and nothing is stored`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            let web = try await door.board.report()
            let hidden = try await door.board.report("某单位", confidence: .nobodyNamed)
            let before = try await door.board.stored()
            let path = "servicerequestupdates.json"
            for (form, status, count) in [
                ("service_request_id=\(id)&description=a", 403, 1), ("api_key=no&service_request_id=\(id)", 403, 1),
                ("api_key=demo&description=a", 400, 1), ("api_key=demo&service_request_id=x&description=a", 404, 1),
                ("api_key=demo&service_request_id=411002-20260601-99999-X&description=a", 404, 1),
                ("api_key=demo&service_request_id=\(hidden.number.rawValue)&description=a", 404, 1),
                ("api_key=demo&service_request_id=\(web.number.rawValue)&description=a", 400, 1),
                ("api_key=demo&service_request_id=\(id)&status=WELL&updated_datetime=soon&description=a", 400, 2),
                ("api_key=demo&service_request_id=\(id)&status=OPEN", 400, 1),
                ("api_key=demo&service_request_id=\(id)&description=" + String(repeating: "a", count: 4_001), 400, 1),
                (
                    "api_key=demo&service_request_id=\(id)&description=a&update_id="
                        + String(repeating: "1", count: 201), 400, 1
                ),
                ("api_key=demo&jurisdiction_id=elsewhere&service_request_id=\(id)&description=a", 404, 1),
            ] {
                let answer = try await door.post(form, to: path)
                #expect(answer.status == status, "\(form)")
                #expect(try answer.list().count == count, "\(form)")
            }
            #expect(try await door.board.stored() == before)
        }
    }

    @Test func `GR-54 a photo of an update is kept, and its address stands in the words`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            let pixel =
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
            var body = Data()
            for (field, value) in [
                ("api_key", "demo"), ("service_request_id", id), ("update_id", "7"), ("description", "see"),
            ] {
                body += Data("--b\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
            }
            body += Data("--b\r\nContent-Disposition: form-data; name=\"photo1\"; filename=\"a\"\r\n\r\n".utf8)
            body += try #require(Data(base64Encoded: pixel)) + Data("\r\n--b--\r\n".utf8)

            let status = try await door.client.execute(
                uri: "/open311/v2/servicerequestupdates.json",
                method: .post,
                headers: [.contentType: "multipart/form-data; boundary=b"],
                body: .init(bytes: body)
            ) { $0.status.code }

            #expect(status == 200)
            #expect(try await door.board.stored().photos == 1)
            let view = try #require(try await door.board.office.caseView(CaseNumber(parsing: id), as: .system))
            guard case .added(let text) = view.events.last?.what else {
                Issue.record("no words were added")
                return
            }
            #expect(text.wholeMatch(of: /see\nhttp:\/\/127\.0\.0\.1:8311\/photos\/[0-9a-f]{64}\.jpg/) != nil)
        }
    }

    @Test(arguments: [
        ("CANCELLED", Stage.Name.withdrawn), ("OPEN", .reported), ("FIXED", .reported), ("DUPLICATE", .reported),
        ("Not councils responsibility", .reported), ("REOPEN", .reported),
    ])
    func `GR-55 a status moves only what the reporter may move`(status: String, stage: Stage.Name) async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            let word = status.replacing(" ", with: "%20")
            #expect(try await send(door, id, "update_id=1&status=\(word)&description=so").status == 200)
            let view = try await door.board.office.caseView(CaseNumber(parsing: id), as: .system)
            #expect(view?.stage.name == stage)
        }
    }

    @Test func `GR-55 REOPEN contests a closing, and the client finds that under the id that it was given`()
        async throws
    {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            try await door.board.close(try CaseNumber(parsing: id))
            #expect(try await send(door, id, "update_id=1&status=OPEN&description=thanks").status == 400)

            let given = try receipt(try await send(door, id, "update_id=2&status=REOPEN&description=dark%20again"))

            let view = try await door.board.office.caseView(CaseNumber(parsing: id), as: .system)
            #expect(view?.stage.name == .contested)
            try await door.board.office.signCheckpoint()
            let last = try #require(try await updates(door).last)
            #expect(last["update_id"] as? String == given)
            #expect(last["status"] as? String == "in_progress")
        }
    }

    @Test func `GR-55 only what is solved is called fixed, and nothing is called closed`() {
        func closure(_ outcome: Closure.Outcome) -> Stage {
            .closed(
                Closure(
                    outcome: outcome,
                    reply: "",
                    at: TestBoard.start,
                    isOnTime: true,
                    waitingDays: 0,
                    rounds: 1,
                    unit: nil
                )
            )
        }
        for outcome in Closure.Outcome.allCases {
            let isSolved = [.solved, .selfHandled, .elsewhere].contains(outcome)
            let status = UpdateStatus(closure(outcome), voidGround: nil)
            #expect(status == (isSolved ? .fixed : .noFurtherAction), "\(outcome)")
        }
        #expect(UpdateStatus(.voided, voidGround: .duplicate) == .duplicate)
        #expect(UpdateStatus(.voided, voidGround: .mistake) == .noFurtherAction)
        #expect(UpdateStatus(.withdrawn, voidGround: nil) == .cancelled)
        #expect(UpdateStatus(.notAccepted, voidGround: nil) == .notOurs)
    }
}
