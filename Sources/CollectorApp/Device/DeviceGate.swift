import HTTPTypes
import Hummingbird
import Synchronization
import WireProtocol

/// How many requests of devices are under way at once, all in all and for each credential (sync.md 6.4).
///
/// What is too much is turned away at once and costs next to nothing; nothing waits in memory.
final class DeviceDoors: Sendable {
    /// Responses are turned away first: they keep, and a check-in tells kiosks to slow down.
    static let responses = 256
    static let all = 512
    /// An honest kiosk has one; a few more are left from connections that it has given up.
    static let perCredential = 4

    private struct State {
        var total = 0
        var byCredential: [String: Int] = [:]
    }

    private let state = Mutex(State())

    /// Lets a request in, or says that there is no room; each that was let in must `leave`.
    func enter(_ credential: String?, isCheckin: Bool) -> Bool {
        state.withLock { state in
            guard state.total < (isCheckin ? Self.all : Self.responses) else { return false }
            if let credential {
                guard state.byCredential[credential, default: 0] < Self.perCredential else { return false }
                state.byCredential[credential, default: 0] += 1
            }
            state.total += 1
            return true
        }
    }

    func leave(_ credential: String?) {
        state.withLock { state in
            state.total -= 1
            guard let credential, let count = state.byCredential[credential] else { return }
            state.byCredential[credential] = count > 1 ? count - 1 : nil
        }
    }
}

/// Holds devices to `DeviceDoors`.
struct DeviceGate: RouterMiddleware {
    typealias Context = CollectorContext

    let doors: DeviceDoors

    func handle(
        _ request: Request, context: CollectorContext, next: (Request, CollectorContext) async throws -> Response
    ) async throws -> Response {
        // As it came: whether it is good is found out inside, and a bad one must not cost more.
        let credential = request.headers[.authorization]
        guard doors.enter(credential, isCheckin: request.uri.path != Wire.Path.responses) else { throw Problem.crowded }
        defer { doors.leave(credential) }
        return try await next(request, context)
    }
}

extension Problem {
    fileprivate static let crowded = Problem(
        .overloaded, status: 503, title: "The collector is busy",
        detail: "Too many requests are under way, of this credential or of all. Send this one again after the time in "
            + "Retry-After.", retry: .later)
}
