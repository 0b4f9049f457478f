/// What a writing connection knows of the commands that will share its next commit.
///
/// Nobody else writes until that commit, so what one command has found out of the journal's end holds for the next ones.
///
/// Not for sharing: it lives on its connection's thread.
package final class Round {
    /// Every command can be undone alone, at the price of a savepoint; otherwise they stand and fall together.
    package private(set) var isApart = false

    /// The command in hand has been given statements that change something.
    package private(set) var hasChanged = false

    /// Of the journal's last entry; nil until it has been asked for.
    var position: Int64?

    /// The last serial of each day's cases, as far as asked for.
    var serials: [String: Int] = [:]

    package init() {}

    package func begin(apart: Bool) {
        isApart = apart
        forget()
    }

    package func beginCommand() { hasChanged = false }

    package func noteChange() { hasChanged = true }

    /// A case has got its number.
    func noteSerial(_ serial: Int, on day: String) {
        if let known = serials[day], serial > known { serials[day] = serial }
    }

    /// What was known may have been undone.
    package func forget() {
        position = nil
        serials = [:]
    }
}

/// What a connection throws when commands that share a commit cannot be told apart any more: all of them are undone then,
/// and done again one by one.
package struct Entangled: Error {
    /// What came in the way.
    package let cause: any Error

    package init(_ cause: any Error) { self.cause = cause }
}
