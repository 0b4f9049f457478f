/// A browser as a person would name it: enough to tell one's own sessions apart.
///
/// Versions, models and everything else that would tell people apart is thrown away before anything is stored.
package enum UserAgent {
    /// `browser/system`, each a word of the catalogues.
    package static let unknown = "other/other"

    // The order matters: each of these calls itself by the names of those after it.
    private static let browsers = [
        ("micromessenger", "wechat"), ("edg", "edge"), ("opr/", "opera"), ("huaweibrowser", "huawei"),
        ("firefox", "firefox"), ("fxios", "firefox"), ("chrome", "chrome"), ("crios", "chrome"), ("safari", "safari"),
    ]
    private static let systems = [
        ("openharmony", "harmony"), ("harmonyos", "harmony"), ("android", "android"), ("iphone", "ios"),
        ("ipad", "ios"), ("windows", "windows"), ("mac os", "macos"), ("linux", "linux"),
    ]

    package static let browserNames = ["wechat", "edge", "opera", "huawei", "firefox", "chrome", "safari", "other"]
    package static let systemNames = ["harmony", "android", "ios", "windows", "macos", "linux", "other"]

    package static func coarse(_ header: String?) -> String {
        let text = (header ?? "").prefix(512).lowercased()
        func name(_ list: [(sign: String, name: String)]) -> String {
            list.first { text.contains($0.sign) }?.name ?? "other"
        }
        return "\(name(browsers))/\(name(systems))"
    }
}
