import Testing
import TransparencyLog

@Suite struct Errors {
    @Test func `every error says in a sentence what is wrong`() throws {
        let name = try KeyName("a.example")
        let origin = Origin(name)
        let member = PolicyName(Array("w".utf8))
        let notes: [NoteError] = [
            .tooLong, .notUTF8, .controlCharacter, .noFinalNewline, .noSignatureBlock, .malformedSignatureLine,
            .tooManySignatures, .malformedKeyName, .malformedKey, .wrongKeyID, .unsupportedType(6),
            .ambiguousKey(name), .badSignature(name), .noKnownSignature, .timeTooLarge, .signingFailed,
        ]
        let checkpoints: [CheckpointError] = [
            .tooFewLines, .malformedOrigin, .malformedSize, .malformedRoot, .malformedExtension, .wrongEmptyRoot,
            .wrongOrigin(origin), .notSignedByLog,
        ]
        let lines: [PolicyError.LineError] = [
            .controlCharacter, .unknownKeyword, .wrongNumberOfWords, .key(.wrongKeyID), .notAWitnessKey,
            .duplicateKey, .nameTaken(member), .unknownName(member), .repeatedMember(member), .wrongThreshold,
            .secondQuorum, .tooMany,
        ]
        let proofs: [ProofError] = [
            .indexOutsideTree(index: 1, size: 1), .treeShrank(oldSize: 2, newSize: 1), .treeTooLarge(size: .max),
            .pathTooShort, .pathTooLong, .rootMismatch, .oldRootMismatch,
        ]
        let files: [OfflineProofError] = [
            .tooLong, .unknownVersion, .malformedExtra, .malformedIndex, .malformedHash, .noCheckpoint,
        ]
        var errors: [any Error] = notes
        errors += checkpoints as [any Error] + lines as [any Error] + proofs as [any Error] + files as [any Error]
        errors += [PolicyError.missingQuorum, PolicyError.noLog, PolicyError.noQuorum] as [any Error]
        errors += [TileError.malformedPath, TileError.outsideAnyTree, TileError.wrongKind] as [any Error]
        errors.append(TileError.wrongLength(expected: 32, found: 31))
        errors += [EntryBundleError.wrongCount(0), EntryBundleError.entryTooLong(1), EntryBundleError.cutOff]
        errors +=
            [AddCheckpointError.tooLong, .noCheckpoint, .malformedOldSize, .tooManyHashes, .malformedHash]
            as [any Error]
        errors += [TreeError.treeTooLarge(size: .max), TreeError.wrongFrontier(expected: 1, found: 0)] as [any Error]

        let sentences = errors.map { "\($0)" }

        #expect(sentences.allSatisfy { $0.hasSuffix(".") && $0.contains(" ") })
        // The two errors of a tree too large, of a file and a note too long, and of two paths have the same cause;
        // all others say something of their own.
        #expect(Set(sentences).count >= errors.count - 2)
    }

    @Test func `an error says what lies beneath it`() {
        let cause = NoteError.noKnownSignature

        #expect("\(CheckpointError.note(cause))" == cause.description)
        #expect("\(AddCheckpointError.checkpoint(.note(cause)))" == cause.description)
        #expect("\(PolicyError.checkpoint(.note(cause)))" == cause.description)
        #expect("\(OfflineProofError.checkpoint(.note(cause)))" == cause.description)
        #expect("\(OfflineProofError.policy(.noQuorum))" == PolicyError.noQuorum.description)
        #expect("\(OfflineProofError.inclusion(.pathTooLong))" == ProofError.pathTooLong.description)
        #expect(
            "\(PolicyError.malformed(line: 3, .secondQuorum))"
                == "Line 3 of the policy: there is a quorum line already."
        )
    }
}
