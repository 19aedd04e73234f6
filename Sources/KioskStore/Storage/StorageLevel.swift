/// How short the kiosk is of room, by the disk and by the queue's own cap: pure.
package enum StorageLevel: Int, Comparable, Sendable, Codable {
    case normal
    /// To be told to the centre; nothing changes.
    case warn
    /// The shelf of delivered lines shrinks to what the collector may ask for again.
    case soft
    /// Nobody new is asked; who is being asked may finish from the reserve.
    case hard

    /// For `status`, check-ins and scripts.
    package var word: String {
        switch self {
        case .normal: "normal"
        case .warn: "warn"
        case .soft: "soft"
        case .hard: "hard"
        }
    }

    package static func < (one: StorageLevel, other: StorageLevel) -> Bool { one.rawValue < other.rawValue }
}

/// What a look at disk and database has shown, in bytes.
package struct StorageFacts: Equatable, Sendable {
    /// Free for an ordinary account, as statvfs(3) tells.
    package var free: Int64
    package var total: Int64
    /// What the ballast file holds now.
    package var ballast: Int64
    /// Pages of the database that hold something.
    package var used: Int64
    /// What they may grow to.
    package var cap: Int64

    package init(free: Int64, total: Int64, ballast: Int64, used: Int64, cap: Int64) {
        (self.free, self.total, self.ballast, self.used, self.cap) = (free, total, ballast, used, cap)
    }
}

/// Where the levels begin, in bytes of free disk (sync.md 8).
package struct StorageLimits: Equatable, Sendable {
    package var warn: Int64 = 256 << 20
    package var soft: Int64 = 128 << 20
    package var hard: Int64 = 48 << 20
    /// Kept to be freed when the disk is full: deleting needs room too.
    package var ballast: Int64 = 16 << 20
    /// So much more than a level's limit before it is left, so that it is not left and entered all the time.
    package var ease: Int64 = 16 << 20

    package init() {}

    /// The level of the facts.
    ///
    /// Freed ballast counts as used: giving it up must not look like a disk that has recovered.
    ///
    /// - Parameter before: The level until now; it is left only with `ease` to spare.
    package func level(of facts: StorageFacts, before: StorageLevel = .normal) -> StorageLevel {
        let strict = level(facts, lessening: 0)
        guard strict < before else { return strict }
        return max(strict, min(before, level(facts, lessening: ease)))
    }

    private func level(_ facts: StorageFacts, lessening: Int64) -> StorageLevel {
        max(
            byDisk(room(facts) - lessening, total: facts.total),
            byCap(facts.cap - facts.used - (lessening > 0 ? facts.cap / 64 : 0), cap: facts.cap))
    }

    /// Free bytes as if the ballast was whole.
    private func room(_ facts: StorageFacts) -> Int64 { facts.free - max(0, ballast - facts.ballast) }

    private func byDisk(_ room: Int64, total: Int64) -> StorageLevel {
        if room < hard { return .hard }
        if room < soft { return .soft }
        return room < warn || room < total / 5 ? .warn : .normal
    }

    /// The last 32nd of the cap is for who is being asked.
    private func byCap(_ left: Int64, cap: Int64) -> StorageLevel {
        if left < cap / 32 { return .hard }
        if left < cap / 10 { return .soft }
        return left < cap / 5 ? .warn : .normal
    }

    /// What the database may grow to so that its cap is reached before the disk is full: the transaction that fails then
    /// fails cleanly, and deleting still works.
    func cap(_ facts: StorageFacts, most: Int64) -> Int64 {
        min(most, facts.used + max(0, facts.free - hard / 6))
    }
}

/// What is to be done at a level, in this order: pure.
package struct StoragePlan: Equatable, Sendable {
    /// Give the ballast up, and the WAL's room back.
    package let freesBallast: Bool
    package let makesBallast: Bool
    /// Delivered lines older than the collector needs go now.
    package let shrinksShelf: Bool
    /// Where that was not enough: younger ones too, oldest first.
    package let emptiesShelf: Bool
    /// Where that was not enough either, and kiosk.conf allows it: lines that nobody has yet, oldest first.
    package let dropsOldest: Bool

    package init(level: StorageLevel, facts: StorageFacts, limits: StorageLimits, onFull: OnFull) {
        freesBallast = level == .hard && facts.ballast > 0
        makesBallast = level < .soft && facts.ballast < limits.ballast && facts.free > limits.soft + limits.ballast
        shrinksShelf = level >= .soft
        emptiesShelf = level == .hard
        dropsOldest = level == .hard && onFull == .dropOldest
    }
}

/// What kiosk.conf says is to happen when nothing else makes room (`[sync] on_full`).
package enum OnFull: String, Sendable {
    /// Ask nobody until there is room: nothing is lost.
    case stop
    /// Lose the oldest answers and go on asking; each loss is in the ledger and told to the collector.
    case dropOldest = "drop_oldest"
}
