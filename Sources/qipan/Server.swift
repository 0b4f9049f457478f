import Application
import Foundation
import Hummingbird
import HummingbirdCore
import LogTiles
import Logging
import NIOCore
import Open311
import ServiceLifecycle
import SignOn
import Store
import UnixSignals
import Web

/// The office behind HTTP: all doors on one port, and the workers beside them.
struct Server {
    let office: Office
    let outbox: Outbox
    let witnesses: WitnessCalls
    let host: String
    let port: Int
    /// Proves this office to the sign-on provider.
    var signOnSecret: String?

    /// Open connections at one time; each holds at most one request in memory.
    private static let largestConnectionCount = 1_024

    /// Serves until it is told to end; then finishes what it has begun and signs once more.
    func run(whenReady: @escaping @Sendable (Int) -> Void) async throws {
        try await office.adoptIndicators()
        // So that nobody's first look at a queue waits for it.
        try await office.readOpenCases()
        let router = Router(context: DoorContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: ForwardedAddress())
        Open311Door(office: office).addRoutes(to: router)
        LogTilesDoor(office: office).addRoutes(to: router)
        let provider = signOn()
        try WebDoor(office: office, provider: provider).addRoutes(to: router)
        let application = Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(
                address: .hostname(host, port: port),
                serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.largestConnectionCount)
            ),
            onServerRunning: { channel in whenReady(channel.localAddress?.port ?? 0) },
            logger: office.logger
        )
        let news = NewsReader(office: office).map { ServiceGroupConfiguration.ServiceConfiguration(service: $0) }
        let group = ServiceGroup(
            configuration: .init(
                services: [news].compactMap { $0 } + [
                    .init(service: Checkpointer(office: office)),
                    .init(service: witnesses),
                    .init(service: DeadlineKeeper(office: office)),
                    .init(service: outbox),
                    .init(service: WordKeeper(office: office)),
                    .init(service: LedgerKeeper(office: office)),
                    .init(service: application),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: office.logger
            )
        )
        do { try await group.run() } catch {
            // The reason why it ends is what has to be told.
            try? await provider?.close()
            throw Self.cannotListen(error, host: host, port: port) ?? error
        }
        try await provider?.close()
        try await office.engine.close()
    }

    private func signOn() -> SignOnProvider? {
        office.settings.signOn.map { signOn in
            SignOnProvider(
                SignOnClient(
                    issuer: signOn.issuer,
                    id: signOn.client,
                    secret: signOnSecret,
                    redirect: office.settings.publicURL + "/desk/sign-on/return"
                )
            )
        }
    }

    /// Why the address cannot be listened on, and what to do; nil for other errors.
    static func cannotListen(_ error: any Error, host: String, port: Int) -> Hindrance? {
        let values = ["host": host, "port": "\(port)"]
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE?: return Hindrance("serve.port_taken", values)
        case EACCES?: return Hindrance("serve.port_forbidden", values)
        case EADDRNOTAVAIL?: return Hindrance("serve.no_host", values)
        default:
            return error is SocketAddressError || error is SocketAddressError.UnknownHost
                ? Hindrance("serve.no_host", values) : nil
        }
    }
}
