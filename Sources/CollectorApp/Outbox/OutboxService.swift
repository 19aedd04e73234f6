import ServiceLifecycle

/// The outbox's worker for as long as the collector runs.
struct OutboxService: Service {
    let outbox: OutboxWorker

    func run() async throws {
        await cancelWhenGracefulShutdown { await outbox.run() }
        // Ending of its own accord would end the whole group.
        try? await gracefulShutdown()
    }
}
