import Synchronization
import WireProtocol

/// Slows down whoever guesses enrolment tokens: after some unknown ones, each further one doubles the wait.
final class EnrolmentGate: Sendable {
    /// Too many unknown tokens from one address.
    struct Closed: Error {
        let waitMS: Int64

        var problem: Problem {
            Problem(
                .tooManyRequests, status: 429, title: "Too many unknown tokens",
                detail: "Several enrolment tokens from this address were not known. Wait for the time in Retry-After, "
                    + "then check the token.", retry: .later)
        }
    }

    private struct State {
        var addresses = LoginThrottle(free: 10)
        /// Of everybody behind a proxy on this machine, which hides their addresses.
        var unnamed = LoginThrottle(free: 100)
    }

    private let state = Mutex(State())

    /// Milliseconds that `address` must wait before its next try; 0 for none.
    func wait(for address: String?, now: Int64) -> Int64 {
        state.withLock { state in
            guard let address else { return state.unnamed.wait(for: "", now: now) }
            return state.addresses.wait(for: address, now: now)
        }
    }

    /// Counts a token that is not known.
    func guessed(from address: String?, now: Int64) {
        state.withLock { state in
            guard let address else { return state.unnamed.failed("", now: now) }
            state.addresses.failed(address, now: now)
        }
    }
}
