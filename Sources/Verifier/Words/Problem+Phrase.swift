extension Problem {
    /// The sentence: what is wrong, where, and what to do where there is something to do.
    package var phrase: Phrase {
        switch self {
        case .malformedSource(let text): Phrase("problem.source", ["text": "\(text)"])
        case .malformedKey: Phrase("problem.key")
        case .otherKindOfKey(let type): Phrase("problem.key_kind", ["type": "\(type)"])
        case .wrongKeyIdentifier: Phrase("problem.key_identifier")
        case .policyLine(let line, let fault):
            Phrase("problem.policy_line", ["line": "\(line)", "fault": .phrase(fault.phrase)])
        case .policyWithoutQuorum: Phrase("problem.policy_without_quorum")
        case .logNotInPolicy(let origin): Phrase("problem.log_not_in_policy", ["origin": "\(origin)"])

        case .missing(let path): Phrase("problem.missing", ["path": "\(path)"])
        case .unreadable(let path, let fault):
            Phrase("problem.unreadable", ["path": "\(path)", "fault": .phrase(fault.phrase)])
        case .tooLarge(let path, let limit): Phrase("problem.too_large", ["path": "\(path)", "limit": "\(limit)"])

        case .noCheckpoint(let source): Phrase("problem.no_checkpoint", ["source": "\(source)"])
        case .noKey: Phrase("problem.no_key")
        case .malformedNote(let place, let fault):
            Phrase("problem.note", ["place": .phrase(place.phrase), "fault": .phrase(fault.phrase)])
        case .malformedHead(let place, let fault):
            Phrase("problem.head", ["place": .phrase(place.phrase), "fault": .phrase(fault.phrase)])
        case .badSignature(let place, let key):
            Phrase("problem.bad_signature", ["place": .phrase(place.phrase), "key": "\(key)"])
        case .notSigned(let place, let key):
            Phrase("problem.not_signed", ["place": .phrase(place.phrase), "key": "\(key)"])
        case .otherLog(let place, let origin, let key):
            Phrase("problem.other_log", ["place": .phrase(place.phrase), "origin": "\(origin)", "key": "\(key)"])
        case .quorumMissed(let quorum, let names):
            Phrase(
                names.isEmpty ? "problem.quorum_missed_by_all" : "problem.quorum_missed",
                ["quorum": "\(quorum)", "names": .list(names)]
            )

        case .bundleCutOff(let path, let entry):
            Phrase("problem.bundle_cut_off", ["path": "\(path)", "entry": "\(entry)"])
        case .bundleTooShort(let path, let expected, let found):
            Phrase("problem.bundle_too_short", ["path": "\(path)", "expected": "\(expected)", "found": "\(found)"])
        case .bundleTooLong(let path, let expected, let extra):
            Phrase("problem.bundle_too_long", ["path": "\(path)", "expected": "\(expected)", "extra": "\(extra)"])
        case .tileLength(let path, let expected, let found):
            Phrase("problem.tile_length", ["path": "\(path)", "expected": "\(expected)", "found": "\(found)"])
        case .leafDiffers(let path, let entry):
            Phrase("problem.leaf_differs", ["path": "\(path)", "entry": "\(entry)"])
        case .nodeDiffers(let path, let position):
            Phrase("problem.node_differs", ["path": "\(path)", "position": "\(position)"])
        case .rootDiffers(let size, let computed, let signed):
            Phrase("problem.root_differs", ["size": "\(size)", "computed": "\(computed)", "signed": "\(signed)"])
        case .shrank(let old, let new): Phrase("problem.shrank", ["old": "\(old)", "new": "\(new)"])
        case .rewritten(let size, let computed, let signed):
            Phrase("problem.rewritten", ["size": "\(size)", "computed": "\(computed)", "signed": "\(signed)"])
        case .twoTrees(let size, let earlier, let now):
            Phrase("problem.two_trees", ["size": "\(size)", "earlier": "\(earlier)", "now": "\(now)"])

        case .entry(let index, let path, let fault):
            Phrase("problem.entry", ["index": "\(index)", "path": "\(path)", "fault": .phrase(fault.phrase)])
        case .figures(let fault): Phrase("problem.figures", ["fault": .phrase(fault.phrase)])
        case .figuresAhead(let size, let checkpoint):
            Phrase("problem.figures_ahead", ["size": "\(size)", "checkpoint": "\(checkpoint)"])
        case .figureDiffers(let name, let published, let counted, let size):
            Phrase(
                "problem.figure_differs",
                ["name": "\(name)", "published": "\(published)", "counted": "\(counted)", "size": "\(size)"]
            )
        case .figureLeftOut(let name, let counted, let size):
            Phrase("problem.figure_left_out", ["name": "\(name)", "counted": "\(counted)", "size": "\(size)"])

        case .figureEntry(let index, let fault):
            Phrase("problem.figure_entry", ["index": "\(index)", "fault": .phrase(fault.phrase)])
        case .notKept: Phrase("problem.not_kept")

        case .noPage(let source): Phrase("problem.no_page", ["source": "\(source)"])
        case .pageNotText: Phrase("problem.page_not_text")
        case .pageWithoutLog: Phrase("problem.page_without_log")
        case .pageWithoutFigures: Phrase("problem.page_without_figures")
        case .pageFigure(let text, let fault):
            Phrase("problem.page_figure", ["text": "\(text)", "fault": .phrase(fault.phrase)])

        case .pageReleased(let index, let extra, let lacking):
            Phrase(
                extra.isEmpty ? "problem.page_leaves_out" : "problem.page_not_released",
                ["index": "\(index)", "figures": .list((extra.isEmpty ? lacking : extra).map { "\($0)" })]
            )

        case .malformedProof(let fault): Phrase("problem.proof", ["fault": .phrase(fault.phrase)])
        case .proofIndex(let index, let size):
            Phrase("problem.proof_index", ["index": "\(index)", "size": "\(size)"])
        case .proofLength(let expected, let found):
            Phrase("problem.proof_length", ["expected": "\(expected)", "found": "\(found)"])
        case .proofFails(let index, let computed, let signed):
            Phrase("problem.proof_fails", ["index": "\(index)", "computed": "\(computed)", "signed": "\(signed)"])
        case .proofEntry(let fault): Phrase("problem.proof_entry", ["fault": .phrase(fault.phrase)])
        }
    }
}
