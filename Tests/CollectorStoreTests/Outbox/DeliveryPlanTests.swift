import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Who is told something when: values in, values out.
@Suite struct DeliveryPlanTests {
    private static let failed = DeliveryOutcome.failed("no", .init())

    @Test func `the waits double from 2 s to a quarter of an hour, and one success ends them`() {
        var plan = DeliveryPlan()
        var now: Int64 = 0
        var waits: [Int64] = []
        for _ in 0..<12 {
            let again = plan.start(["webhook:a"], nowMS: now)
            #expect(again == ["webhook:a"])
            let goesOn = plan.tried("webhook:a", Self.failed, events: 1, nowMS: now, random: { 1 })
            #expect(!goesOn)
            plan.ended("webhook:a")
            let next = plan.notBefore("webhook:a") ?? 0
            let early = plan.start(["webhook:a"], nowMS: next - 1)
            #expect(early.isEmpty)
            waits.append((next - now) / 1_000)
            now = next
        }
        #expect(waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
        let last = plan.start(["webhook:a"], nowMS: now)
        #expect(last == ["webhook:a"])
        let isFree = plan.tried("webhook:a", .delivered, events: 1, nowMS: now, random: { 1 })
        #expect(isFree)
        #expect(plan.notBefore("webhook:a") == nil)
    }

    @Test("whatever happens, a lane is busy once, waits no longer than an hour, and is told again", arguments: 0..<50)
    func property(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let lanes = (0..<7).map { $0 < 4 ? "webhook:\($0)" : "mail:\($0)@x" }
        var plan = DeliveryPlan()
        var (busy, now, latest): (Set<String>, Int64, Int64) = ([], 1_000_000, 0)
        for _ in 0..<300 {
            let started = plan.start(lanes.shuffled(using: &random), nowMS: now)
            #expect(busy.isDisjoint(with: started))
            busy.formUnion(started)
            #expect(busy.count <= DeliveryPlan.width)
            if let lane = busy.randomElement(using: &random) {
                let outcomes: [DeliveryOutcome] = [
                    .delivered, .refused("x"), .gone("x"), Self.failed, .failed("x", .init(isStubborn: true)),
                    .failed("x", .init(retryAfterMS: .max)), .failed("x", .init(isCarrier: true)),
                ]
                let share = Double.random(in: 0..<1, using: &random)
                _ = plan.tried(
                    lane, outcomes.randomElement(using: &random) ?? .delivered,
                    events: Int.random(in: 1...100, using: &random),
                    nowMS: now, random: { share })
                plan.ended(lane)
                busy.remove(lane)
                #expect((1...Webhook.batch).contains(plan.batch(lane)))
            }
            // The clock is set back now and then.
            latest = max(latest, now)
            now += Int64.random(in: -200_000...600_000, using: &random)
        }
        for lane in busy { plan.ended(lane) }
        for lane in lanes {
            let started = plan.start([lane], nowMS: latest + 3_600_001)
            #expect(started == [lane])
            plan.ended(lane)
        }
    }

    @Test func `a mail server that is down keeps all mail back, and no webhook`() {
        var plan = DeliveryPlan()
        let lanes = ["mail:a@x", "mail:b@x", "webhook:1"]
        let first = plan.start(lanes, nowMS: 0)
        #expect(first == lanes)
        for lane in lanes.prefix(2) {
            _ = plan.tried(lane, .failed("down", .init(isCarrier: true)), events: 1, nowMS: 0, random: { 0 })
            plan.ended(lane)
        }
        _ = plan.tried("webhook:1", .delivered, events: 1, nowMS: 0, random: { 0 })
        plan.ended("webhook:1")
        let meanwhile = plan.start(lanes, nowMS: 999)
        #expect(meanwhile == ["webhook:1"])
        plan.ended("webhook:1")
        // Two that failed together are one failure: 1 s, not 2.
        let later = plan.start(lanes, nowMS: 1_000)
        #expect(later == lanes)
    }

    @Test func `one recipient who is put off keeps nobody else back`() {
        var plan = DeliveryPlan()
        _ = plan.start(["mail:a@x"], nowMS: 0)
        _ = plan.tried("mail:a@x", Self.failed, events: 1, nowMS: 0, random: { 0 })
        plan.ended("mail:a@x")
        let others = plan.start(["mail:a@x", "mail:b@x"], nowMS: 0)
        #expect(others == ["mail:b@x"])
    }

    @Test func `a refused delivery is cut until the one event is found, and grows again`() {
        var plan = DeliveryPlan()
        var sizes: [Int] = []
        for _ in 0..<4 {
            sizes.append(plan.batch("webhook:1"))
            let goesOn = plan.tried("webhook:1", .refused("422"), events: sizes.last ?? 0, nowMS: 0, random: { 0 })
            #expect(goesOn)
        }
        #expect(sizes == [100, 25, 6, 1])
        for _ in 0..<8 {
            _ = plan.tried("webhook:1", .delivered, events: 1, nowMS: 0, random: { 0 })
            sizes.append(plan.batch("webhook:1"))
        }
        #expect(sizes.suffix(8) == [2, 4, 8, 16, 32, 64, 100, 100])
    }
}
