package import Domain

extension Language {
    /// The language of a terminal: Chinese where its locale is, else English.
    ///
    /// POSIX 8.2: `LC_ALL` before `LC_MESSAGES` before `LANG`, and an empty one counts as none.
    package init(terminal environment: [String: String]) {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
        self = locale?.hasPrefix("zh") == true ? .chinese : .english
    }
}
