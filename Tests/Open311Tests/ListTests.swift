import Application
import Domain
import Foundation
import HTTPTypes
import TestKit
import Testing

/// GR-35 to GR-52: lists, single requests, errors, extensions.
struct ListTests {
    private func ids(_ door: Door, _ query: String) async throws -> [String] {
        try await door.get("requests.json?\(query)").list().compactMap { $0["service_request_id"] as? String }
    }

    @Test func `GR-35 ids override every other argument`() async throws {
        try await Door.open { (door: Door) async throws in
            let first = try await door.report()
            let second = try await door.report()
            try await door.report()
            let query = "service_request_id=\(first),\(second)&status=closed&start_date=1999-01-01T00:00:00Z"
            #expect(Set(try await ids(door, query)) == [first, second])
        }
    }

    @Test func `GR-36 services, states and dates restrict`() async throws {
        try await Door.open { (door: Door) async throws in
            let lamp = try await door.report()
            door.board.clock.advance(seconds: 3_600)
            let waste = try await door.report(code: "waste")
            #expect(try await ids(door, "service_code=waste") == [waste])
            #expect(Set(try await ids(door, "service_code=waste,street-light")) == [lamp, waste])
            #expect(try await ids(door, "status=open").count == 2)
            #expect(try await ids(door, "status=closed").isEmpty)
            #expect(try await ids(door, "status=open,closed").count == 2)
            #expect(try await ids(door, "end_date=2026-06-01T02:30:00Z") == [lamp])
            #expect(try await ids(door, "start_date=2026-06-01T02:30:00Z") == [waste])
        }
    }

    @Test func `GR-37 without dates the last 90 days, longer spans only page by page`() async throws {
        try await Door.open { (door: Door) async throws in
            let old = try await door.report()
            door.board.clock.advance(seconds: 91 * 86_400)
            let new = try await door.report()
            #expect(try await ids(door, "") == [new])
            #expect(try await ids(door, "page=1") == [new, old])
            let span = "start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z"
            #expect(try await door.get("requests.json?\(span)").status == 400)
            #expect(try await ids(door, span + "&page_size=10").count == 2)
            #expect(try await ids(door, "start_date=2026-05-20T00:00:00Z") == [old])
            #expect(try await ids(door, "end_date=2026-06-02T00:00:00Z") == [old])
        }
    }

    @Test func `GR-38 the newest first, the id breaking ties, stable under paging`() async throws {
        try await Door.open { (door: Door) async throws in
            var sent: [String] = []
            for _ in 0..<5 { sent.append(try await door.report()) }
            let whole = try await ids(door, "page=1")
            var pages: [String] = []
            for page in 1...3 { pages += try await ids(door, "page=\(page)&page_size=2") }
            #expect(whole == sent.sorted(by: >))
            #expect(pages == whole)
        }
    }

    @Test func `GR-39 a closed request's update is its closing, its address is never empty`() async throws {
        try await Door.open { (door: Door) async throws in
            let receipt = try await door.board.report("灯", grid: "41100200100101")
            try await door.board.close(receipt.number)
            let request = try await door.get("requests/\(receipt.number.rawValue).json").list()[0]
            #expect(request["status"] as? String == "closed")
            #expect(request["updated_datetime"] as? String == door.board.clock.now.description)
            #expect(request["status_notes"] as? String == "已修好")
            #expect((request["address"] as? String)?.isEmpty == false)
            #expect(request["agency_responsible"] is String)
        }
    }

    @Test func `GR-40 nothing found is an empty list`() async throws {
        try await Door.open { (door: Door) async throws in
            let json = try await door.get("requests.json")
            let xml = try await door.get("requests.xml")
            #expect(json.status == 200 && json.text == "[]")
            #expect(xml.status == 200 && xml.text.hasSuffix("<service_requests/>"))
        }
    }

