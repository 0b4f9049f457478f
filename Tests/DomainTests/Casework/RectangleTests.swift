import Domain
import Testing

/// Parts of a photo as people draw or type them.
struct RectangleTests {
    @Test(arguments: [
        ("120 80 60 50", [[120, 80, 60, 50]]), ("", []), (" \n\n", []),
        ("1,2,3,4\r\n5， 6 ,7 8", [[1, 2, 3, 4], [5, 6, 7, 8]]),
        ("0 0 1 1\n", [[0, 0, 1, 1]]),
    ])
    func `lines of four numbers are read, whatever parts them, and written back`(text: String, parts: [[Int]]) throws {
        let read = try Rectangle.list(parsing: text)

        #expect(read.map { [$0.left, $0.top, $0.width, $0.height] } == parts)
        #expect(try Rectangle.list(parsing: Rectangle.text(of: read)) == read)
    }

    @Test(arguments: [
        "1 2 3", "1 2 3 4 5", "a b c d", "-1 0 5 5", "0 0 0 5", "0 0 5 -5", "0 0 1e3 5", "1.5 0 3 3", "100001 0 1 1",
        "9223372036854775808 0 1 1", "1 2 3 x 4",
    ])
    func `anything else is told as such`(text: String) {
        #expect(throws: Malformed.self) { try Rectangle.list(parsing: text) }
    }

    @Test func `a photo that is not the case's, and too many parts, are refused`() throws {
        let state = try People.play(People.way(to: .closed))
        let part = try Rectangle(left: 1, top: 1, width: 1, height: 1)
        let many = Array(repeating: part, count: Rectangle.limit + 1)
        let situation = try People.situation(.staff(People.staff(.intake)))
        let wrong: [(CaseCommand, Refusal)] = [
            (.coverPhoto("other", [part], shown: "x"), .unknown(.photo)),
            (.coverPhoto("p1", many, shown: "x"), .tooMany(.rectangles, limit: Rectangle.limit)),
            (.seeOriginal("other", reason: "x"), .unknown(.photo)),
            (.seeOriginal("p1", reason: " "), .missing(.reason)),
        ]
        for (command, refusal) in wrong {
            #expect(throws: refusal) { try state.decide(command, in: situation) }
        }
        // A case without photos offers neither.
        var report = try People.report()
        report.photos = []
        let bare = try People.play([.report(report)])
        #expect(bare.possibleActions(in: situation).allSatisfy { $0 != .coverPhoto && $0 != .seeOriginal })
        #expect(state.possibleActions(in: situation).contains(.coverPhoto))
    }
}
