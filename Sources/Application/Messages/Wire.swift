import CCurl
import Domain
import Foundation

/// Hands a message to another machine through libcurl, which blocks: call it on an ``OwnThread``.
enum Wire {
    /// Why a message was not taken.
    struct Failure: Error, Hashable {
        /// `smtp-550`, `http-500`, `curl-7`: for logs and lists; never the other side's words.
        var code: String
        /// The other side will not take it later either.
        var isFinal: Bool
    }

    /// Seconds that a mail may take in all, and a webhook.
    private static let (mailSeconds, webhookSeconds) = (60, 15)

    /// Must be called before any other thread uses libcurl.
    private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Sends a mail.
    ///
    /// - Throws: ``Failure``.
    static func send(_ message: String, to address: EmailAddress, through server: MailServer) throws(Failure) {
        let curl = try handle(seconds: mailSeconds, protocols: "smtp,smtps")
        defer { curl_easy_cleanup(curl) }
        let recipients = curl_slist_append(nil, "<\(address.rawValue)>")
        defer { curl_slist_free_all(recipients) }
        set(curl, CURLOPT_URL, server.url)
        set(curl, CURLOPT_MAIL_FROM, "<\(server.from.rawValue)>")
        _ = qipan_curl_set_list(curl, CURLOPT_MAIL_RCPT, recipients)
        let security: (demanded: curl_usessl, offered: curl_usessl) = (CURLUSESSL_ALL, CURLUSESSL_TRY)
        switch server.security {
        case .fromTheStart, .demanded: set(curl, CURLOPT_USE_SSL, Int(security.demanded.rawValue))
        case .whereOffered: set(curl, CURLOPT_USE_SSL, Int(security.offered.rawValue))
        case .none: break
        }
        if let user = server.user { set(curl, CURLOPT_USERNAME, user) }
        if let password = server.password { set(curl, CURLOPT_PASSWORD, password) }
        let (result, status, _) = upload(message, on: curl, keeping: nil)
        guard result != CURLE_OK else { return }
        // A 5yz of RCPT or DATA is about this message; one before, of the greeting or of signing in, is about the server.
        let isAboutMessage =
            result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY || result == CURLE_RECV_ERROR
        let isFinal = isAboutMessage && (550...559).contains(status)
        throw Failure(code: status >= 400 ? "smtp-\(status)" : "curl-\(result.rawValue)", isFinal: isFinal)
    }

    /// Posts `body` as JSON; `isPrivateAllowed`: whether the address may be of this machine or its network.
    ///
    /// - Throws: ``Failure``.
    static func post(
        _ body: String,
        to url: String,
        headers: [(String, String)],
        isPrivateAllowed: Bool
    ) throws(Failure) {
        let headers = headers + [("Content-Type", "application/json")]
        let (status, _) = try exchange(
            body,
            url,
            headers,
            seconds: webhookSeconds,
            keeping: nil,
            isPrivateAllowed: isPrivateAllowed
        )
        guard (200...299).contains(status) else { throw Failure(code: "http-\(status)", isFinal: status == 410) }
    }

    /// Posts `body` as plain text and reads the answer, whatever its status; one of more than `limit` bytes is a failure.
    ///
    /// - Throws: ``Failure``.
    static func ask(
        _ body: String,
        at url: String,
        seconds: Int,
        limit: Int,
        isPrivateAllowed: Bool
    ) throws(Failure) -> (status: Int, answer: [UInt8]) {
        let headers = [("Content-Type", "text/plain; charset=utf-8")]
        return try exchange(
            body,
            url,
            headers,
            seconds: seconds,
            keeping: limit,
            isPrivateAllowed: isPrivateAllowed
        )
    }

