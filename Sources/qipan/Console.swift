import Domain
import Foundation
import Logging

/// What the command line says and how it logs.
enum Console {
    /// Chinese where the terminal's locale is, else English.
    static var language: Language {
        let locale =
            ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { ProcessInfo.processInfo.environment[$0] }.first ?? ""
        return locale.hasPrefix("zh") ? .chinese : .english
    }

    /// Prints a line at once, also into a pipe.
    static func say(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Says on standard error what went wrong.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
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
