import Domain
import Logging
import ServiceLifecycle
import Store

/// Keeps the words that cases are found by, some seconds behind the journal: what is newer is looked at itself.
package struct WordKeeper: Service {
    private let office: Office

    package init(office: Office) { self.office = office }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await office.onDuty(.words, every: .seconds(5), keep)
        }
    }

    private func keep() async {
        do { try await office.keepWords() } catch is CancellationError {
            // Ended in the middle: the next one adds the same once more, which changes nothing.
        } catch {
            office.logger.error("words not kept", metadata: ["cause": "\(error)"])
        }
    }
}
