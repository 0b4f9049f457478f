/// What a witness has answered to ``AddCheckpoint``, as far as a log has to understand it (C2SP tlog-witness).
public enum WitnessAnswer: Hashable, Sendable {
    /// The type in which a witness says how large the tree was that it has cosigned last.
    public static let sizeType = "text/x.tlog.size"

    /// 200: signature lines, to be verified.
    case cosigned([NoteSignature])
    /// 409: the witness has cosigned a tree of this size last.
    case stands(at: UInt64)
    /// Any other status: the witness did not cosign.
    case refused(status: Int)
    /// 200 or 409 with something that cannot be read.
    case unreadable

    /// Reads an answer.
    ///
    /// A 409 is read without its type, which some proxies replace: a number and a newline is nothing else.
    public init(status: Int, body: [UInt8]) {
        switch status {
        case 200:
            guard body.count <= SignedNote.maximumLength, let lines = Lines.split(body[...]), !lines.isEmpty,
                lines.count <= SignedNote.maximumSignatures,
                // What cannot be read says nothing that could be told apart.
                let signatures = try? lines.map({ try NoteSignature(line: $0) })
            else {
                self = .unreadable
                return
            }
            self = .cosigned(signatures)
        case 409:
            guard body.last == Lines.newline, let size = Decimal.decode(body.dropLast()) else {
                self = .unreadable
                return
            }
            self = .stands(at: size)
        default:
            self = .refused(status: status)
        }
    }
}
