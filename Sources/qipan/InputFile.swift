import Foundation

/// A file that the command line names.
enum InputFile {
    /// - Throws: ``Hindrance`` that names the file.
    static func read(_ path: String) throws -> Data {
        do { return try Data(contentsOf: URL(filePath: path)) } catch {
            throw Hindrance("cli.unreadable", ["path": path])
        }
    }

    /// - Throws: ``Hindrance`` that names the file.
    static func text(_ path: String) throws -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else {
            throw Hindrance("cli.not_text", ["path": path])
        }
        return text
    }
}
