import Crypto
import Foundation

/// The files that pages load: our own and Leaflet's, read and pressed once at the start.
///
/// Their addresses carry a hash of the content, so that browsers may keep them for good.
struct Assets: Sendable {
    struct File: Sendable {
        let bytes: [UInt8]
        /// Gzipped; nil where that saves nothing.
        let small: [UInt8]?
        let type: String
    }

    /// By address.
    private(set) var files: [String: File] = [:]
    private(set) var css = ""
    private(set) var script = ""
    /// For those who have signed in only.
    private(set) var desk = ""
    /// For those who visit firms.
    private(set) var visits = ""
    /// For the page on which policies are matched.
    private(set) var policies = ""
    /// What keeps their forms while there is no network; its address is its own, since a worker's scope follows from it.
    private(set) var visitWorker: [UInt8] = []
    private(set) var icon = ""
    /// What printed documents carry in themselves.
    private(set) var printStyle = ""
    /// What sets them; no page loads it.
    let press: URL
    /// The folder of Leaflet's files with its last slash; nil without Debian's package: the drawn map is then all.
    private(set) var leaflet: String?

    /// Where Debian's `libjs-leaflet` puts its files.
    private static let leafletFolder = URL(filePath: "/usr/share/javascript/leaflet")

    /// - Throws: what hinders the reading of a file that was built in.
    init(folder: URL) throws {
        press = folder.appending(path: "press.py")
        printStyle = Self.withoutAsides(
            try String(contentsOf: folder.appending(path: "bulletin-print.css"), encoding: .utf8)
        )
        css = try addOwn("qipan.css", "text/css; charset=utf-8", from: folder)
        script = try addOwn("qipan.js", "text/javascript; charset=utf-8", from: folder)
        desk = try addOwn("desk.js", "text/javascript; charset=utf-8", from: folder)
        visits = try addOwn("visits.js", "text/javascript; charset=utf-8", from: folder)
        policies = try addOwn("policies.js", "text/javascript; charset=utf-8", from: folder)
        let worker = try String(contentsOf: folder.appending(path: "visit-worker.js"), encoding: .utf8)
        visitWorker = Array(Self.withoutAsides(worker).utf8)
        icon = try addOwn("icon.svg", "image/svg+xml", from: folder)
        addLeaflet()
    }

    private mutating func addOwn(_ name: String, _ type: String, from folder: URL) throws -> String {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        let bytes = Array(Self.withoutAsides(text).utf8)
        let address = "/assets/\(Self.hash(bytes))/\(name)"
        add(bytes, type, at: address)
        return address
    }

    /// Comments that have a line of their own, and indentation, are for whoever reads the source.
    private static func withoutAsides(_ text: String) -> String {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { !$0.hasPrefix("//") && !($0.hasPrefix("/*") && $0.hasSuffix("*/")) }
            .joined(separator: "\n")
    }

    private mutating func addLeaflet() {
        func read(_ name: String) -> [UInt8]? {
            FileManager.default.contents(atPath: Self.leafletFolder.appending(path: name).path).map { [UInt8]($0) }
        }
        guard let script = read("leaflet.min.js") ?? read("leaflet.js"), let css = read("leaflet.css") else { return }
        let folder = "/assets/\(Self.hash(script + css))/leaflet/"
        add(script, "text/javascript; charset=utf-8", at: folder + "leaflet.js")
        add(css, "text/css; charset=utf-8", at: folder + "leaflet.css")
        // The style names these; our maps show none of them, so nobody loads them, and nobody who did would miss them.
        for name in ["layers", "layers-2x", "marker-icon", "marker-icon-2x", "marker-shadow"] {
            if let image = read("images/\(name).png") { add(image, "image/png", at: folder + "images/\(name).png") }
        }
        leaflet = folder
    }

    private mutating func add(_ bytes: [UInt8], _ type: String, at address: String) {
        let small = type == "image/png" ? nil : Gzip.compressed(bytes, level: 9)
        files[address] = File(bytes: bytes, small: small, type: type)
    }

    private static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(6).map { String($0, radix: 16) }.joined()
    }
}
