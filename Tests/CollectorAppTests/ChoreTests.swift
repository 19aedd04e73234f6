import Logging
import Synchronization
import Testing

@testable import CollectorApp

@Suite(.timeLimit(.minutes(1))) struct ChoreTests {
    private struct Fault: Error {}

    @Test func `what fails once is tried again, and the log says what was not done`() async throws {
        let log = KeptLog()
        let tries = Atomic<Int>(0)
        let done = Atomic<Int>(0)
        let chore = Chore(
            name: "sweeping", logger: log.logger,
            pause: { if done.load(ordering: .relaxed) == 2 { throw CancellationError() } },
            work: {
                if tries.add(1, ordering: .relaxed).oldValue == 0 { throw Fault() }
                done.add(1, ordering: .relaxed)
            })
        await #expect(throws: CancellationError.self) { try await chore.goOn() }
        #expect(tries.load(ordering: .relaxed) == 3)
        #expect(log.lines == ["a chore was not done chore=sweeping error=Fault"])
    }
}
