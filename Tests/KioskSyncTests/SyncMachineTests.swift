import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

struct SyncMachineTests {
    /// A machine that has synced once: nothing pending, next check-in in a minute.
    private func synced(limits: Limits = Limits()) -> SyncMachine {
        var machine = SyncMachine(limits: limits, now: 0, random: { 0 })
        machine.nothingWasPending(now: 0)
        machine.checkinAnswered(nextMS: 60_000, limits: limits, now: 0, random: { 0.5 })
        return machine
    }

    private func until(_ machine: SyncMachine, at now: Int64) -> Int64? {
        guard case .wait(let until) = machine.action(now: now) else { return nil }
        return until
    }

    private func isSending(_ machine: SyncMachine, at now: Int64) -> Bool {
        if case .sendBatch = machine.action(now: now) { return true }
        return false
    }

    @Test func `the first sync comes within the collector's spread`() {
        let limits = Limits(jitterMS: 60_000)
        #expect(until(SyncMachine(limits: limits, now: 100, random: { 0.5 }), at: 100) == 30_100)
        #expect(isSending(SyncMachine(limits: Limits(), now: 100, random: { 0.9 }), at: 100))
    }

    @Test(arguments: [(0.0, 10_500), (0.5, 11_000), (0.999_999, 11_499)])
    func `online a sealed response goes half a second to one and a half later`(random: Double, due: Int64) {
        var machine = synced()
        machine.responseSealed(now: 10_000, random: { random })
        #expect(until(machine, at: 10_000) == due)
        #expect(isSending(machine, at: due))
        machine.responseSealed(now: 10_400, random: { 0.9 })
        #expect(until(machine, at: 10_400) == due)
    }

    @Test(arguments: [(0.0, 54_000), (0.5, 60_000), (0.999_999, 65_999)])
    func `check-ins come when the collector said, give or take a tenth`(random: Double, due: Int64) {
        var machine = synced()
        machine.checkinAnswered(nextMS: 60_000, limits: Limits(), now: 0, random: { random })
        #expect(until(machine, at: 0) == due)
        #expect(machine.action(now: due) == .checkIn)
    }

    @Test(arguments: [(0, 1_000), (-9, 1_000), (10_000_000_000, 3_600_000)])
    func `a senseless interval is clamped`(nextMS: Int64, due: Int64) {
        var machine = synced()
        machine.checkinAnswered(nextMS: nextMS, limits: Limits(), now: 0, random: { 0.5 })
        #expect(until(machine, at: 0) == due)
    }

    @Test func `a check-in follows a sync, but not every second`() {
        var machine = synced()
        machine.batchJudged(settled: [1], retried: [], limits: nil, now: 2_000, random: { 0 })
        machine.nothingWasPending(now: 2_100)
        #expect(until(machine, at: 2_100) == 10_000)
        #expect(machine.action(now: 10_000) == .checkIn)
    }

    @Test func `a backlog goes on after the collector's pause`() {
        var machine = synced(limits: Limits(pauseMS: 300))
        machine.batchJudged(settled: [1], retried: [], limits: nil, now: 1_000, random: { 0 })
        #expect(until(machine, at: 1_000) == 1_300)
        machine.batchJudged(settled: [2], retried: [], limits: Limits(), now: 1_400, random: { 0 })
        #expect(isSending(machine, at: 1_400))
    }

    @Test func `a check-in that is long due goes before the rest of a backlog`() {
        var machine = synced()
        machine.batchJudged(settled: [1], retried: [], limits: nil, now: 61_000, random: { 0 })
        #expect(isSending(machine, at: 61_000))
        #expect(machine.action(now: 120_000) == .checkIn)
    }

    @Test func `offline nothing is tried before the backoff, whatever is sealed`() {
        var machine = synced()
        let offline = Reply.offline(HTTPFailure(kind: .refused, message: ""))
        machine.responseSealed(now: 1_000, random: { 0 })
        machine.batchFailed(offline, sent: [1], now: 2_000, random: { 0.5 })
        #expect(until(machine, at: 2_000) == 7_000)
        machine.responseSealed(now: 3_000, random: { 0 })
        #expect(until(machine, at: 3_000) == 7_000)
        machine.batchFailed(offline, sent: [1], now: 7_000, random: { 0.5 })
        #expect(until(machine, at: 7_000) == 17_000)
    }

