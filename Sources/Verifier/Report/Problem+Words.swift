extension Problem: CustomStringConvertible {
    /// The sentence: what is wrong, where, and what to do where there is something to do.
    package var description: String {
        switch self {
        case .malformedSource(let text):
            "\"\(text)\" is neither a folder nor an address such as https://example.org/log."
        case .malformedKey:
            "The key is malformed: it must be name+identifier+base64, in one line, as the log publishes it."
        case .otherKindOfKey(let type):
            "The key makes signatures of type \(type); the key of a log makes plain Ed25519 signatures, type 1."
        case .wrongKeyIdentifier:
            "The key is damaged: its identifier does not belong to its name and its bytes."

        case .missing(let path): "There is no \(path)."
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .tooLarge(let path, let limit): "\(path) is larger than the \(limit) bytes that it may have."

        case .noCheckpoint(let source):
            "There is no checkpoint at \(source): give the address or folder of the log itself, which often ends in /log."
        case .noKey: "The log publishes no key, and none was given: nothing can be believed. Give one with --key."
        case .malformedNote(let place, let fault): "The \(place) is no signed note: \(fault)."
        case .malformedHead(let place, let fault): "The \(place) is malformed: \(fault)."
        case .badSignature(let place, let key):
            "The signature by \(key) under the \(place) is wrong: whatever it says, the holder of the key did not sign it."
        case .notSigned(let place, let key): "The \(place) is not signed by \(key)."
        case .otherLog(let place, let origin, let key):
            "The \(place) is of the log \"\(origin)\", and not of the one that the key \(key) belongs to."

        case .bundleCutOff(let path, let entry): "\(path) is cut off in entry \(entry)."
        case .bundleTooShort(let path, let expected, let found):
            "\(path) holds \(found) entries and must hold \(expected)."
        case .bundleTooLong(let path, let expected, let extra):
            "\(path) has \(extra) bytes more after its \(expected) entries."
        case .tileLength(let path, let expected, let found): "\(path) has \(found) bytes and must have \(expected)."
        case .leafDiffers(let path, let entry):
            "Entry \(entry) is not the one that \(path) was made for: its hash differs."
        case .nodeDiffers(let path, let position):
            "Hash \(position) of \(path) is not that of the entries below it."
        case .rootDiffers(let size, let computed, let signed):
            "The \(size) entries have the root \(computed), but the checkpoint signs \(signed)."
        case .shrank(let old, let new):
            "The log shrank: the earlier checkpoint has \(old) entries, this one has \(new)."
        case .rewritten(let size, let computed, let signed):
            """
            The log was rewritten: its first \(size) entries now have the root \(computed), but the earlier checkpoint \
            signs \(signed). Keep both checkpoints: together they prove it.
            """
        case .twoTrees(let size, let earlier, let now):
            """
            The log signed two different trees of \(size) entries: \(earlier) earlier and \(now) now. Keep both \
            checkpoints: together they prove it.
            """

        case .entry(let index, let path, let fault): "Entry \(index) in \(path) \(fault)."
        case .figures(let fault): "The file of figures \(fault)."
        case .figuresAhead(let size, let checkpoint):
            "The figures are of \(size) entries, but the checkpoint signs only \(checkpoint)."
        case .figureDiffers(let name, let published, let counted, let size):
            "The figure \(name) is published as \(published), but the first \(size) entries add up to \(counted)."
        case .figureLeftOut(let name, let counted, let size):
            "The figures leave out \(name), of which the first \(size) entries have \(counted)."

        case .malformedProof(let fault): "The file is no proof: \(fault)."
        case .proofIndex(let index, let size):
            "The proof is for entry \(index), but its checkpoint has only \(size) entries."
        case .proofLength(let expected, let found): "The proof has \(found) hashes and must have \(expected)."
        case .proofFails(let index, let computed, let signed):
            """
            The entry is not number \(index) of this log: the proof leads to the root \(computed), but the checkpoint \
            signs \(signed).
            """
        case .proofEntry(let fault): "The entry \(fault)."
        }
    }
}

extension Problem.NoteFault: CustomStringConvertible {
    /// What is wrong, to follow a colon.
    package var description: String {
        switch self {
        case .tooLong: "it is longer than \(Note.maximumLength) bytes"
        case .notUTF8: "it is not UTF-8 text"
        case .controlCharacter: "it has a control character"
        case .noBlankLine: "there is no blank line between its text and its signatures"
        case .noSignature: "no signature follows its text"
        case .noFinalNewline: "its last line does not end"
        case .tooManySignatures: "it has more than 100 signatures"
        case .signatureLine(let number): "its signature line \(number) is malformed"
        }
    }
}

extension Problem.HeadFault: CustomStringConvertible {
    /// What is wrong, to follow a colon.
    package var description: String {
        switch self {
        case .tooFewLines: "it has fewer than three lines"
        case .origin: "its first line, the name of the log, is empty"
        case .size: "its second line is not a size in digits without a leading zero"
        case .tooLarge: "its size is above \(TreeHead.maximumSize), more than this verifier counts"
        case .root: "its third line is not a root of 32 bytes in base64"
        case .emptyLine: "it has an empty line"
        }
    }
}

extension Problem.ProofFault: CustomStringConvertible {
    /// What is wrong, to follow a colon.
    package var description: String {
        switch self {
        case .tooLong: "it is longer than \(ProofFile.maximumLength) bytes"
        case .noCheckpoint: "no blank line and checkpoint follow its hashes"
        case .version: "its first line is not \(ProofFile.header)"
        case .extra: "its line \"extra\" is not base64"
        case .index: "its line \"index\" is missing or is no number"
        case .hash(let number): "its hash \(number) is not 32 bytes in base64"
        case .noEntry: "it carries no entry, and none was given with it"
        }
    }
}
