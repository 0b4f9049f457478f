import Foundation
import Synchronization

/// Listens on a free port of the loopback; each connection is served on a thread of its own.
package final class Listener: Sendable {
    /// One connection, read line by line.
    package final class Connection {
        private let socket: Int32
        private var received: [UInt8] = []

        fileprivate init(_ socket: Int32) { self.socket = socket }

        deinit { close(socket) }

        /// The next line without its end; nil when the other side has gone.
        package func line() -> String? {
            while true {
                if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = received[..<end].filter { $0 != UInt8(ascii: "\r") }
                    received.removeSubrange(...end)
                    return String(decoding: line, as: UTF8.self)
                }
                guard receive() else { return nil }
            }
        }

        package func bytes(_ count: Int) -> [UInt8]? {
            while received.count < count { guard receive() else { return nil } }
            defer { received.removeSubrange(..<count) }
            return Array(received[..<count])
        }

        package func say(_ text: String, end: String = "\r\n") {
            let bytes = Array((text + end).utf8)
            // Without the flag, a client that has gone away would end the whole test run with a signal.
            _ = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }

        private func receive() -> Bool {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            received += buffer.prefix(count)
            return true
        }
    }

    package struct CannotListen: Error {}

    package let port: Int
    private let socket: Int32
    private let serve: @Sendable (Connection) -> Void

    package init(_ serve: @escaping @Sendable (Connection) -> Void) throws {
        self.serve = serve
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
        port = Int(UInt16(bigEndian: name.sin_port))
        Thread { self.accept() }.start()
    }

    /// Ends the waiting for new connections, and with it the listener.
    package func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let connection = Foundation.accept(socket, nil, nil)
            guard connection >= 0 else { break }
            Thread { self.serve(Connection(connection)) }.start()
        }
        close(socket)
    }
}
