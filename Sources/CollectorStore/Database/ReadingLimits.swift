import Synchronization
import WireProtocol

/// What keeps wide readings, such as the scores of a year, from holding up everybody else.
package struct ReadingLimits: Sendable {
    /// How long one may take.
    let longest: Duration
    let gate: ReadingGate

    /// - Parameters:
    ///   - width: So many side by side: fewer than the database has readers, so that kiosks always find one.
    ///   - patience: How long one waits for its turn.
    package init(longest: Duration = .seconds(20), width: Int = 4, patience: Duration = .seconds(5)) {
        self.longest = longest
        gate = ReadingGate(width: width, patience: patience)
    }
}

/// Lets some wide readings in at a time; the others wait briefly, in order, and are then told to come again.
final class ReadingGate: Sendable {
    private struct State {
        var line: ReadingLine
        var callers: [Int: CheckedContinuation<Void, any Error>] = [:]
    }

    /// More would wait longer than anybody is patient.
    private static let mostWaiting = 256

    private let state: Mutex<State>
    private let patience: Duration

    init(width: Int, patience: Duration) {
        state = Mutex(State(line: ReadingLine(width: width, mostWaiting: Self.mostWaiting)))
        self.patience = patience
    }

    /// Waits for a turn; whoever was let in must `leave`.
    ///
    /// - Throws: `Problem` `overloaded` where it does not come in time.
    func enter() async throws {
        try await withCheckedThrowingContinuation { (caller: CheckedContinuation<Void, any Error>) in
            let arrival = state.withLock { state in
                let arrival = state.line.arrive()
                if case .waits(let number) = arrival { state.callers[number] = caller }
                return arrival
            }
            switch arrival {
            case .enters: caller.resume()
            case .isTurnedAway: caller.resume(throwing: Problem.manyReadings)
            case .waits(let number): Task { await endWait(of: number) }
            }
        }
    }

    func leave() {
        let next = state.withLock { state in state.line.leave().flatMap { state.callers.removeValue(forKey: $0) } }
        next?.resume()
    }

    private func endWait(of number: Int) async {
        try? await Task.sleep(for: patience)
        let caller = state.withLock { state in
            state.line.giveUp(number) ? state.callers.removeValue(forKey: number) : nil
        }
        caller?.resume(throwing: Problem.manyReadings)
    }
}

extension Problem {
    fileprivate static let manyReadings = Problem(
        .overloaded, status: 503, title: "The collector is busy",
        detail: "Too much is being read here at this moment. Ask again after the time in Retry-After.", retry: .later)
}
