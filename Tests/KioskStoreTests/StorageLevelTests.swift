import Testing

@testable import KioskStore

struct StorageLevelTests {
    private let mib: Int64 = 1 << 20
    private let limits = StorageLimits()

    /// A disk of 2 GiB and a queue with room, with so many MiB free.
    private func facts(free: Int64, ballast: Int64 = 16, used: Int64 = 10) -> StorageFacts {
        StorageFacts(free: free * mib, total: 2_048 * mib, ballast: ballast * mib, used: used * mib, cap: 512 * mib)
    }

    @Test(
        arguments: [(1_000, .normal), (300, .warn), (200, .warn), (127, .soft), (48, .soft), (47, .hard)]
            as [(Int64, StorageLevel)])
    func `the disk's free bytes make the level`(free: Int64, level: StorageLevel) {
        #expect(limits.level(of: facts(free: free)) == level)
    }

    @Test(arguments: [(10, .normal), (412, .warn), (470, .soft), (500, .hard)] as [(Int64, StorageLevel)])
    func `the queue's own cap makes it too`(used: Int64, level: StorageLevel) {
        #expect(limits.level(of: facts(free: 1_500, used: used)) == level)
    }

    @Test func `freed ballast does not look like a disk that has recovered`() {
        #expect(limits.level(of: facts(free: 47), before: .normal) == .hard)
        #expect(limits.level(of: facts(free: 63, ballast: 0), before: .hard) == .hard)
    }

    @Test func `a level is left only with some room to spare`() {
        #expect(limits.level(of: facts(free: 50), before: .hard) == .hard)
        #expect(limits.level(of: facts(free: 64), before: .hard) == .soft)
        #expect(limits.level(of: facts(free: 130), before: .soft) == .soft)
        #expect(limits.level(of: facts(free: 1_000), before: .hard) == .normal)
    }

    private func plan(_ level: StorageLevel, _ onFull: OnFull = .stop, ballast: Int64 = 16) -> StoragePlan {
        StoragePlan(level: level, facts: facts(free: 1_000, ballast: ballast), limits: limits, onFull: onFull)
    }

    @Test func `nothing is touched before the soft level, and what nobody has only where the configuration says so`() {
        #expect(!plan(.warn, .dropOldest).shrinksShelf)
        #expect(plan(.soft, .dropOldest).shrinksShelf && !plan(.soft, .dropOldest).emptiesShelf)
        #expect(plan(.hard).emptiesShelf && plan(.hard).freesBallast && !plan(.hard).dropsOldest)
        #expect(!plan(.soft, .dropOldest).dropsOldest && plan(.hard, .dropOldest).dropsOldest)
    }

    @Test func `ballast is made where there is room for it, and once`() {
        #expect(plan(.normal, ballast: 0).makesBallast && plan(.warn, ballast: 0).makesBallast)
        #expect(!plan(.normal).makesBallast && !plan(.soft, ballast: 0).makesBallast)
    }

    @Test func `the cap is reached before the disk is full, and never lies below what is there`() {
        #expect(limits.cap(facts(free: 1_500), most: 512 * mib) == 512 * mib)
        #expect(limits.cap(facts(free: 60), most: 512 * mib) == 62 * mib)
        #expect(limits.cap(facts(free: 1, ballast: 0), most: 512 * mib) == 10 * mib)
    }
}
