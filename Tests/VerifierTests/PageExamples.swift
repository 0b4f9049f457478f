import Verifier

// One of every fault of a policy and of a page, with its English sentence.

extension Problem {
    static let policies: [Example] =
        [
            Example(
                .policyWithoutQuorum,
                #"The policy has no line "quorum": it must say which witnesses are enough, or "quorum none"."#
            ),
            Example(
                .logNotInPolicy("log.example/two"),
                #"The checkpoint is of the log "log.example/two", which the policy does not name."#
            ),
            Example(
                .quorumMissed("q", cosigned: ["A", "B"]),
                "Too few witnesses cosigned the checkpoint for the quorum q: only A, B."
            ),
            Example(
                .quorumMissed("q", cosigned: []),
                "No witness cosigned the checkpoint, and the policy asks for the quorum q."
            ),
        ]
        + [
            (PolicyFault.character, "it has a control character or is not UTF-8"),
            (.keyword, "it begins with none of log, witness, group and quorum"),
            (.wordCount, "it has too few or too many words"),
            (.key, "its key cannot be read, or is of a kind that is not checked here"),
            (.witnessKey, "a witness must have a key for cosignatures, type 4"),
            (.keyAgain, "its key stands in an earlier line"), (.nameTaken("A"), "the name A is taken"),
            (.unknownName("A"), "no earlier line defines A"), (.memberAgain("A"), "A is a member of a group already"),
            (.threshold, "the threshold is not all, any or a number from 1 to that of the members"),
            (.secondQuorum, #"there is a line "quorum" already"#), (.tooMany(1_000), "it has more than 1000 parts"),
        ].map { Example(.policyLine(3, $0), "Line 3 of the policy is wrong: \($1).") }

    static let pages: [Example] =
        [
            Example(.noPage("a.html"), "There is nothing at a.html."),
            Example(.pageNotText, "The page is not UTF-8 text."),
            Example(
                .pageWithoutLog,
                "The page does not say where its log is: give the log's address or folder with --log."
            ),
            Example(
                .pageReleased(by: 20, not: [7, 9], lacks: []),
                """
                The page shows the figures of the entries 7, 9, which entry 20, which released it, does not name.
                """
            ),
            Example(
                .pageReleased(by: 20, not: [], lacks: [8]),
                "Entry 20 released the page with the figures of the entries 8, which it does not show."
            ), Example(.pageWithoutFigures, "The page shows no figure that could be looked up in a log."),
        ]
        + [
            (PageFault.lacks("data-index"), "does not say its data-index"),
            (.noEntry(712, size: 600), "names entry 712, but the log has only 600 entries"),
            (.noFigure(7), "names entry 7, which files no figure"),
            (.figureIsWrong(712), "is that of entry 712, which is wrong itself"),
            (.attribute("value", page: "484", log: "448"), #"says value "484", but the log says "448""#),
            (.number("484家"), "is not the value that the log has"),
            (.unit("家次", log: "家"), "counts in 家次, but the log in 家"),
            (
                .base("700"),
                "is compared with entry 700, which is no earlier value of the same figure for those days"
            ),
            (.change(from: "40家", to: "48家"), "is not the change from 40家 to 48家 that the log has"),
        ].map { Example(.pageFigure("448家", $0), "The figure \"448家\" on the page \($1).") }
}

extension PolicyFault {
    /// No default: a new case breaks the build here, and asks for an example above.
    private func isThere() -> Bool {
        switch self {
        case .character, .keyword, .wordCount, .key, .witnessKey, .keyAgain: true
        case .nameTaken, .unknownName, .memberAgain, .threshold, .secondQuorum, .tooMany: true
        }
    }
}

extension PageFault {
    private func isThere() -> Bool {
        switch self {
        case .lacks, .noEntry, .noFigure, .figureIsWrong, .attribute, .number, .unit, .base, .change: true
        }
    }
}
