import Hummingbird
import Synchronization

/// How many requests were answered since the start, by class of status.
final class HTTPCounters: Sendable {
    private let classes = Mutex<[Int: Int]>([:])

    func count(status: Int) { classes.withLock { $0[status / 100, default: 0] += 1 } }

    /// By the first digit of the status; every class is there.
    var byClass: [(digit: Int, count: Int)] {
        classes.withLock { counts in (1...5).map { ($0, counts[$0] ?? 0) } }
    }
}

/// Counts every answer, also those of errors that nothing inside turned into one.
struct CountRequests: RouterMiddleware {
    typealias Context = CollectorContext

    let counters: HTTPCounters

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        do {
            let response = try await next(request, context)
            counters.count(status: response.status.code)
            return response
        } catch {
            counters.count(status: (error as? any HTTPResponseError)?.status.code ?? 500)
            throw error
        }
    }
}