    @Test func `only a settled line ends the backoff of batches`() {
        var machine = synced()
        let failing = Reply.failing(status: 500, detail: "")
        for _ in 0..<4 { machine.batchFailed(failing, sent: [1], now: 0, random: { 0 }) }
        #expect(machine.backoff.failures == 4)
        machine.batchJudged(settled: [], retried: [1], limits: nil, now: 0, random: { 0 })
        #expect(machine.backoff.failures == 5)
        machine.batchJudged(settled: [2], retried: [1], limits: nil, now: 0, random: { 0 })
        #expect(machine.backoff.failures == 0)
    }

    @Test func `a failing check-in does not hold up answers, nor the other way round`() {
        var machine = synced()
        machine.checkinFailed(.failing(status: 500, detail: ""), now: 60_000, random: { 0 })
        machine.responseSealed(now: 60_000, random: { 0 })
        #expect(isSending(machine, at: 60_500))
        machine = synced()
        machine.responseSealed(now: 59_000, random: { 0 })
        machine.batchFailed(
            .busy(status: 503, retryAfterMS: 600_000), sent: [1], now: 59_500, random: { 0 })
        #expect(machine.action(now: 60_000) == .checkIn)
        machine.checkinAnswered(nextMS: 3_600_000, limits: Limits(), now: 60_000, random: { 0.5 })
        #expect(until(machine, at: 60_000) == 659_500)
    }

    @Test func `Retry-After is obeyed within its clamp, with up to a quarter more`() {
        var machine = synced()
        machine.responseSealed(now: 0, random: { 0 })
        machine.batchFailed(.busy(status: 429, retryAfterMS: 20_000), sent: [1], now: 1_000, random: { 0.5 })
        #expect(until(machine, at: 1_000) == 23_500)
    }

    @Test(arguments: [(0.0, 900_000), (0.999_999, 3_599_997)])
    func `a refused credential is tried every quarter of an hour to an hour`(random: Double, due: Int64) {
        var machine = synced()
        machine.batchFailed(.unauthorised(.credentialRevoked), sent: [1], now: 0, random: { random })
        machine.responseSealed(now: 5, random: { 0 })
        #expect(machine.access == .refused)
        #expect(until(machine, at: 10) == due)
        // The check-in has waited longest, and is the smaller question.
        #expect(machine.action(now: due) == .checkIn)
    }

    @Test func `a retired kiosk sends nothing and asks rarely`() {
        var machine = synced()
        machine.checkinFailed(.retired, now: 0, random: { 0 })
        machine.responseSealed(now: 5, random: { 0 })
        #expect(machine.access == .retired)
        #expect(until(machine, at: 10) == 2_700_000)
        #expect(machine.action(now: 2_700_000) == .checkIn)
        machine.checkinAnswered(nextMS: 60_000, limits: Limits(), now: 2_700_000, random: { 0 })
        #expect(isSending(machine, at: 2_700_000))
    }

    @Test func `too large halves what was sent, at once, and it is remembered`() {
        var machine = synced()
        machine.batchFailed(.tooLarge(isCollector: false), sent: Array(1...40), now: 0, random: { 0 })
        #expect(machine.action(now: 0) == .sendBatch(maxLines: 20, maxBytes: 262_144, excluding: []))
        machine.batchFailed(.tooLarge(isCollector: false), sent: Array(1...20), now: 0, random: { 0 })
        machine.batchJudged(settled: Array(1...10), retried: [], limits: Limits(), now: 0, random: { 0 })
        #expect(machine.action(now: 0) == .sendBatch(maxLines: 10, maxBytes: 262_144, excluding: []))
    }

    @Test func `a single line that is too large is parked for a day, and the others pass`() {
        var machine = synced()
        machine.batchFailed(.tooLarge(isCollector: true), sent: [7], now: 0, random: { 0 })
        #expect(until(machine, at: 0) == 2_500)
        #expect(machine.action(now: 2_500) == .sendBatch(maxLines: 100, maxBytes: 262_144, excluding: [7]))
        machine.checkinAnswered(nextMS: 3_600_000, limits: Limits(), now: 86_390_000, random: { 0.5 })
        machine.nothingWasPending(now: 86_390_000)
        #expect(until(machine, at: 86_390_000) == 86_400_000)
        #expect(machine.action(now: 86_400_000) == .sendBatch(maxLines: 100, maxBytes: 262_144, excluding: []))
    }

