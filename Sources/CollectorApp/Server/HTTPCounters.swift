import Hummingbird
import Synchronization
import WireProtocol

/// What was answered since the start: requests by class of status, lines by verdict.
final class HTTPCounters: Sendable {
    private let classes = Mutex<[Int: Int]>([:])
    private let verdicts = Mutex<[Verdict.Status: Int]>([:])

    func count(_ results: [Verdict]) {
        verdicts.withLock { counts in for verdict in results { counts[verdict.status, default: 0] += 1 } }
    }

    /// By verdict, each of which is there: `duplicate` counts what was sent again, by a kiosk or by its HTTP library.
    var byVerdict: [(status: Verdict.Status, count: Int)] {
        verdicts.withLock { counts in Verdict.Status.allCases.map { ($0, counts[$0] ?? 0) } }
    }

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
