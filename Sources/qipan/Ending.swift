import Application
import ArgumentParser
import Domain
import Foundation
import Geography
import Store
import Verifier

extension Words {
    /// The verifier shares no types with the server, its languages neither.
    init(_ language: Domain.Language) throws {
        switch language {
        case .chinese: try self.init(Words.Language.chinese)
        case .english: try self.init(Words.Language.english)
        }
    }
}

/// How a command ends that throws.
enum Ending {
    /// Says in the terminal's language what went wrong.
    ///
    /// - Returns: what ArgumentParser is to end with: its own errors as they are, for all others exit status 1.
    static func told(_ error: any Error) -> any Error {
        guard let words = words(for: error) else { return error }
        Console.putError(words)
        return ExitCode.failure
    }

    /// Nil for what ArgumentParser says itself: wrong usage, help, and a status without words.
    private static func words(for error: any Error) -> String? {
        let catalogues = Console.catalogues
        let language = Console.language
        return switch error {
        case let hindrance as Hindrance: hindrance.words
        case let refusal as Refusal: catalogues.words(for: refusal, in: language)
        case let malformed as Malformed: catalogues.words(for: .malformed(malformed), in: language)
        case let fault as Fault: catalogues.words(for: fault, in: language)
        case let fault as ImportFault: catalogues.words(for: fault, in: language)
        case let error as GeoJSONError: catalogues.words(for: error, in: language)
        case is OverlayFailure: Console.text("territory.tangled")
        case let problem as Problem: verifier(problem)
        case let error as CocoaError: file(error)
        case is ExitCode: nil
        default: Qipan.exitCode(for: error) == .failure ? unforeseen(error) : nil
        }
    }

    private static func verifier(_ problem: Problem) -> String {
        // Without its catalogue the verifier has no words at all.
        (try? Words(Console.language).text(problem.phrase)) ?? unforeseen(problem)
    }

    private static func file(_ error: CocoaError) -> String {
        // The file's name is all that is of use here; Foundation's own words are English.
        guard let path = error.filePath else { return unforeseen(error) }
        return Console.text("cli.file", ["path": path])
    }

    /// An error that nobody thought of: the name of its type is enough to look for it, its content may be anything.
    private static func unforeseen(_ error: any Error) -> String {
        Console.text("cli.unforeseen", ["type": "\(type(of: error))"])
    }
}
