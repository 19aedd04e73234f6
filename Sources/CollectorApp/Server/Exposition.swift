import CollectorStore
import WireProtocol

/// The collector's figures as Prometheus text (exposition format 0.0.4).
struct Exposition {
    let collector: Collector

    func text() async throws -> String {
        let totals = try await collector.store.storeCounts()
        let kiosks = try await collector.store.kiosks(in: .all)
        let now = collector.now()
        var text = ""
        for (digit, count) in collector.counters.byClass {
            Self.sample(
                &text, "http_requests_total", "counter", "Answers since the start, by class of status.",
                labels: "status=\"\(digit)xx\"", Int64(count), isFirst: digit == 1)
        }
        for (index, entry) in collector.counters.byVerdict.enumerated() {
            Self.sample(
                &text, "verdicts_total", "counter", "Lines judged since the start; duplicate: sent again.",
                labels: "status=\"\(entry.status.rawValue)\"", Int64(entry.count), isFirst: index == 0)
        }
        Self.sample(&text, "responses_stored_total", "counter", "Responses in the ledger.", totals.ledger)
        Self.sample(
            &text, "responses_quarantined", "gauge", "Lines kept but not understood.",
            totals.quarantined.values.reduce(0, +))
        for (index, bucket) in Self.contacts(kiosks, now: now).enumerated() {
            Self.sample(
                &text, "kiosks", "gauge", "Kiosks in use, by the age of their last contact.",
                labels: "last_contact=\"\(bucket.name)\"", bucket.count, isFirst: index == 0)
        }
        let fleet = kiosks.map(\.account).reduce(.none, +)
        Self.sample(
            &text, "accounting_difference", "gauge",
            "Answers that were made and that nobody held at two check-ins in a row. Must be 0.",
            kiosks.reduce(0) { $0 + $1.missing })
        for (index, fault) in try await collector.store.openFaults().sorted(by: { $0.key < $1.key }).enumerated() {
            Self.sample(
                &text, "queue_faults", "gauge",
                "What speaks against the queues of kiosks: smilepost-ops kiosks audit names it. Must be 0.",
                labels: "kind=\"\(fault.key)\"", fault.value, isFirst: index == 0)
        }
        Self.sample(&text, "responses_waiting", "gauge", "Answers waiting on kiosks.", fleet.waiting)
        Self.sample(
            &text, "database_log_bytes", "gauge", "Size of the database's write-ahead log.", collector.store.logBytes)
        if let backup = try await collector.store.lastBackupMS() {
            Self.sample(
                &text, "backup_age_seconds", "gauge", "Since the newest backup; absent without one.",
                max(0, now - backup) / 1_000)
        }
        Self.sample(
            &text, "clock_steps_total", "counter", "How often the clock was set since the start.",
            Int64(collector.clockWatch?.steps ?? 0))
        Self.sample(&text, "uptime_seconds", "gauge", "Since the start.", (now - collector.startedMS) / 1_000)
        return text
    }

    private static func sample(
        _ text: inout String, _ name: String, _ kind: String, _ help: String, labels: String? = nil, _ value: Int64,
        isFirst: Bool = true
    ) {
        let name = "smilepost_" + name
        if isFirst { text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n" }
        text += "\(name)\(labels.map { "{\($0)}" } ?? "") \(value)\n"
    }

    private static func contacts(_ kiosks: [KioskRecord], now: Int64) -> [(name: String, count: Int64)] {
        var counts: [String: Int64] = [:]
        for kiosk in kiosks where kiosk.isInUse {
            let name = kiosk.lastContactMS.map { Self.bucket(age: now - $0) } ?? "never"
            counts[name, default: 0] += 1
        }
        return ["5m", "1h", "1d", "older", "never"].map { ($0, counts[$0] ?? 0) }
    }

    private static func bucket(age: Int64) -> String {
        switch age {
        case ...300_000: "5m"
        case ...3_600_000: "1h"
        case ...86_400_000: "1d"
        default: "older"
        }
    }
}
