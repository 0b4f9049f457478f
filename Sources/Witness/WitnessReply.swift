package import TransparencyLog

/// What a witness answers, apart from the way it travels.
package struct WitnessReply: Hashable, Sendable {
    package var status: Int
    package var type: String
    package var body: String

    private init(_ status: Int, _ body: String, type: String = "text/plain; charset=utf-8") {
        self.status = status
        self.type = type
        self.body = body
    }

    /// A file that was asked for.
    package static func note(_ text: String) -> WitnessReply { WitnessReply(200, text) }

    package static let missing = WitnessReply(404, "This witness has cosigned no such log.\n")

    package init(_ signature: NoteSignature) { self.init(200, signature.line) }

    /// The statuses are those of C2SP tlog-witness.
    package init(_ refusal: WitnessRefusal) {
        switch refusal {
        case .malformed(let words): self.init(400, words + "\n")
        case .tooLong: self.init(413, "The request is longer than \(Witness.largestRequest) bytes.\n")
        case .unknownLog: self.init(404, "This witness does not know the log.\n")
        case .notSigned: self.init(403, "No key that this witness trusts has rightly signed the checkpoint.\n")
        case .oldIsLarger: self.init(400, "The old size is larger than the checkpoint's.\n")
        case .otherSize(let size): self.init(409, "\(size)\n", type: WitnessAnswer.sizeType)
        case .inconsistent(let error): self.init(422, error.description + "\n")
        case .wrongEmptyRoot: self.init(422, CheckpointError.wrongEmptyRoot.description + "\n")
        case .cannotRemember: self.init(503, "The witness cannot write down what it cosigns. Try again later.\n")
        }
    }
}
