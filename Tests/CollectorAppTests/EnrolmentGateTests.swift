import Testing

@testable import CollectorApp

struct EnrolmentGateTests {
    private let gate = EnrolmentGate()

    @Test func `guessing from one address is slowed down after ten, and others are not`() {
        for _ in 0..<9 { gate.guessed(from: "192.0.2.1", now: 0) }
        #expect(gate.wait(for: "192.0.2.1", now: 0) == 0)
        gate.guessed(from: "192.0.2.1", now: 0)
        #expect(gate.wait(for: "192.0.2.1", now: 0) == 1_000)
        gate.guessed(from: "192.0.2.1", now: 1_000)
        #expect(gate.wait(for: "192.0.2.1", now: 1_000) == 2_000)
        #expect(gate.wait(for: "192.0.2.1", now: 3_000) == 0)
        #expect(gate.wait(for: "192.0.2.2", now: 1_000) == 0)
        #expect(gate.wait(for: nil, now: 1_000) == 0)
    }

    @Test func `everybody behind a proxy shares a longer leash`() {
        for _ in 0..<99 { gate.guessed(from: nil, now: 0) }
        #expect(gate.wait(for: nil, now: 0) == 0)
        gate.guessed(from: nil, now: 0)
        #expect(gate.wait(for: nil, now: 0) == 1_000)
        #expect(gate.wait(for: "192.0.2.1", now: 0) == 0)
    }
}
