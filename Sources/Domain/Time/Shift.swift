/// A stretch of a working day during which the office works.
package struct Shift: Hashable, Sendable {
    /// Minutes since midnight.
    package let start: Int
    /// Minutes since midnight; 1,440 is 24:00.
    package let end: Int

    /// - Throws: ``Malformed`` unless it ends after it starts, on the same day. One that crosses midnight is two.
    package init(start: Int, end: Int) throws(Malformed) {
        guard start >= 0, start < end, end <= 1_440 else {
            throw Malformed("shift", expected: "minutes of one day, 0 to 1440, the end after the start")
        }
        self.init(trustedStart: start, end: end)
    }

    /// 09:00–12:00 and 14:00–18:00: seven working hours.
    package static let officeHours = [
        Shift(trustedStart: 9 * 60, end: 12 * 60),
        Shift(trustedStart: 14 * 60, end: 18 * 60),
    ]

    /// The whole day.
    static let allDay = Shift(trustedStart: 0, end: 1_440)

    private init(trustedStart start: Int, end: Int) {
        self.start = start
        self.end = end
    }

    var startSeconds: Int { start * 60 }
    var endSeconds: Int { end * 60 }
}
