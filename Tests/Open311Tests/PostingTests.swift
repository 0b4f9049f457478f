import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Store
import TestKit
import Testing

/// GR-22 to GR-34: posting and tokens.
struct PostingTests {
    @Test func `GR-22 urlencoded and multipart bodies are both taken`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.post("api_key=demo&service_code=waste&\(Door.place)").status == 200)
            let part = { (name: String, value: String) in
                "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
            }
            let body =
                part("api_key", "demo") + part("service_code", "waste") + part("lat", "34.025")
                + part("long", "113.815") + "--b--"
            #expect(try await door.post(body, type: "multipart/form-data; boundary=b").status == 200)
            #expect(try await door.post("{}", type: "application/json").status == 400)
        }
    }

    @Test(arguments: [
        "lat=34.025&long=113.815", "address_string=%E5%BB%BA%E8%AE%BE%E8%B7%AF", "address_id=41100200100101",
    ])
    func `GR-23 any one kind of place is enough`(place: String) async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.post("api_key=demo&service_code=waste&\(place)").status == 200)
            #expect(try await door.post("api_key=demo&service_code=waste").status == 400)
            #expect(try await door.post("api_key=demo&\(place)").status == 400)
        }
    }

    @Test(arguments: [
        "attribute[KINDS][]=household&attribute[KINDS][]=building",
        "attribute[KINDS]=household&attribute[KINDS]=building",
    ])
    func `GR-24 several answers come with brackets or repeated`(answers: String) async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report("&\(answers)", code: "dumping")
            let request = try await door.get("requests/\(id).json?extensions=true").list()[0]
            let attribute = try #require((request["attributes"] as? [[String: Any]])?.first)
            #expect(attribute["value"] as? String == "household,building")
        }
    }

    @Test func `GR-25 line breaks are kept, and 4,000 characters are the limit`() async throws {
        try await Door.open { (door: Door) async throws in
            let form = "api_key=demo&service_code=waste&\(Door.place)&first_name=A&email=a@b.c&description="
            let id = try await door.report("%0Asecond")
            #expect(try await door.get("requests/\(id).json").list()[0]["description"] as? String == "lamp\nsecond")
            #expect(try await door.post(form + String(repeating: "a", count: 4_000)).status == 200)
            #expect(try await door.post(form + String(repeating: "a", count: 4_001)).status == 400)
        }
    }

    @Test func `GR-26 a file in any of the usual fields is the photo, whatever media_url says`() async throws {
        // The smallest PNG: one pixel.
        let pixel = try #require(
            Data(
                base64Encoded:
                    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
            )
        )
        try await Door.open { (door: Door) async throws in
            for name in ["media", "photo1", "file_x", "media[]"] {
                var body = Data()
                for (field, value) in [
                    ("api_key", "demo"), ("service_code", "waste"), ("lat", "34.025"), ("long", "113.815"),
                    ("media_url", "http://x/"),
                ] {
                    body += Data("--b\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
                }
                body += Data(
                    "--b\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
                        .utf8
                )
                body += pixel + Data("\r\n--b--\r\n".utf8)
                let headers: HTTPFields = [.contentType: "multipart/form-data; boundary=b"]
                let text = try await door.client.execute(
                    uri: "/open311/v2/requests.json",
                    method: .post,
                    headers: headers,
                    body: .init(bytes: body)
                ) { String(buffer: $0.body) }
                let list = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
                let id = try #require(list[0]["service_request_id"] as? String)
                let url = try #require(try await door.get("requests/\(id).json").list()[0]["media_url"] as? String)
                #expect(url.wholeMatch(of: /http:\/\/127\.0\.0\.1:8311\/photos\/[0-9a-f]{64}\.jpg/) != nil)
            }
        }
    }

    @Test func `GR-27 the answer has an id or a token, never both`() async throws {
        try await Door.open { (door: Door) async throws in
            let answer = try await door.post("api_key=demo&service_code=waste&\(Door.place)")
            let object = try answer.list()[0]
            #expect(Set(object.keys) == ["service_request_id", "service_notice", "account_id"])
            let headers: HTTPFields = [try #require(HTTPField.Name("Prefer")): "respond-async"]
            let later = try await door.post("api_key=demo&service_code=waste&\(Door.place)", headers: headers)
            #expect(Set(try later.list()[0].keys) == ["token", "service_notice", "account_id"])
        }
    }

    @Test func `GR-28 a posted report is answered with 200`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(
                try await door.post("api_key=demo&service_code=waste&\(Door.place)", to: "requests.xml").status == 200
            )
        }
    }

    @Test func `GR-29 services are realtime: the id comes at once`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("services.json").list().allSatisfy { $0["type"] as? String == "realtime" })
            let id = try await door.report()
            #expect(try await door.get("requests/\(id).json").status == 200)
        }
    }

    @Test func `GR-30 errors come in order: jurisdiction, key, service, then all the rest at once`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.post("jurisdiction_id=x").status == 404)
            #expect(try await door.post("service_code=nothing").status == 403)
            #expect(try await door.post("api_key=wrong&service_code=waste").status == 403)
            #expect(try await door.post("api_key=demo&service_code=nothing").status == 404)
            #expect(try await door.post("api_key=demo&service_code=waste&lat=34.025").status == 400)
            #expect(try await door.post("api_key=demo&service_code=waste&lat=95&long=0").status == 400)
            #expect(try await door.post("api_key=demo&service_code=waste&lat=1&long=1").status == 400)
            let several = try await door.post("api_key=demo&service_code=dumping&lat=1&long=1")
            #expect(try several.list().count == 2)
            #expect(try await door.get("requests.json").list().isEmpty)
        }
    }

    @Test func `GR-31 a missing answer is named as CODE required`() async throws {
        try await Door.open { (door: Door) async throws in
            let answer = try await door.post("api_key=demo&service_code=dumping&\(Door.place)")
            #expect(answer.status == 400 && answer.text.contains("KINDS required"))
        }
    }

    @Test func `GR-32 the same report sent again gets the first id`() async throws {
        try await Door.open { (door: Door) async throws in
            let key: HTTPFields = [try #require(HTTPField.Name("Idempotency-Key")): "once"]
            let form = "api_key=demo&service_code=waste&\(Door.place)&description=a"
            let first = try await door.post(form, headers: key).text
            #expect(try await door.post(form, headers: key).text == first)
            #expect(try await door.post(form + "b", headers: key).status == 400)
            let device = try await door.post(form + "&device_id=7").text
            #expect(try await door.post(form + "&device_id=7").text == device)
            #expect(try await door.post(form + "c&device_id=7").text != device)
            door.board.clock.advance(seconds: 601)
            #expect(try await door.post(form + "&device_id=7").text != device)
        }
    }

    @Test func `GR-33 a token gives its id, an unknown one is not found`() async throws {
        try await Door.open { (door: Door) async throws in
            let headers: HTTPFields = [try #require(HTTPField.Name("Prefer")): "respond-async"]
            let answer = try await door.post("api_key=demo&service_code=waste&\(Door.place)", headers: headers)
            let token = try #require(try answer.list()[0]["token"] as? String)
            let resolved = try await door.get("tokens/\(token).json").list()[0]
            #expect(resolved["token"] as? String == token)
            let id = try #require(resolved["service_request_id"] as? String)
            #expect(try await door.get("requests/\(id).json").status == 200)
            #expect(try await door.get("tokens/abc.json").status == 404)
            #expect(try await door.get("tokens/\(token.dropLast())0.json").status == 404)
        }
    }

    @Test func `GR-34 a known token is answered with 200 and itself`() async throws {
        try await Door.open { (door: Door) async throws in
            let headers: HTTPFields = [try #require(HTTPField.Name("Prefer")): "respond-async"]
            let answer = try await door.post(
                "api_key=demo&service_code=waste&\(Door.place)",
                to: "requests.xml",
                headers: headers
            )
            let token = try #require(try answer.xml()["service_requests/request/token"].first)
            let resolved = try await door.get("tokens/\(token).xml")
            #expect(resolved.status == 200)
            #expect(try resolved.xml()["service_requests/request/token"] == [token])
        }
    }
}
