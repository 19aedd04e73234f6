import KioskStore
import Logging
import SurveyKit
import WireProtocol

/// Which of the collector's answers are worth keeping as an observation of its clock: the first of a boot, a much
/// better one than that, and then a few a day, for two clocks drift apart.
struct ClockListening: Sendable {
    /// By then the drift may be 11 s.
    static let intervalMS: Int64 = 6 * 3_600_000
    /// An answer this fast needs no better one.
    static let promptMS: Int64 = 2_000

    private var last: ClockObservation?

    /// Whether the answer to a request that leaves now may be worth keeping.
    func isDue(at now: Timestamp) -> Bool {
        guard let last, last.boot == now.boot else { return ClockObservation.isBoot(now.boot) }
        return now.bootMS - last.bootMS >= Self.intervalMS || last.rttMS > Self.promptMS
    }

    /// Whether it is.
    func isWorthKeeping(_ seen: ClockObservation) -> Bool {
        guard let last, last.boot == seen.boot else { return true }
        return seen.bootMS - last.bootMS >= Self.intervalMS
            || (last.rttMS > Self.promptMS && seen.rttMS <= last.rttMS / 2)
    }

    mutating func kept(_ seen: ClockObservation) { last = seen }
}

extension SyncEngine {
    /// What the answer to a request says of the collector's clock: nothing where it is not our collector's.
    ///
    /// - Parameters:
    ///   - sent: The moment at which the request left.
    ///   - sealed: Lines sealed before; nil where the answer is not worth keeping.
    func hear(_ response: HTTPResponse, sent: Timestamp, sealed: Int64?) {
        let now = clock.now()
        guard let enrolment, response.header(Wire.Header.collector) == enrolment.collectorID, now.boot == sent.boot,
            let serverMS = response.collectorMS
        else { return }
        let seen = ClockObservation(
            boot: sent.boot, bootMS: sent.bootMS, serverMS: serverMS, rttMS: now.bootMS - sent.bootMS, seq: sealed ?? 0)
        guard seen.isPlausible else { return }
        clock.hear(seen)
        guard sealed != nil, listening.isWorthKeeping(seen) else { return }
        do {
            try store.keep(seen)
            listening.kept(seen)
        } catch {
            // The times of responses are a little less sure, and nothing else.
            logger.error("\(error)")
        }
    }
}
