import CollectorStore
import Logging
import ServiceLifecycle

/// Counts the past of branches with new clocks anew, step by step, while kiosks are served.
struct RecountKeeper: Service {
    let collector: Collector

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                await goOn()
                try await Task.sleep(for: .seconds(1))
            }
        }
        // Ending of its own accord would end the whole group.
        try? await gracefulShutdown()
    }

    /// As far as there is something to count, or until kiosks have to go first.
    func goOn() async {
        do {
            while !Task.isCancelled, let step = try await collector.store.recountStep() {
                guard step.isLast else { continue }
                collector.logger.notice(
                    "a branch's past is counted by its new clocks", metadata: ["branch": "\(step.branch)"])
                collector.changes.publish(step.branch)
            }
        } catch {
            collector.logger.warning(
                "a branch's past can't be counted anew at the moment", metadata: ["error": "\(type(of: error))"])
        }
    }
}
