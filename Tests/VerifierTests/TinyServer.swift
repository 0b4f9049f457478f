import Foundation
import Synchronization

/// Serves files over HTTP/1.1 on a free port of the loopback, each connection on a thread of its own.
final class TinyServer: Sendable {
    struct Answer {
        var status = 200
        var body: [UInt8] = []
    }

    let address: String
    /// How many requests came for each path.
    let requests = Mutex<[String: Int]>([:])
    private let socket: Int32
    private let answer: @Sendable (_ path: String, _ times: Int) -> Answer

    struct CannotListen: Error {}

    /// Starts to serve; `answer` is told the path, without its leading slash, and how often it was asked for.
    init(_ answer: @escaping @Sendable (_ path: String, _ times: Int) -> Answer) throws {
        self.answer = answer
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (socket, size) = (socket, length)
        let isListening = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 64) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isListening else { throw CannotListen() }
        address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
        Thread { self.accept() }.start()
    }

    /// Ends the waiting for new connections, and with it the server.
    func stop() {
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private func accept() {
        while true {
            let connection = Foundation.accept(socket, nil, nil)
            guard connection >= 0 else { break }
            Thread { self.serve(connection) }.start()
        }
        close(socket)
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            while let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
                let line = String(decoding: received.prefix { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
                received.removeSubrange(..<end.upperBound)
                let path = String(line.split(separator: " ").dropFirst().first?.dropFirst() ?? "")
                let times = requests.withLock { requests in
                    requests[path, default: 0] += 1
                    return requests[path] ?? 0
                }
                let answer = answer(path, times)
                let head = "HTTP/1.1 \(answer.status) Answer\r\nContent-Length: \(answer.body.count)\r\n\r\n"
                guard sendAll(Array(head.utf8) + answer.body, to: connection) else { return }
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            received += buffer.prefix(count)
        }
    }

    private func sendAll(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Without the flag, a client that has gone away would end the whole test run with a signal.
            let count = rest.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
