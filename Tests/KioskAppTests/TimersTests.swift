import Testing

@testable import KioskApp

struct TimersTests {
    @Test func `the watchdog is fed only while the store and the sync lane make progress`() {
        var watchdog = Watchdog(watchdogMS: 30_000, at: 0)
        #expect(watchdog.interval == 10_000)
        var pings: [Bool] = []
        pings.append(watchdog.timePassed(at: 0, syncIsAlive: true))
        // Asked, but the store has not answered since.
        pings.append(watchdog.timePassed(at: 10_000, syncIsAlive: true))
        watchdog.storeAnswered()
        // Not due yet.
        pings.append(watchdog.timePassed(at: 15_000, syncIsAlive: true))
        pings.append(watchdog.timePassed(at: 20_000, syncIsAlive: true))
        watchdog.storeAnswered()
        pings.append(watchdog.timePassed(at: 30_000, syncIsAlive: false))
        #expect(pings == [true, false, false, true, false])
    }

    @Test func `a static screen without a watchdog is woken by the repaint alone`() {
        var timers = LoopTimers(watchdogMS: nil, at: 1_000)
        let first = timers.due(at: 1_000, syncIsAlive: true)
        #expect(first == [.openingHours, .storage])
        #expect(timers.nextAt == 1_000 + LoopTimers.repaintInterval)
        let early = timers.due(at: 500_000, syncIsAlive: true)
        let later = timers.due(at: 601_000, syncIsAlive: true)
        #expect(early == [])
        #expect(later == [.repaint, .storage])
    }

    @Test func `while there is no room it is looked for every five seconds`() {
        var timers = LoopTimers(watchdogMS: nil, at: 0)
        _ = timers.due(at: 0, syncIsAlive: true)
        timers.storageIsShort(at: 0)
        let due = [4_999, 5_000, 9_000].map { timers.due(at: $0, syncIsAlive: true) }
        #expect(due == [[], [.storage], []])
        timers.storageIsShort(at: 9_000)
        #expect(timers.nextAt == 14_000)
    }

    @Test func `a survey is confirmed after 15 minutes without a customer, counted anew for each and each survey`() {
        var timers = LoopTimers(watchdogMS: nil, at: 0)
        func isConfirmed(at now: Int64) -> Bool { timers.due(at: now, syncIsAlive: true).contains(.confirmSurvey) }
        timers.idle(true, at: 0)
        timers.idle(true, at: 800_000)
        timers.idle(false, at: 850_000)
        let whileAnswering = isConfirmed(at: 2_000_000)
        timers.idle(true, at: 2_000_000)
        timers.surveyCame()
        timers.idle(true, at: 2_500_000)
        let tooEarly = isConfirmed(at: 3_399_999)
        let (nextAt, inTime, again) = (timers.nextAt, isConfirmed(at: 3_400_000), isConfirmed(at: 9_000_000))
        #expect([whileAnswering, tooEarly, inTime, again] == [false, false, true, false])
        #expect(nextAt == 3_400_000)
    }

    @Test func `a store that failed is tried again until it recovers`() {
        var timers = LoopTimers(watchdogMS: nil, at: 0)
        _ = timers.due(at: 0, syncIsAlive: true)
        timers.storeFailed(at: 0)
        let tries = [5_000, 10_000].map { timers.due(at: $0, syncIsAlive: true) }
        #expect(tries == [[.retryStore], [.retryStore]])
        let recoveries = [timers.storeRecovered(), timers.storeRecovered()]
        #expect(recoveries == [true, false])
        let after = timers.due(at: 15_000, syncIsAlive: true)
        #expect(after == [])
    }
}
