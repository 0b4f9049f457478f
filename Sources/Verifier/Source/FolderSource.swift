import Foundation

/// A log that lies in a folder: a copy, a mirror, a disc.
struct FolderSource: LogSource {
    private let folder: URL

    init(_ folder: URL) { self.folder = folder }

    // The reading blocks its thread for the few microseconds that a small file takes. Nothing else runs beside a
    // verification, so the shared pool has nobody to keep waiting.
    func read(_ path: String, limit: Int) async throws -> [UInt8]? {
        try Task.checkCancellation()
        let file = folder.appending(path: path)
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw Problem.unreadable(path, .notAFile)
            }
            guard let size = attributes[.size] as? Int, size <= limit else {
                throw Problem.tooLarge(path, limit: limit)
            }
            return Array(try Data(contentsOf: file))
        } catch let error as CocoaError where Self.saysMissing(error) {
            return nil
        } catch let error as CocoaError {
            throw Problem.unreadable(path, error.code == .fileReadNoPermission ? .notPermitted : .failing)
        }
    }

    private static func saysMissing(_ error: CocoaError) -> Bool {
        error.code == .fileNoSuchFile || error.code == .fileReadNoSuchFile
    }
}
