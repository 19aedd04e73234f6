import Foundation
import Glibc
import Synchronization

/// How the kiosk stands for room.
package struct StorageReport: Equatable, Sendable, Codable {
    package let level: StorageLevel
    /// Free bytes of the disk, and of all of it.
    package let free: Int64
    package let total: Int64
    /// Bytes of the database in use, and what it may grow to.
    package let used: Int64
    package let cap: Int64
    /// The reserve is there to be freed.
    package let hasBallast: Bool
    /// Delivered lines that had to go before the collector's backup interval was over, ever.
    package let purgedEarly: Int64
    /// Unsent lines that were dropped, ever.
    package let evicted: Int64
}

/// Watches the room there is, and makes some: ballast, shelf, page cap, and the last resort where kiosk.conf allows it.
///
/// Called on one queue, the store's; it decides nothing that `StorageLimits` and `StoragePlan` don't.
package final class StorageKeeper: Sendable {
    private let store: KioskStore
    private let onFull: OnFull
    private let limits: StorageLimits
    private let maximumBytes: Int64
    private let keepMS: @Sendable () -> Int64
    private let ballast: Ballast
    private let level = Mutex(StorageLevel.normal)
    private let last = Mutex<StorageReport?>(nil)

    /// - Parameters:
    ///   - maximumBytes: The queue's cap where the disk has room; nil for 512 MiB.
    ///   - keepMS: How long delivered lines must stay so that a collector restored from its backup can ask for them, ms.
    package init(
        store: KioskStore, onFull: OnFull, limits: StorageLimits = StorageLimits(), maximumBytes: Int? = nil,
        keepMS: @escaping @Sendable () -> Int64
    ) {
        self.store = store
        self.onFull = onFull
        self.limits = limits
        self.maximumBytes = Int64(maximumBytes ?? Schema.defaultMaximumBytes)
        self.keepMS = keepMS
        ballast = Ballast(store.folder, bytes: limits.ballast)
    }

    /// Looks, does what the level asks for, and looks again.
    ///
    /// - Parameters:
    ///   - nowMS: Wall clock, ms since 1970.
    ///   - afterFull: A transaction has just found no room, whatever the disk says.
    package func look(nowMS: Int64, afterFull: Bool = false) throws(StoreError) -> StorageReport {
        var facts = try gather()
        let found = afterFull ? .hard : limits.level(of: facts, before: level.withLock { $0 })
        let plan = StoragePlan(level: found, facts: facts, limits: limits, onFull: onFull)
        do throws(StoreError) {
            try makeRoom(plan, nowMS, afterFull)
        } catch {
            // Not a page is free, not even for making room: the next look tries again, and the level is told all the same.
            guard case .full = error else { throw error }
        }
        facts = try gather()
        try store.setCap(limits.cap(facts, most: maximumBytes))
        let level = limits.level(of: facts, before: found == .hard && !afterFull ? .hard : level.withLock { $0 })
        self.level.withLock { $0 = level }
        let report = try report(level, facts)
        last.withLock { $0 = report }
        return report
    }

    private func makeRoom(_ plan: StoragePlan, _ nowMS: Int64, _ afterFull: Bool) throws(StoreError) {
        if plan.freesBallast { ballast.free() }
        if plan.freesBallast || plan.emptiesShelf { try store.truncateWAL() }
        if plan.shrinksShelf { try store.purgeDelivered(before: nowMS - keepMS(), keeping: 0) }
        if plan.emptiesShelf { try relieve(afterFull) { () throws(StoreError) in try store.purgeEarly() } }
        if plan.dropsOldest { try relieve(afterFull) { () throws(StoreError) in try store.dropOldest(nowMS: nowMS) } }
        if plan.makesBallast { ballast.make() }
    }

    /// Slices until the level is left, and at least one where a transaction has found no room.
    ///
    /// Bounded: a look must end.
    private func relieve(_ isForced: Bool, by slice: () throws(StoreError) -> Int) throws(StoreError) {
        for round in 0..<1_000 {
            if !(isForced && round == 0), limits.level(of: try gather(), before: .hard) < .hard { return }
            if try slice() == 0 { return }
            if round % 10 == 9 { try store.truncateWAL() }
        }
    }

    private func gather() throws(StoreError) -> StorageFacts {
        var disk = statvfs()
        guard statvfs(store.folder.path, &disk) == 0 else {
            throw .notWritable(path: store.folder.path, reason: String(cString: strerror(errno)))
        }
        let block = Int64(disk.f_frsize)
        return StorageFacts(
            free: Int64(disk.f_bavail) * block, total: Int64(disk.f_blocks) * block, ballast: ballast.held,
            used: try store.usedBytes(), cap: maximumBytes)
    }

    /// What the last look has shown; nil before the first.
    ///
    /// From any thread.
    package var latest: StorageReport? { last.withLock { $0 } }

    private func report(_ level: StorageLevel, _ facts: StorageFacts) throws(StoreError) -> StorageReport {
        StorageReport(
            level: level, free: facts.free, total: facts.total, used: facts.used, cap: facts.cap,
            hasBallast: facts.ballast > 0, purgedEarly: try store.purgedEarly(), evicted: try store.evicted())
    }
}
