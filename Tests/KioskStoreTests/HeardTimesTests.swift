import KioskStore
import SurveyKit
import Testing

/// What is kept of the collector's clock.
@Suite struct HeardTimesTests {
    private func observation(_ n: Int64) -> ClockObservation {
        ClockObservation(boot: "boot-\(n / 3)", bootMS: n * 1_000, serverMS: 1_760_000_000_000 + n, rttMS: n, seq: n)
    }

    @Test func `observations are told once, oldest first and so many at a time`() throws {
        let bench = try Bench()
        #expect(try bench.store.lastServerMS() == nil)
        for n in 1...5 { try bench.store.keep(observation(Int64(n))) }
        let first = try bench.store.untoldTimes(atMost: 3)
        #expect(first.map(\.observation) == (1...3).map { observation($0) })
        try bench.store.timesTold(upTo: try #require(first.last).number)
        let rest = try bench.store.untoldTimes(atMost: 3)
        #expect(rest.map(\.observation) == (4...5).map { observation($0) })
        try bench.store.timesTold(upTo: try #require(rest.last).number)
        #expect(try bench.store.untoldTimes(atMost: 3) == [])
        #expect(try bench.store.lastServerMS() == observation(5).serverMS)
        try bench.store.tellTimesAgain()
        #expect(try bench.store.untoldTimes(atMost: 9).count == 5)
    }

    @Test func `what is kept is bounded, and survives a restart`() throws {
        let bench = try Bench()
        let count = Int64(KioskStore.maximumHeardTimes)
        for n in 1...count + 7 { try bench.store.keep(observation(n)) }
        bench.store.close()
        let store = try KioskStore(stateFolder: bench.state)
        defer { store.close() }
        #expect(try store.untoldTimes(atMost: .max).map(\.observation) == (8...count + 7).map { observation($0) })
        #expect(try store.lastServerMS() == observation(count + 7).serverMS)
    }
}
