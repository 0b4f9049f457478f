import Domain
import Logging
import ServiceLifecycle
import Store
import Synchronization

/// Keeps this machine's ledger of erasures whole, whichever server has erased, and overwrites what could not be overwritten at once.
package struct LedgerKeeper: Service {
    private let office: Office

    package init(office: Office) { self.office = office }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                // A cancelled sleep is the end of the service, not a failure.
                try? await Task.sleep(for: .seconds(30))
                if !Task.isCancelled { await keep() }
            }
        }
    }

    private func keep() async {
        do {
            try await office.completeLedger()
            if office.traces.withLock({ $0 }) { await office.leaveNoTraces() }
        } catch is CancellationError {
            // Looked at again at the next start.
        } catch {
            office.outages.tell("ledger of erasures not kept", of: error)
        }
    }
}
