import CollectorStore
import Logging
import ServiceLifecycle

/// Something that is done again and again while the collector runs.
///
/// A fault, such as of a full disk, is told in the log and ends nothing: the next time may go well.
struct Chore: Service {
    /// What the log says is not done.
    let name: String
    let logger: Logger
    /// Waits before the next time.
    let pause: @Sendable () async throws -> Void
    let work: @Sendable () async throws -> Void

    func run() async throws {
        try? await cancelWhenGracefulShutdown { try await goOn() }
        // Ending of its own accord would end the whole group.
        try? await gracefulShutdown()
    }

    /// One time after the other.
    ///
    /// - Throws: What `pause` throws.
    func goOn() async throws {
        while true {
            do {
                try await work()
            } catch {
                try Task.checkCancellation()
                logger.error("a chore was not done", metadata: ["chore": "\(name)", "error": "\(type(of: error))"])
            }
            try await pause()
        }
    }
}

extension Chore {
    /// Forgets sessions and links that are over.
    static func sessions(of collector: Collector) -> Chore {
        Chore(name: "forgetting sessions", logger: collector.logger, pause: hour) {
            try await collector.store.removeExpired(nowMS: collector.now())
        }
    }

    /// Takes up a review of the quarantine that was interrupted.
    static func quarantine(of collector: Collector) -> Chore {
        Chore(name: "reviewing the quarantine", logger: collector.logger, pause: hour) {
            _ = try await collector.store.reviewQuarantine()
        }
    }

    /// Keeps the database's write-ahead log small, and tells when it is not.
    static func databaseLog(of collector: Collector) -> Chore {
        Chore(
            name: "keeping the database's log small", logger: collector.logger,
            pause: { try await Task.sleep(for: .seconds(5)) }
        ) {
            guard try await collector.store.tendLog() else { return }
            collector.logger.warning(
                "the database's log is large: is another program reading it?",
                metadata: ["bytes": "\(collector.store.logBytes)"])
        }
    }

    private static let hour: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(3_600)) }
}
