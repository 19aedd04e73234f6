import Synchronization

/// What came from hands since the start: noted on the screen's lane, asked for by side commands.
///
/// A healthy service is not a working touch panel: "never" is the first thing a technician wants to know.
final class InputActivity: Sendable {
    private struct Noted {
        var lastMS: Int64?
        var events: Int64 = 0
        var ignored: Int64 = 0
        var droppedBytes: Int64 = 0
    }

    /// Milliseconds since the device's boot.
    private let startedMS: Int64
    private let noted = Mutex(Noted())

    init(startedMS: Int64) { self.startedMS = startedMS }

    /// - Parameters:
    ///   - events: New touches and keys.
    ///   - ignored: Of all so far, those that came too soon after the same one or while nothing could be asked.
    ///   - droppedBytes: All so far that were no touch and no key.
    func note(events: Int, ignored: Int, droppedBytes: Int, at bootMS: Int64) {
        noted.withLock {
            if events > 0 { $0.lastMS = bootMS }
            $0.events += Int64(events)
            $0.ignored = Int64(ignored)
            $0.droppedBytes = Int64(droppedBytes)
        }
    }

    func report(at bootMS: Int64) -> InputReport {
        noted.withLock { noted in
            InputReport(
                runningMS: bootMS - startedMS, sinceLastMS: noted.lastMS.map { bootMS - $0 }, events: noted.events,
                ignored: noted.ignored, droppedBytes: noted.droppedBytes)
        }
    }
}

/// What `status` and `doctor` tell about touches and keys.
struct InputReport: Codable, Equatable, Sendable {
    /// Milliseconds since the kiosk started.
    let runningMS: Int64
    /// Milliseconds since the last touch or key; nil when there was none since the start.
    let sinceLastMS: Int64?
    /// Touches and keys since the start.
    let events: Int64
    /// Of these, the ones that came too soon after the same one, or while nothing could be asked.
    let ignored: Int64
    /// Bytes that were no touch and no key.
    let droppedBytes: Int64

    private enum CodingKeys: String, CodingKey {
        case runningMS = "running_ms"
        case sinceLastMS = "since_last_ms"
        case events, ignored
        case droppedBytes = "dropped_bytes"
    }

    /// The report in words.
    var line: String {
        guard let sinceLastMS else { return "no touch and no key since the start \(Words.duration(runningMS)) ago" }
        return "last touch or key \(Words.duration(sinceLastMS)) ago; \(events) since the start, \(ignored) ignored"
    }
}
