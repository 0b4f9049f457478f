import Application
import Domain
import Foundation
import HTTPTypes
import HummingbirdTesting
import Store
import TestKit
import Testing

/// GR-01 to GR-21: formats, discovery, services, definitions.
struct FormatTests {
    @Test func `GR-01 resources end in a format, and unknown formats are not found`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("services.json").status == 200)
            #expect(try await door.get("services.xml").status == 200)
            #expect(try await door.get("services.yaml").status == 404)
            #expect(try await door.get("services").status == 404)
        }
    }

    @Test func `GR-02 XML says what it is and has no namespace`() async throws {
        try await Door.open { (door: Door) async throws in
            let answer = try await door.get("services.xml")

            #expect(answer.headers[.contentType] == "text/xml; charset=utf-8")
            #expect(answer.text.hasPrefix("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<services>"))
            #expect(!answer.text.contains("xmlns"))
        }
    }

    @Test func `GR-03 JSON drops the container: lists are bare arrays, a definition a bare object`() async throws {
        try await Door.open { (door: Door) async throws in
            let answer = try await door.get("services.json")
            #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
            #expect(try answer.list().count == 4)
            let definition = try await door.get("services/street-light.json").object()
            #expect((definition["attributes"] as? [[String: Any]])?.count == 1)
            #expect(try await door.get("requests.json").list().isEmpty)
        }
    }

    @Test func `GR-04 everything is UTF-8, in queries and in multipart fields too`() async throws {
        try await Door.open { (door: Door) async throws in
            let boundary = "x"
            let body =
                ["api_key": "demo", "service_code": "waste", "address_string": "建设路 1 号", "description": "垃圾🚮"]
                .map { "--x\r\nContent-Disposition: form-data; name=\"\($0.key)\"\r\n\r\n\($0.value)\r\n" }.joined()
                + "--x--\r\n"
            let answer = try await door.post(body, type: "multipart/form-data; boundary=\(boundary)")
            let id = try #require(try answer.list()[0]["service_request_id"] as? String)

            #expect(try await door.get("requests/\(id).json").list()[0]["description"] as? String == "垃圾🚮")
            #expect(try await door.get("requests.json?q=%E5%9E%83%E5%9C%BE").list().count == 1)
            #expect(try await door.get("requests.json?q=%FF").status == 400)
        }
    }

    @Test func `GR-05 an empty parameter is an absent one`() async throws {
        try await Door.open { (door: Door) async throws in
            try await door.report()
            let answer = try await door.get("requests.json?status=&service_code=&start_date=&page=&jurisdiction_id=")
            #expect(try answer.list().count == 1)
        }
    }

    @Test func `GR-06 every standard field is there, null when unknown`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report()
            let request = try await door.get("requests/\(id).json").list()[0]
            let fields: Set<String> = [
                "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
                "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime",
                "address", "address_id", "zipcode", "lat", "long", "media_url",
            ]
            #expect(Set(request.keys) == fields)
            #expect(request["zipcode"] is NSNull)
            #expect(try await door.get("requests/\(id).xml").text.contains("<zipcode/>"))
        }
    }

    @Test func `GR-07 booleans, numbers and identifiers have their JSON types`() async throws {
        try await Door.open { (door: Door) async throws in
            let service = try await door.get("services.json").list()[0]
            #expect(service["service_code"] is String)
            #expect(try await door.get("services.json").text.contains("\"metadata\":true"))
            #expect(try await door.get("services.xml").text.contains("<metadata>true</metadata>"))
            let id = try await door.report()
            let request = try await door.get("requests/\(id).json").list()[0]
            #expect(request["lat"] as? Double == 34.025 && request["long"] as? Double == 113.815)
            #expect(request["service_request_id"] is String && request["address_id"] is String)
        }
    }

    @Test(arguments: [
        ("2026-06-01T00:00:00Z", 200), ("2026-06-01T08:00:00%2B08:00", 200), ("2026-06-01T00:00:00.5Z", 200),
        ("2026-06-01T08:00:00", 200), ("2026-06-31T00:00:00Z", 400), ("yesterday", 400),
    ])
    func `GR-08 date-times are written in UTC and read with zone, fraction or none`(
        date: String,
        status: Int
    ) async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report()
            let requested = try await door.get("requests/\(id).json").list()[0]["requested_datetime"] as? String
            #expect(requested == "2026-06-01T02:00:00Z")
            #expect(try await door.get("requests.json?start_date=\(date)").status == status)
        }
    }

    @Test func `GR-09 identifiers are letters, digits, hyphens and underscores`() async throws {
        try await Door.open { (door: Door) async throws in
            let id = try await door.report()
            let services = try await door.get("services.json").list().compactMap { $0["service_code"] as? String }
            for text in [id] + services { #expect(text.wholeMatch(of: /[A-Za-z0-9_-]+/) != nil) }
        }
    }

    @Test func `GR-10 other methods are told which are allowed, HEAD is GET without body, and any origin may read`()
        async throws
    {
        try await Door.open { (door: Door) async throws in
            let refused = try await door.get("services.json", method: .delete)
            #expect(refused.status == 405 && refused.headers[.allow] == "GET, HEAD")
            #expect(try await door.get("services.json", method: .head).status == 200)
            #expect(try await door.get("services.json").headers[.accessControlAllowOrigin] == "*")
        }
    }

    @Test func `GR-11 discovery has every required field`() async throws {
        try await Door.open { (door: Door) async throws in
            let discovery = try await door.get("discovery.json").object()
            #expect(Set(discovery.keys) == ["changeset", "contact", "key_service", "endpoints"])
            let endpoint = try #require((discovery["endpoints"] as? [[String: Any]])?.first)
            #expect(Set(endpoint.keys) == ["specification", "url", "changeset", "type", "formats"])
            #expect(endpoint["specification"] as? String == "http://wiki.open311.org/GeoReport_v2")
        }
    }

    @Test func `GR-12 discovery nests in XML as the specification shows`() async throws {
        try await Door.open { (door: Door) async throws in
            let xml = try await door.get("discovery.xml").xml()
            #expect(
                xml["discovery/endpoints/endpoint/formats/format"] == [
                    "text/xml", "application/json", "text/xml", "application/json",
                ]
            )
        }
    }

    @Test func `GR-13 two endpoints with two formats, and a changeset in the past`() async throws {
        try await Door.open { (door: Door) async throws in
            let discovery = try await door.get("discovery.json").object()
            let endpoints = try #require(discovery["endpoints"] as? [[String: Any]])
            #expect(endpoints.map { $0["type"] as? String } == ["production", "test"])
            let changeset = try #require(discovery["changeset"] as? String)
            let moment = try Date(changeset, strategy: .iso8601)
            #expect(moment < Date())
        }
    }

    @Test func `GR-14 the changeset grows with the list of matters, and both places serve discovery`() async throws {
        try await Door.open { (door: Door) async throws in
            let before = try #require(try await door.get("discovery.json").object()["changeset"] as? String)
            let office = door.board.office
            try await office.change(.retire(CategoryCode(parsing: "question")), on: ID<Catalogue>.board, by: .system)
            let after = try #require(try await door.get("discovery.json").object()["changeset"] as? String)
            #expect(after > before)
            let root = try await door.client.execute(uri: "/open311/discovery.xml", method: .get) { $0.status.code }
            #expect(root == 200)
        }
    }

    @Test func `GR-15 the jurisdiction may be left out`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("services.json?jurisdiction_id=test.example").status == 200)
            #expect(try await door.get("services.json").status == 200)
        }
    }

    @Test func `GR-16 a service has its seven fields`() async throws {
        try await Door.open { (door: Door) async throws in
            let keys = Set(try await door.get("services.json").list()[0].keys)
            #expect(keys == ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"])
        }
    }

    @Test func `GR-17 an unknown jurisdiction is not found`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("services.json?jurisdiction_id=elsewhere").status == 404)
        }
    }

    @Test func `GR-18 services are offered in the district only, and in the asked language`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("services.json?\(Door.place)").list().count == 4)
            #expect(try await door.get("services.json?lat=1&long=1").list().isEmpty)
            #expect(try await door.get("services.json?locale=en").text.contains("Street light out"))
        }
    }

    @Test func `GR-19 a definition has its attributes with order and values`() async throws {
        try await Door.open { (door: Door) async throws in
            let definition = try await door.get("services/dumping.json").object()
            let attribute = try #require((definition["attributes"] as? [[String: Any]])?.first)
            #expect(definition["service_code"] as? String == "dumping")
            #expect(attribute["datatype"] as? String == "multivaluelist" && attribute["order"] as? Int == 1)
            #expect(
                (attribute["values"] as? [[String: Any]])?.map { $0["key"] as? String } == ["household", "building"]
            )
        }
    }

    @Test func `GR-20 an unknown service is not found, one without questions has none`() async throws {
        try await Door.open { (door: Door) async throws in
            #expect(try await door.get("services/nothing.json").status == 404)
            let plain = try await door.get("services/waste.json")
            #expect(plain.status == 200)
            #expect((try plain.object()["attributes"] as? [Any])?.isEmpty == true)
        }
    }

    @Test func `GR-21 descriptions in a definition are never empty`() async throws {
        try await Door.open { (door: Door) async throws in
            let xml = try await door.get("services/street-light.xml").xml()
            #expect(xml["service_definition/attributes/attribute/datatype_description"].allSatisfy { !$0.isEmpty })
            #expect(xml["service_definition/attributes/attribute/description"].allSatisfy { !$0.isEmpty })
        }
    }
}
