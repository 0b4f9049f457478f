import Hummingbird
import NIOCore

/// A request on its way through the doors, with the address that it came from: sign-in and reports are throttled by it.
struct DoorContext: RequestContext, RemoteAddressRequestContext {
    var coreContext: CoreRequestContextStorage
    var remoteAddress: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}
