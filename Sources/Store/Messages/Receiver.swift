package import Domain
import FoundationEssentials

/// Whom a message is for; its text is what the outbox keeps, and names where the address is, never the address itself.
package enum Receiver: Hashable, Sendable {
    /// Whoever reported a case; the address is in `contact`.
    case reporter(CaseNumber)
    /// Whoever has met the same as a case's reporter, by the serial of the receipt; the address is in `also`.
    case also(CaseNumber, Int)
    /// A member of staff; the address is in `staff_subscription`.
    case staff(ID<Account>)
    /// Whoever gets everything of a day in one message, known by one of the receivers in it: what a link at its end stops.
    indirect case daily(Receiver)
    /// A machine; its address is in `webhook`.
    case webhook(String)

    package enum Channel: String, Hashable, Sendable {
        case mail
        case webhook
    }

    package var channel: Channel {
        switch self {
        case .reporter, .also, .staff, .daily: .mail
        case .webhook: .webhook
        }
    }

    package var text: String {
        switch self {
        case .reporter(let number): "reporter:\(number.rawValue)"
        case .also(let number, let serial): "also:\(number.rawValue)+\(serial)"
        case .staff(let account): "staff:\(account.rawValue.uuidString)"
        case .daily(let receiver): "daily:\(receiver.text)"
        case .webhook(let id): "webhook:\(id)"
        }
    }

    /// - Throws: ``Fault/corrupt(_:)`` for a text that ``text`` never writes.
    package init(text: String) throws {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.last) {
        case ("reporter", let number?): self = .reporter(CaseNumber(stored: number))
        case ("also", let name?):
            let halves = name.split(separator: "+").map(String.init)
            guard halves.count == 2, let serial = Int(halves[1]) else {
                throw Fault.corrupt("the outbox names no valid receipt")
            }
            self = .also(CaseNumber(stored: halves[0]), serial)
        case ("staff", let id?): self = .staff(try Facts().id(id))
        case ("daily", let text?): self = .daily(try Receiver(text: text))
        case ("webhook", let id?): self = .webhook(id)
        default: throw Fault.corrupt("the outbox names an unknown kind of receiver")
        }
    }
}

/// When somebody wants to be told.
package enum Timing: String, Hashable, Sendable, CaseIterable {
    case atOnce = "at_once"
    /// Everything of a day in one message.
    case daily
}
