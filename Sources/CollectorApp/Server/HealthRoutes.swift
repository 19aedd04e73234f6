import CollectorStore
import Hummingbird
import Logging

/// For supervisors and scrapers: no sign-in, and nothing of what customers said.
struct HealthRoutes: Sendable {
    let collector: Collector

    func add(to router: Router<CollectorContext>) {
        router.get("/healthz") { _, _ in Response.plain("alive\n") }
        router.get("/readyz", use: ready)
        router.get("/metrics") { _, _ in
            var response = Response.plain(try await Exposition(collector: collector).text())
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