    @Test func `after a bad batch its lines go one by one, then together again`() {
        var machine = synced()
        machine.batchFailed(.badBatch, sent: [1, 2, 3], now: 0, random: { 0 })
        for line in [Int64(1), 2] {
            #expect(machine.action(now: 0) == .sendBatch(maxLines: 1, maxBytes: 262_144, excluding: []))
            machine.batchJudged(settled: [line], retried: [], limits: nil, now: 0, random: { 0 })
        }
        machine.batchFailed(.badBatch, sent: [3], now: 0, random: { 0 })
        #expect(machine.action(now: 10_000) == .sendBatch(maxLines: 100, maxBytes: 262_144, excluding: [3]))
    }

    @Test func `a line that got retry three times is passed over for a growing time`() {
        var machine = synced()
        for _ in 0..<2 { machine.batchJudged(settled: [9], retried: [1], limits: nil, now: 0, random: { 0 }) }
        #expect(machine.action(now: 0) == .sendBatch(maxLines: 100, maxBytes: 262_144, excluding: []))
        machine.batchJudged(settled: [10], retried: [1], limits: nil, now: 0, random: { 0 })
        #expect(machine.action(now: 0) == .sendBatch(maxLines: 100, maxBytes: 262_144, excluding: [1]))
        machine.nothingWasPending(now: 0)
        machine.checkinAnswered(nextMS: 3_600_000, limits: Limits(), now: 0, random: { 0.5 })
        #expect(until(machine, at: 0) == 60_000)
        machine.batchJudged(settled: [11], retried: [1], limits: nil, now: 60_000, random: { 0 })
        #expect(machine.action(now: 179_999) == .sendBatch(maxLines: 100, maxBytes: 262_144, excluding: [1]))
        #expect(machine.action(now: 180_000) == .sendBatch(maxLines: 100, maxBytes: 262_144, excluding: []))
    }

    @Test func `lines asked for again go out one batch in two seconds`() {
        var machine = synced()
        machine.linesRequeued(now: 1_000)
        #expect(isSending(machine, at: 1_000))
        machine.batchJudged(settled: [1], retried: [], limits: nil, now: 1_100, random: { 0 })
        #expect(until(machine, at: 1_100) == 3_100)
    }

    @Test func `a sync that is asked for breaks through every wait`() {
        var machine = synced()
        machine.batchFailed(.unauthorised(.credentialUnknown), sent: [1], now: 0, random: { 0 })
        machine.syncRequested(now: 10)
        #expect(isSending(machine, at: 10))
        #expect(machine.isIdle(now: 10) == false)
        machine.nothingWasPending(now: 11)
        #expect(machine.action(now: 11) == .checkIn)
        machine.checkinAnswered(nextMS: 60_000, limits: Limits(), now: 12, random: { 0 })
        machine.nothingWasPending(now: 13)
        #expect(machine.isIdle(now: 13))
    }

    @Test func `where both are due they take turns, so that neither keeps the other from the line`() {
        var machine = synced()
        machine.responseSealed(now: 60_000, random: { 0 })
        let offline = Reply.offline(HTTPFailure(kind: .network, message: ""))
        var (now, kinds): (Int64, [Bool]) = (200_000, [])
        while kinds.count < 8 {
            switch machine.action(now: now) {
            case .sendBatch:
                kinds.append(false)
                machine.batchFailed(offline, sent: [1], now: now, random: { 0.5 })
            case .checkIn:
                kinds.append(true)
                machine.checkinFailed(offline, now: now, random: { 0.5 })
            case .wait(let until): now = max(until, now + 60_000)
            }
        }
        #expect(kinds.contains(true) && kinds.contains(false))
        #expect(zip(kinds, kinds.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test func `an outage of everything is over with the first answered check-in`() {
        var machine = synced()
        let failing = Reply.failing(status: 500, detail: "")
        for _ in 0..<8 {
            machine.batchFailed(failing, sent: [1], now: 60_000, random: { 0.5 })
            machine.checkinFailed(failing, now: 60_000, random: { 0.5 })
        }
        #expect((until(machine, at: 60_000) ?? 0) > 600_000)
        machine.checkinAnswered(nextMS: 60_000, limits: Limits(), now: 700_000, random: { 0 })
        #expect(isSending(machine, at: 700_000))
        #expect(machine.backoff.failures == 0)
    }

    @Test func `while only batches fail, check-ins that are answered do not hurry them`() {
        var machine = synced()
        for _ in 0..<8 { machine.batchFailed(.failing(status: 500, detail: ""), sent: [1], now: 0, random: { 0.5 }) }
        machine.checkinAnswered(nextMS: 60_000, limits: Limits(), now: 1_000, random: { 0.5 })
        #expect(machine.backoff.failures == 8)
        #expect(until(machine, at: 1_000) == 61_000)
    }
}
