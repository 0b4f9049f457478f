import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A log that is served over HTTP.
///
/// AsyncHTTPClient bounds a body while it comes in, and reads a log in half the time that Foundation's session takes.
struct WebSource: LogSource {
    /// How many requests are under way at once: as many as ``Scan`` has tasks.
    static let connections = 8
    private static let attempts = 4
    /// For one whole file of at most 17 MB.
    private static let timeout = TimeAmount.seconds(120)

    /// As ``HTTPClient/shared``, but where nobody listens is told at once: the shared one goes on trying for the whole
    /// ``timeout``, eight minutes in all.
    ///
    /// Like the shared one it lives as long as the process and is never shut down.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(20)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private let base: String
    private let firstPause: Duration

    /// - Parameters:
    ///   - base: The address that the paths are appended to, without a slash at its end.
    ///   - firstPause: The wait before the second attempt; it doubles with each further one.
    init(_ base: String, firstPause: Duration = .milliseconds(250)) {
        self.base = base
        self.firstPause = firstPause
    }

    func read(_ path: String, limit: Int) async throws -> [UInt8]? {
        var request = HTTPClientRequest(url: base + "/" + path)
        request.headers.add(name: "User-Agent", value: "qipan-verify")
        var pause = firstPause
        var fault = Problem.ReadFault.noConnection(attempts: Self.attempts)
        for attempt in 1...Self.attempts {
            if attempt > 1 {
                try await Task.sleep(for: pause)
                pause *= 2
            }
            do {
                let response = try await Self.client.execute(request, timeout: Self.timeout)
                switch response.status.code {
                case 200:
                    let body = try await response.body.collect(upTo: limit)
                    return [UInt8](body.readableBytesView)
                case 404, 410: return nil
                case 429, 500...599:
                    fault = .stayedBusy(status: Int(response.status.code), attempts: Self.attempts)
                default: throw Problem.unreadable(path, .answered(status: Int(response.status.code)))
                }
            } catch is NIOTooManyBytesError {
                throw Problem.tooLarge(path, limit: limit)
            } catch let problem as Problem {
                throw problem
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                fault = Self.fault(error)
            }
        }
        throw Problem.unreadable(path, fault)
    }

    /// What an auditor can do something about; the client's own words are for programmers.
    private static func fault(_ error: any Error) -> Problem.ReadFault {
        switch error as? HTTPClientError {
        case .deadlineExceeded?, .readTimeout?, .writeTimeout?: .tooSlow(attempts: attempts)
        case .remoteConnectionClosed?: .brokenOff(attempts: attempts)
        default: .noConnection(attempts: attempts)
        }
    }
}
