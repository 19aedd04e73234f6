import CollectorStore
import Logging
import ServiceLifecycle

/// Deletes what has had its time, at the start and once a day from then on; where that could not be done, an hour later.
struct RetentionKeeper: Service {
    let collector: Collector
    let rule: RetentionRule
    /// Waits for so long; tests have a time of their own.
    var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

    func run() async throws {
        try? await cancelWhenGracefulShutdown { try await work() }
        // Ending of its own accord would end the whole group.
        try? await gracefulShutdown()
    }

    /// One run after the other.
    ///
    /// - Throws: What `pause` throws.
    func work() async throws {
        while true {
            let isDone = await apply()
            try await pause(.seconds(isDone ? 86_400 : 3_600))
        }
    }

    /// Whether it could be done, though nothing was due.
    private func apply() async -> Bool {
        // A clock that may be years ahead would delete everything. At the start nothing speaks against one that is.
        let look = collector.receipt()
        guard look.isCertain, collector.clockWatch?.isSynchronised ?? true else {
            collector.logger.warning("nothing is deleted by age until NTP holds the clock")
            return false
        }
        do {
            let done = try await collector.store.applyRetention(rule, nowMS: look.nowMS)
            guard done != RetentionOutcome() else { return true }
            collector.logger.notice(
                "deleted what had had its time",
                metadata: [
                    "contacts": "\(done.contacts)", "comments": "\(done.comments)", "quarantine": "\(done.held)",
                ])
            return true
        } catch {
            collector.logger.error("nothing could be deleted by age", metadata: ["error": "\(type(of: error))"])
            return false
        }
    }
}