    private static func exchange(
        _ body: String,
        _ url: String,
        _ headers: [(String, String)],
        seconds: Int,
        keeping limit: Int?,
        isPrivateAllowed: Bool
    ) throws(Failure) -> (status: Int, answer: [UInt8]) {
        let curl = try handle(seconds: seconds, protocols: isPrivateAllowed ? "http,https" : "https")
        defer { curl_easy_cleanup(curl) }
        var list: UnsafeMutablePointer<curl_slist>?
        // Without the last one, libcurl would ask first whether it may send, and wait a second for the answer.
        for (name, value) in headers + [("Expect", "")] {
            list = curl_slist_append(list, value.isEmpty ? "\(name):" : "\(name): \(value)")
        }
        defer { curl_slist_free_all(list) }
        set(curl, CURLOPT_URL, url)
        set(curl, CURLOPT_USERAGENT, "qipan")
        // A proxy would connect in our stead, and the guard would look at the proxy.
        set(curl, CURLOPT_PROXY, "")
        set(curl, CURLOPT_CUSTOMREQUEST, "POST")
        _ = qipan_curl_set_list(curl, CURLOPT_HTTPHEADER, list)
        var guarding = qipan_guard(
            may_connect: { address, count in
                AddressGuard.isPublic([UInt8](UnsafeBufferPointer(start: address, count: count))) ? 1 : 0
            },
            refused: 0
        )
        let (result, status, answer, isRefused) = withUnsafeMutablePointer(to: &guarding) { pointer in
            if !isPrivateAllowed { _ = qipan_curl_set_guard(curl, pointer) }
            let (result, status, answer) = upload(body, on: curl, keeping: limit)
            return (result, status, answer, pointer.pointee.refused != 0)
        }
        if isRefused && result != CURLE_OK { throw Failure(code: "private-address", isFinal: false) }
        guard result == CURLE_OK else { throw Failure(code: "curl-\(result.rawValue)", isFinal: false) }
        return (status, answer)
    }

    private static func handle(seconds: Int, protocols: String) throws(Failure) -> UnsafeMutableRawPointer {
        guard isReady, let curl = curl_easy_init() else { throw Failure(code: "curl-init", isFinal: false) }
        set(curl, CURLOPT_NOSIGNAL, 1)
        set(curl, CURLOPT_TIMEOUT, seconds)
        set(curl, CURLOPT_CONNECTTIMEOUT, 10)
        set(curl, CURLOPT_PROTOCOLS_STR, protocols)
        return curl
    }

    /// `limit`: how many bytes of the answer are kept; nil for none, and then it may be 64 KiB long.
    private static func upload(
        _ text: String,
        on curl: UnsafeMutableRawPointer,
        keeping limit: Int?
    ) -> (CURLcode, Int, [UInt8]) {
        var taken = 0
        var kept = [UInt8](repeating: 0, count: limit ?? 0)
        var count = 0
        let (result, status) = text.utf8CString.withUnsafeBufferPointer { bytes in
            var upload = qipan_upload(bytes: bytes.baseAddress, count: bytes.count - 1, taken: 0)
            return withUnsafeMutablePointer(to: &upload) { pointer in
                _ = qipan_curl_set_upload(curl, pointer)
                guard limit != nil else {
                    return withUnsafeMutablePointer(to: &taken) { answer in
                        _ = qipan_curl_ignore_answer(curl, answer)
                        let result = curl_easy_perform(curl)
                        return (result, qipan_curl_status(curl))
                    }
                }
                return kept.withUnsafeMutableBytes { buffer in
                    var answer = qipan_answer(bytes: buffer.baseAddress, capacity: buffer.count, count: 0)
                    return withUnsafeMutablePointer(to: &answer) { answer in
                        _ = qipan_curl_keep_answer(curl, answer)
                        let result = curl_easy_perform(curl)
                        count = answer.pointee.count
                        return (result, qipan_curl_status(curl))
                    }
                }
            }
        }
        return (result, status, Array(kept.prefix(count)))
    }

    private static func set(_ curl: UnsafeMutableRawPointer, _ option: CURLoption, _ text: String) {
        _ = qipan_curl_set_text(curl, option, text)
    }

    private static func set(_ curl: UnsafeMutableRawPointer, _ option: CURLoption, _ number: Int) {
        _ = qipan_curl_set_number(curl, option, number)
    }
}
