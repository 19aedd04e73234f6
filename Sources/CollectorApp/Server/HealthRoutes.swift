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
        do {
            try await collector.store.proveWritable(nowMS: collector.now())
            return .plain("ready\n")
        } catch {
            context.logger.error("not ready: a commit failed", metadata: ["error": "\(type(of: error))"])
            return .plain(
                "not ready: the database takes no commit; check the disk of the data folder\n",
                status: .serviceUnavailable)
        }
    }
}
