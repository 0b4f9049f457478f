// The parts of a problem's sentence: which text it is about, and what is wrong with it, to follow a colon or a name.

extension Problem.Place {
    var phrase: Phrase { Phrase("place.\(rawValue)") }
}

extension Problem.ReadFault {
    var phrase: Phrase {
        switch self {
        case .notAFile: Phrase("read.not_a_file")
        case .notPermitted: Phrase("read.not_permitted")
        case .failing: Phrase("read.failing")
        case .answered(let status): Phrase("read.answered", ["status": "\(status)"])
        case .stayedBusy(let status, let attempts):
            Phrase("read.stayed_busy", ["status": "\(status)", "attempts": "\(attempts)"])
        case .noConnection(let attempts): Phrase("read.no_connection", ["attempts": "\(attempts)"])
        case .brokenOff(let attempts): Phrase("read.broken_off", ["attempts": "\(attempts)"])
        case .tooSlow(let attempts): Phrase("read.too_slow", ["attempts": "\(attempts)"])
        }
    }
}

extension Problem.NoteFault {
    var phrase: Phrase {
        switch self {
        case .tooLong: Phrase("note.too_long", ["limit": "\(Note.maximumLength)"])
        case .notUTF8: Phrase("note.not_utf8")
        case .controlCharacter: Phrase("note.control_character")
        case .noBlankLine: Phrase("note.no_blank_line")
        case .noSignature: Phrase("note.no_signature")
        case .noFinalNewline: Phrase("note.no_final_newline")
        case .tooManySignatures: Phrase("note.too_many_signatures", ["limit": "\(Note.maximumSignatures)"])
        case .signatureLine(let number): Phrase("note.signature_line", ["number": "\(number)"])
        }
    }
}

extension Problem.HeadFault {
    var phrase: Phrase {
        switch self {
        case .tooFewLines: Phrase("head.too_few_lines")
        case .origin: Phrase("head.origin")
        case .size: Phrase("head.size")
        case .tooLarge: Phrase("head.too_large", ["limit": "\(TreeHead.maximumSize)"])
        case .root: Phrase("head.root")
        case .emptyLine: Phrase("head.empty_line")
        }
    }
}

extension Problem.ProofFault {
    var phrase: Phrase {
        switch self {
        case .tooLong: Phrase("proof.too_long", ["limit": "\(ProofFile.maximumLength)"])
        case .noCheckpoint: Phrase("proof.no_checkpoint")
        case .version: Phrase("proof.version", ["header": "\(ProofFile.header)"])
        case .extra: Phrase("proof.extra")
        case .index: Phrase("proof.index")
        case .hash(let number): Phrase("proof.hash", ["number": "\(number)"])
        case .noEntry: Phrase("proof.no_entry")
        }
    }
}

extension EntryFault {
    var phrase: Phrase {
        switch self {
        case .endsEarly: Phrase("entry.ends_early")
        case .tooDeep: Phrase("entry.too_deep")
        case .trailingBytes(let count): Phrase("entry.trailing_bytes", ["count": "\(count)"])
        case .unexpectedByte(let offset): Phrase("entry.unexpected_byte", ["offset": "\(offset)"])
        case .unsortedKeys(let first, let second):
            first == second
                ? Phrase("entry.repeated_key", ["key": "\(first)"])
                : Phrase("entry.unsorted_keys", ["first": "\(first)", "second": "\(second)"])
        case .escape(let offset): Phrase("entry.escape", ["offset": "\(offset)"])
        case .number(let offset): Phrase("entry.number", ["offset": "\(offset)"])
        case .notUTF8: Phrase("entry.not_utf8")
        case .lacks(let field): Phrase("entry.lacks", ["field": "\(field)"])
        case .field(let field, let expected):
            Phrase("entry.field", ["field": "\(field)", "expected": .phrase(expected.phrase)])
        }
    }
}

extension EntryFault.Expected {
    var phrase: Phrase {
        switch self {
        case .number: Phrase("expected.number")
        case .type: Phrase("expected.type")
        case .day: Phrase("expected.day")
        case .version: Phrase("expected.version")
        case .commitment: Phrase("expected.commitment")
        case .grid: Phrase("expected.grid")
        case .channel: Phrase("expected.channel")
        case .truth: Phrase("expected.truth")
        case .waitingDays: Phrase("expected.waiting_days", ["limit": "\(PublicFacts.longestWait)"])
        case .text: Phrase("expected.text")
        case .laterDay: Phrase("expected.later_day")
        case .root: Phrase("expected.root")
        case .status: Phrase("expected.status")
        case .conditions: Phrase("expected.conditions")
        case .counts: Phrase("expected.counts")
        case .entries: Phrase("expected.entries")
        }
    }
}
