import CollectorStore
import Hummingbird
import Logging

/// For supervisors and scrapers: no sign-in, and nothing of what customers said.
struct HealthRoutes: Sendable {
    let collector: Collector
    private let exposition = SharedExposition()

    init(collector: Collector) { self.collector = collector }

    func add(to router: Router<CollectorContext>) {
        router.get("/healthz") { _, _ in Response.plain("alive\n") }
        router.get("/readyz", use: ready)
        router.get("/metrics") { _, _ in
            var response = Response.plain(try await exposition.text(of: collector))
            response.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
            return response
        }
    }

    @Sendable
    private func ready(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let (store, logger, now) = (collector.store, context.logger, collector.now())
        let isReady = await collector.readiness.isReady(nowMS: now) {
            do {
                try await store.proveWritable(nowMS: now)
                return true
            } catch {
                logger.error("not ready: a commit failed", metadata: ["error": "\(type(of: error))"])
                return false
            }
        }
        guard isReady else {
            return .plain(
                "not ready: the database takes no commit; check the disk of the data folder\n",
                status: .serviceUnavailable)
        }
        return .plain("ready\n")
    }
}

/// One reading for all who ask while it runs: nobody has signed in here, and wide readings take turns.
private actor SharedExposition {
    private var running: Task<String, any Error>?

    func text(of collector: Collector) async throws -> String {
        if let running { return try await running.value }
        let task = Task { try await Exposition(collector: collector).text() }
        running = task
        defer { running = nil }
        return try await task.value
    }
}
