import CollectorStore
import Logging
import ServiceLifecycle

/// Deletes what has had its time, at the start and once a day from then on.
struct RetentionKeeper: Service {
    let collector: Collector
    let rule: RetentionRule

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await apply()
                try await Task.sleep(for: .seconds(86_400))
            }
        }
        // Ending of its own accord would end the whole group.
        try? await gracefulShutdown()
    }

    private func apply() async {
        // A clock that may be years ahead would delete everything.
        let look = collector.receipt()
        guard look.isCertain else {
            return collector.logger.notice("nothing is deleted by age until NTP holds the clock")
        }
        do {
            let done = try await collector.store.applyRetention(rule, nowMS: look.nowMS)
            guard done != RetentionOutcome() else { return }
            collector.logger.notice(
                "deleted what had had its time",
                metadata: [
                    "contacts": "\(done.contacts)", "comments": "\(done.comments)", "quarantine": "\(done.held)",
                ])
        } catch {
            collector.logger.error("nothing could be deleted by age", metadata: ["error": "\(type(of: error))"])
        }
    }
}
