import Application
import Domain
import Foundation
import Store
import TestKit
import Testing

/// A confidential report at every door at once.
struct ConfidentialTests {
    private static let words = "Confidential-words 老王收钱"

    @Test func `no door tells the public that there is a confidential report, and the figures still count it`()
        async throws
    {
        try await District.open { district in
            // given: a confidential report in a photo's company, worked up to a unit, beside an ordinary one
            let office = district.board.office
            let photo = try await office.keepPhoto(Pictures.png(width: 40, height: 30))
            let draft = ReportDraft(
                channel: .web,
                category: try CategoryCode(parsing: "street-light"),
                place: PlaceDraft(
                    address: "Confidential-road",
                    grid: office.directory.grid(named: TestBoard.gridCodes[0])
                ),
                text: Self.words,
                answers: ["STATE": "off"],
                photos: [photo],
                contact: Contact(phone: "13988887777"),
                confidence: .unit(try UnitCode(parsing: "HW"))
            )
            let hidden = try await office.report(draft, by: .resident).number
            try await district.board.close(hidden)
            let shown = try await district.board.report("Ordinary-words").number
            try await office.signCheckpoint()

            // when
            var paths = [
                "/", "/grids/\(TestBoard.gridCodes[0])", "/streets/411002001", "/board.geojson",
                "/open311/v2/requests.csv",
            ]
            for format in ["json", "xml"] {
                for query in [
                    "", "?extensions=true", "?q=Confidential", "?service_code=street-light&page=1", "?has_photo=true",
                ] {
                    paths.append("/open311/v2/requests.\(format)\(query)")
                }
                paths.append("/open311/v2/requests.\(format)?service_request_id=\(hidden.rawValue),\(shown.rawValue)")
                for part in ["", "notes/", "photos/"] {
                    paths.append("/open311/v2/requests/\(part)\(hidden.rawValue).\(format)")
                }
            }
            paths += [
                "/cases/\(hidden.rawValue)", "/cases/\(hidden.rawValue)?lang=en", "/log/checkpoint", "/log/figures",
            ]
            let size = try #require(try await office.publishedLog.head()).size
            paths += ["/log/tile/entries/000.p/\(size)"]

            // then
            for path in paths {
                let answer = try await district.get(path)
                let isAboutIt = path.contains(hidden.rawValue)
                if !isAboutIt { #expect(!answer.holds(hidden.rawValue), "\(path)") }
                for secret in ["Confidential-words", "Confidential-road", "老王", photo, "13988887777"] {
                    #expect(!answer.holds(secret), "\(path) tells \(secret)")
                }
            }
            for path in ["/cases/\(hidden.rawValue)", "/open311/v2/requests/\(hidden.rawValue).json"] {
                #expect(try await district.get(path).status == 404)
            }
            #expect(try await district.get("/open311/v2/requests.json").holds(shown.rawValue))
            #expect(try await office.boardFigures().closedToday == 1)
        }
    }
}
