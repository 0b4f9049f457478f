package import Foundation

/// The real data that lies beside the project, in `../shared/data` or where `QIPAN_REAL_DATA` says; tests that need it are
/// skipped, with a word, where it is not.
package enum RealData {
    package static let folder: URL = {
        if let given = ProcessInfo.processInfo.environment["QIPAN_REAL_DATA"] { return URL(filePath: given) }
        return package.appending(path: "../shared/data")
    }()

    /// The folder of `Package.swift`.
    package static let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    package static func file(_ name: String) -> URL { folder.appending(path: name) }

    package static func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name).path) }
}
