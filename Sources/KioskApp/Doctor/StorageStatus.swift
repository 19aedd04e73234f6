import KioskStore

/// How the kiosk stands for room, and what became of damaged databases, for `status` and `doctor`.
struct StorageStatus: Codable, Equatable, Sendable {
    /// `normal`, `warn`, `soft` or `hard`; nil when no kiosk runs.
    var level: String?
    /// Free bytes of the disk, and whether the reserve that is freed in need is there.
    var freeBytes: Int64?
    var hasReserve: Bool?
    /// Delivered answers that had to go before the collector's backup interval was over, ever.
    let purgedEarly: Int64
    /// Unsent answers that were dropped because kiosk.conf says so, ever.
    let dropped: Int64
    /// The last salvage of a damaged database.
    let salvage: SalvageReport?
    /// Damaged databases that are kept in the state folder.
    let aside: [String]

    private enum CodingKeys: String, CodingKey {
        case level
        case freeBytes = "free_bytes"
        case hasReserve = "reserve"
        case purgedEarly = "purged_early"
        case dropped, salvage, aside
    }

    init(of store: KioskStore, now report: StorageReport?) throws(StoreError) {
        level = report?.level.word
        freeBytes = report?.free
        hasReserve = report?.hasBallast
        purgedEarly = try store.purgedEarly()
        dropped = try store.evicted()
        salvage = try store.salvageReport()
        aside = store.folder.quarantined()
    }

    /// What is worth saying, in words; none where all is well.
    var lines: [String] {
        var lines: [String] = []
        if let level, level != "normal" {
            let free = (freeBytes ?? 0) >> 20
            lines.append(
                level == "hard"
                    ? "storage: full (\(free) MiB free): nobody new is asked until there is room"
                    : "storage: \(level) (\(free) MiB free)")
        }
        if purgedEarly > 0 {
            lines.append("\(purgedEarly) delivered answers went before the collector's backup interval was over")
        }
        if dropped > 0 { lines.append("\(dropped) unsent answers were dropped for want of room, as kiosk.conf says") }
        if let salvage {
            lines.append("a damaged database was salvaged: \(salvage.lines) answers taken over, \(salvage.lost) lost")
        }
        if !aside.isEmpty {
            lines.append("damaged databases kept in the state folder: \(aside.joined(separator: ", "))")
        }
        return lines
    }
}

extension DeviceChecks {
    static func storage(_ status: StorageStatus?, folder: String) -> Finding {
        guard let status else {
            return .warning("storage", "could not be looked at", mend: "mend the database's line first")
        }
        let facts = status.lines.joined(separator: "; ")
        if status.level == "hard" {
            return .fault(
                "storage", facts, mend: "free space on the disk of \(folder), or let the kiosk reach its collector")
        }
        if status.dropped > 0 || !status.aside.isEmpty {
            return .warning(
                "storage", facts,
                mend: "check the disk or card; copy damaged databases away before removing them from \(folder)")
        }
        guard facts.isEmpty else {
            return .warning("storage", facts, mend: "free space on the disk of \(folder)")
        }
        return .ok("storage", status.level == nil ? "no damage is known" : "there is room, and the reserve is kept")
    }
}
