import Domain
import Testing

/// The moments at which a light changes are those at which it does.
struct LightsTests {
    private static let start = Instant(secondsSinceEpoch: 1_780_279_200)

    private func calendar() throws -> WorkingCalendar { try WorkingCalendar(version: "lights") }

    @Test(arguments: ["30min", "4wh", "1wd", "5wd", "10wd", "0wd", "2h", "3d", "1mo"])
    func `a light changes at the moments that are told, whatever moved the clock`(text: String) throws {
        let calendar = try calendar()
        let limit = try Limit(parsing: text)
        for offset in stride(from: Int64(0), to: 8 * 86_400, by: 19_013) {
            let begin = Self.start.advanced(bySeconds: offset)
            var deadline = Deadline(limit, startingAt: begin)
            var changed = begin
            for change in 0..<4 {
                let lights = deadline.lights(in: calendar)
                for moment in moments(around: lights, from: changed) {
                    #expect(
                        lights.light(at: moment) == deadline.light(at: moment, in: calendar),
                        "\(text) \(offset) \(change) \(moment)"
                    )
                }
                let later = begin.advanced(bySeconds: 1_800 * Int64(change + 1))
                changed = later.advanced(bySeconds: [0, 90_000, 100_000, 100_000][change])
                switch change {
                case 0: deadline.suspend(at: changed)
                case 1: deadline.resume(at: changed)
                default: deadline.extend(by: 1, at: changed)
                }
            }
        }
    }

    private func moments(around lights: Deadline.Lights, from start: Instant) -> [Instant] {
        [lights.amber, lights.red].flatMap { moment in [-1, 0, 1].map { moment.advanced(bySeconds: $0) } }
            .filter { $0 >= start && $0 < .distantFuture } + [start, start.advanced(bySeconds: 40 * 86_400)]
    }
}