    @Test func `GR-41 unknown words and bad dates are errors, unknown services find nothing`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("requests.json?status=broken").status == 400)
            #expect(try await door.get("requests.json?start_date=2026-13-01").status == 400)
            #expect(try await ids(door, "service_code=nothing").isEmpty)
        }
    }

    @Test func `GR-42 one request is a list of one, an unknown one is not found`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report()
            #expect(try await door.get("requests/\(id).json").list().count == 1)
            #expect(try await door.get("requests/411002-20260601-00099-A.json").status == 404)
        }
    }

    @Test func `GR-43 errors have a code equal to the status and a description`() async throws {
        try await Door.open { (door: Door) async throws in
            let json = try await door.post("service_code=waste").list()[0]
            #expect(json["code"] as? Int == 403 && (json["description"] as? String)?.isEmpty == false)
            let xml = try await door.post("service_code=waste", to: "requests.xml").xml()
            #expect(xml["errors/error/code"] == ["403"])
            let fine = try await door.get("requests.json?status=x&extensions=true").list()[0]
            #expect((fine["extended_attributes"] as? [String: Any])?["reason"] as? String == "open311.bad_status")
        }
    }

    @Test func `GR-44 errors speak the reader's language in the asked format`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("services/x.xml").text.contains("没有找到"))
            #expect(
                try await door.get("services/x.json", headers: [.acceptLanguage: "en-GB"]).text.contains(
                    "There is no such"
                )
            )
            #expect(try await door.get("services/x.json?locale=en").text.contains("There is no such"))
        }
    }

    @Test func `GR-45 too many reports are answered with 429 and a time to try again`() async throws {
        try await Door.open(reportsPerTenSeconds: 2) { (door: Door) async throws in
            try await door.report()
            try await door.report()
            let refused = try await door.post("api_key=demo&service_code=waste&\(Door.place)")
            #expect(refused.status == 429 && refused.headers[.retryAfter] == "10")
            door.board.clock.advance(seconds: 10)
            try await door.report()
        }
    }

    @Test func `GR-46 pages have links and a total, and never wrap around`() async throws {
        try await Door.open { (door: Door) async throws in
            for _ in 0..<3 { try await door.report() }
            let second = try await door.get("requests.json?page=2&page_size=2")
            #expect(second.header("X-Total-Count") == "3")
            let link = try #require(second.header("Link"))
            #expect(link.contains("rel=\"prev\"") && !link.contains("rel=\"next\""))
            #expect(try second.list().count == 1)
            #expect(try await ids(door, "page=9&page_size=2").isEmpty)
            let first = try await ids(door, "page=1&page_size=2")
            #expect(try await ids(door, "page=0&page_size=2") == first)
            #expect(try await door.get("requests.json?page_size=100000").status == 200)
        }
    }

    @Test func `GR-47 updates restrict by their own time`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report()
            #expect(try await ids(door, "updated_after=2026-06-01T01:00:00Z") == [id])
            #expect(try await ids(door, "updated_after=2026-06-02T01:00:00Z").isEmpty)
            #expect(try await ids(door, "updated_before=2026-05-02T01:00:00Z").isEmpty)
        }
    }

    @Test func `GR-48 extensions add attributes, extended attributes and notes`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&attribute[STATE]=off")
            let request = try await door.get("requests/\(id).json?extensions=true").list()[0]
            let attributes = try #require(request["attributes"] as? [[String: Any]])
            #expect(attributes[0]["code"] as? String == "STATE" && attributes[0]["name"] as? String == "不亮")
            #expect((request["extended_attributes"] as? [String: Any])?["detailed_status"] as? String == "RECEIVED")
            #expect((request["notes"] as? [[String: Any]])?.first?["type"] as? String == "reported")
        }
    }

    @Test(arguments: [
        ("lat=34.025&long=113.815&radius=100", 1), ("lat=34.025&long=113.9&radius=100", 0),
        ("bbox=113.81,34.02,113.82,34.03", 1),
        ("bbox=0,0,1,1", 0), ("detailed_status=RECEIVED", 1), ("detailed_status=PROCESSED", 0), ("has_photo=true", 0),
        ("max_requests=1", 1), ("q=lamp", 1), ("q=nothing", 0), ("sort=-updated_datetime", 1),
        ("agency_responsible=CG", 0),
    ])
    func `GR-49 places, states and words restrict as clients in the field ask`(query: String, count: Int) async throws {
        try await Door.open { (door: Door) async throws in
            try await door.report()
            #expect(try await ids(door, query).count == count)
            #expect(try await door.get("requests.json?just_count=true").text == "[{\"count\":1}]")
            #expect(try await door.get("requests.json?radius=5").status == 400)
        }
    }

    @Test func `GR-50 the key may come as a bearer token`() async throws {
        try await Door.open { (door: Door) async throws in
            let form = "service_code=waste&\(Door.place)"
            #expect(try await door.post(form, headers: [.authorization: "Bearer demo"]).status == 200)
            #expect(try await door.post(form, headers: [.authorization: "Bearer x"]).status == 403)
        }
    }

    @Test func `GR-51 notes and photos of a request are there, other parts are not`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report()
            #expect(try await door.get("requests/notes/\(id).json").list().count == 1)
            #expect(try await door.get("requests/photos/\(id).json").list().isEmpty)
            #expect(try await door.get("requests/votes/\(id).json").status == 404)
            #expect(try await door.get("requests/\(id).json", method: .patch).status == 405)
        }
    }

    @Test func `GR-52 bulk is a table with a header, RFC 4180, without a limit of rows`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("%0A%22quoted%22,%20comma")
            let answer = try await door.get("requests.csv")
            #expect(answer.status == 200 && answer.headers[.contentType] == "text/csv; charset=utf-8; header=present")
            #expect(
                answer.text.hasPrefix(
                    "service_request_id,requested_datetime,updated_datetime,closed_date,status_description,"
                )
            )
            #expect(answer.text.contains("\r\n\(id),2026-06-01T02:00:00Z,"))
            #expect(answer.text.contains("\"lamp\n\"\"quoted\"\", comma\""))
        }
    }
}
