import Application
import ArgumentParser
import Domain
import Foundation
import Logging

/// What the command line says, in the language of the terminal, and how it logs.
///
/// Sentences are keys of the catalogues (`cli.json`), so that both languages say the same.
enum Console {
    static let language = Language(terminal: ProcessInfo.processInfo.environment)

    static let catalogues: Catalogues = {
        do { return try Catalogues() } catch {
            preconditionFailure("assumed catalogues that were built in: \(error)")
        }
    }()

    static func text(_ key: String, _ values: [String: String] = [:]) -> String {
        catalogues.text(key, values, in: language)
    }

    /// Prints the sentence under `key`.
    static func say(_ key: String, _ values: [String: String] = [:]) { put(text(key, values)) }

    /// Prints a line of data as it is, at once, also into a pipe.
    static func put(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Says the sentence under `key` on standard error.
    static func complain(_ key: String, _ values: [String: String] = [:]) { putError(text(key, values)) }

    /// Prints a line on standard error as it is.
    static func putError(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Warnings and worse go to standard error; requests are not logged, since addresses may carry a secret link.
    static func quietLogs() {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .warning
            return handler
        }
    }
}

/// What keeps a command from its work: a sentence of the catalogues on standard error, and exit status 1.
struct Hindrance: Error {
    let words: String

    init(_ key: String, _ values: [String: String] = [:]) { words = Console.text(key, values) }

    /// Finished words, in the terminal's language.
    init(words: String) { self.words = words }
}

extension ValidationError {
    /// Wrong usage, said by a sentence of the catalogues; ArgumentParser adds the usage and ends with status 64.
    init(telling key: String, _ values: [String: String] = [:]) { self.init(Console.text(key, values)) }

    /// Reads what an option was given.
    ///
    /// - Throws: ``ValidationError`` that names the option and says what it takes.
    static func reading<Value>(
        _ option: String,
        _ text: String,
        _ parse: (String) throws(Malformed) -> Value
    ) throws -> Value {
        do throws(Malformed) { return try parse(text) } catch {
            let expected = Console.text("expected.\(error.what)")
            throw ValidationError(telling: "cli.option", ["option": option, "text": text, "expected": expected])
        }
    }
}
