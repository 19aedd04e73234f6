package import WireProtocol

/// When to send what (sync.md 7), as a pure value.
///
/// Times are milliseconds of a clock that never jumps, randomness is a number from 0 up to 1. Batches and check-ins have a due time each, and gates before which nothing, or none of their kind, is tried. A failure
/// of the network closes the gate for both; a failure of one kind leaves the other alone, so that answers are not held
/// up by a check-in that fails, nor the accounts by a batch that does.
package struct SyncMachine: Sendable {
    /// What to do now.
    package enum Action: Equatable, Sendable {
        case sendBatch(maxLines: Int, maxBytes: Int, excluding: Set<Int64>)
        case checkIn
        /// Nothing before this moment, unless something happens.
        case wait(until: Int64)
    }

    /// Whether the collector takes what this kiosk sends.
    package enum Access: Equatable, Sendable {
        case open
        /// 401: collecting goes on, the collector is asked rarely.
        case refused
        /// 410: nothing is sent; the collector is asked rarely.
        case retired
    }

    package private(set) var access = Access.open
    package private(set) var limits: Limits
    /// Of batches: it ends with a settled line.
    package private(set) var backoff = Backoff()
    /// Of check-ins: it ends with one that is answered.
    private var checkinBackoff = Backoff()
    /// Of both where nobody answers: it ends with any answer as it should be.
    private var networkBackoff = Backoff()
    /// Which of the two was tried last: where both are due, they take turns.
    private var checkinWasLast = false
    private var holds = HeldLines()
    /// Nil with nothing known to be pending.
    private var sendDue: Int64?
    private var checkinDue: Int64
    private var gate: Int64 = 0
    private var sendGate: Int64 = 0
    private var checkinGate: Int64 = 0
    private var lastCheckin: Int64?
    private var intervalMS = Self.firstIntervalMS
    /// Learned from 413: what a proxy on the way lets pass.
    private var learnedLines = Int.max
    /// Lines still to be sent one by one after a `bad-batch`.
    private var singles = 0
    /// Learned from 415: packed batches don't get through.
    private var isPackingRefused = false
    /// Who looks for a line that fails every batch it is in.
    private var isolation = Isolation()
    /// Lines that the collector asked for again are sent gently.
    private var isResending = false
    /// From the first batch of a round until the store has no more.
    private var isDraining = true

    /// Before the collector has said how often it wants to hear from the kiosk.
    private static let firstIntervalMS: Int64 = 120_000
    /// Check-ins after a sync are not closer together than this.
    private static let checkinSpacingMS: Int64 = 10_000
    /// A check-in that is this late goes before the next batch of a backlog.
    private static let checkinPatienceMS: Int64 = 60_000
    private static let resendPauseMS: Int64 = 2_000
    /// Between two halves of a batch that fails as a whole, and up to as much again.
    private static let isolationPauseMS: Int64 = 5_000
    private static let hourMS: Int64 = 3_600_000
    private static let dayMS: Int64 = 86_400_000

    /// The first sync after boot comes within the collector's `jitter_ms`.
    package init(limits: Limits, now: Int64, random: () -> Double) {
        self.limits = Self.sane(limits)
        let start = now + Backoff.share(random(), of: self.limits.jitterMS)
        sendDue = start
        checkinDue = start
    }

    /// What to do at this moment.
    package func action(now: Int64) -> Action {
        let send = access == .retired ? nil : sendDue.map { max($0, gate, sendGate) }
        let checkin = max(checkinDue, gate, checkinGate)
        let isCheckinLate = checkin <= now && checkinDue + Self.checkinPatienceMS <= now && !checkinWasLast
        if let send, send <= now, !isCheckinLate {
            return .sendBatch(maxLines: batchLines, maxBytes: limits.batchBytes, excluding: holds.held(at: now))
        }
        if checkin <= now { return .checkIn }
        return .wait(until: min(send ?? checkin, checkin))
    }

    /// Nothing is due and nothing is left of a backlog: a sync round that was asked for is over.
    package func isIdle(now: Int64) -> Bool {
        if case .wait = action(now: now) { return !isDraining }
        return false
    }

    private var batchLines: Int {
        singles > 0 ? 1 : max(1, min(limits.batchLines, learnedLines, isolation.batchLines))
    }

    /// Whether batches go packed.
    package var packs: Bool { limits.gzip && !isPackingRefused }

    /// Lines that could not be sent even alone, and wait for their next try.
    package func parkedLines(now: Int64) -> Set<Int64> { holds.parked(at: now) }

    /// Sequence numbers of the lines that are held back, so that others pass.
    package func held(now: Int64) -> Set<Int64> { holds.held(at: now) }

    // MARK: What has happened

    /// A response was sealed: online it is sent 0.5 to 1.5 s later, during a backoff with the next try.
    package mutating func responseSealed(now: Int64, random: () -> Double) {
        let soon = now + 500 + Backoff.share(random(), of: 1_000)
        sendDue = min(sendDue ?? soon, soon)
    }

    /// Somebody asked for a sync now: waits and gates fall.
    package mutating func syncRequested(now: Int64) {
        (gate, sendGate, checkinGate) = (0, 0, 0)
        holds.releaseAll()
        sendDue = now
        checkinDue = now
        isDraining = true
        if access == .retired { access = .open }
    }

    /// A check-in has something to tell that should not wait for its turn.
    package mutating func checkinWanted(now: Int64) { checkinDue = min(checkinDue, now) }

    /// The store had no line to send but those held back.
    package mutating func nothingWasPending(now: Int64) {
        sendDue = holds.earliest(after: now)
        isResending = false
        isDraining = false
        singles = 0
        isolation.passed(batchLines: limits.batchLines)
        checkinDue = min(checkinDue, max(now, (lastCheckin ?? .min / 2) + Self.checkinSpacingMS))
    }

    /// The collector gave verdicts on a batch.
    ///
    /// - Parameters:
    ///   - settled: Lines that need no more sending.
    ///   - retried: Lines that stay pending.
    package mutating func batchJudged(
        settled: [Int64], retried: [Int64], limits: Limits?, now: Int64, random: () -> Double
    ) {
        if let limits { self.limits = Self.sane(limits) }
        access = .open
        checkinWasLast = false
        networkBackoff.succeeded()
        singles = max(0, singles - settled.count - retried.count)
        holds.settled(settled)
        holds.retried(retried, now: now)
        guard !settled.isEmpty else { return sendFailed(now: now, random: random) }
        isolation.passed(batchLines: self.limits.batchLines)
        backoff.succeeded()
        sendDue = now + max(self.limits.pauseMS, isResending ? Self.resendPauseMS : 0)
    }

    /// A batch of these lines came to nothing.
    package mutating func batchFailed(_ reply: Reply, sent: [Int64], now: Int64, random: () -> Double) {
        checkinWasLast = false
        switch reply {
        case .tooLarge where sent.count > 1:
            learnedLines = sent.count / 2
            sendDue = now
        case .badBatch where sent.count > 1:
            singles = sent.count
            sendDue = now
        case .tooLarge, .badBatch:
            // Alone and still refused: parked. The pace is that of a failure, for a portal may answer 413 to all.
            holds.parked(sent, for: reply == .tooLarge(isCollector: false) ? Self.hourMS : Self.dayMS, now: now)
            singles = max(0, singles - 1)
            sendFailed(now: now, random: random)
        case .codingRefused where packs, .misrouted(status: 415, _) where packs:
            isPackingRefused = true
            sendDue = now
        case .unauthorised, .retired, .busy: failed(reply, .batch, now: now, random: random)
        default: isolate(reply, sent, now: now, random: random)
        }
    }

    /// A batch that fails as a whole while check-ins are answered holds a line that something on the way can't bear: it
    /// is halved down to that line, which waits, and the others go on.
    private mutating func isolate(_ reply: Reply, _ sent: [Int64], now: Int64, random: () -> Double) {
        let known = holds.parkedBefore(sent)
        guard known.isEmpty else {
            // The same one again, most likely: the others need not wait for the proof.
            holds.parked(known, for: Self.dayMS, now: now)
            if known.count < sent.count {
                sendDue = now
            } else {
                failed(reply, .batch, now: now, random: random)
            }
            return
        }
        switch isolation.failed(sent.count) {
        case .wait: failed(reply, .batch, now: now, random: random)
        case .halved: pauseIsolation(now: now, random: random)
        case .found(let isFirst):
            holds.parked(sent, for: Self.hourMS, now: now)
            if isFirst {
                pauseIsolation(now: now, random: random)
            } else {
                failed(reply, .batch, now: now, random: random)
            }
        }
    }

    private mutating func pauseIsolation(now: Int64, random: () -> Double) {
        sendGate = now + Self.isolationPauseMS + Backoff.share(random(), of: Self.isolationPauseMS)
        sendDue = sendGate
    }

    /// The collector answered a check-in.
    package mutating func checkinAnswered(nextMS: Int64, limits: Limits, now: Int64, random: () -> Double) {
        let wasCutOff = access != .open || checkinBackoff.failures > 0 || networkBackoff.failures > 0
        self.limits = Self.sane(limits)
        access = .open
        checkinWasLast = true
        isolation.checkinAnswered()
        if checkinBackoff.failures > 0 {
            // Both were in trouble, and one of them no longer is.
            backoff.succeeded()
            sendGate = 0
        }
        checkinBackoff.succeeded()
        networkBackoff.succeeded()
        gate = 0
        lastCheckin = now
        intervalMS = min(max(nextMS, 1_000), 3_600_000)
        checkinDue = now + intervalMS + Backoff.share(random() * 2 - 1, of: intervalMS / 10)
        if wasCutOff { sendDue = now }
    }

    /// A check-in, or the survey it named, came to nothing.
    package mutating func checkinFailed(_ reply: Reply, now: Int64, random: () -> Double) {
        checkinWasLast = true
        failed(reply, .checkin, now: now, random: random)
    }

    /// The collector misses lines it once had; they are pending again.
    package mutating func linesRequeued(now: Int64) {
        isResending = true
        isDraining = true
        sendDue = now
    }

    /// The store could not say or book something: tried again after a while.
    package mutating func storeFailed(now: Int64, random: () -> Double) {
        gate = now + backoff.failed(spreadMS: 0, random: random)
    }

    // MARK: How failures count

    private mutating func sendFailed(now: Int64, random: () -> Double) {
        sendGate = now + backoff.failed(spreadMS: limits.jitterMS, random: random)
        sendDue = sendGate
    }

    private enum Kind { case batch, checkin }

    private mutating func failed(_ reply: Reply, _ kind: Kind, now: Int64, random: () -> Double) {
        switch reply {
        case .unauthorised:
            access = .refused
            gate = now + 900_000 + Backoff.share(random(), of: 2_700_000)
        case .retired:
            access = .retired
            gate = now + 2_700_000 + Backoff.share(random(), of: 900_000)
        case .busy(_, .some(let asked)):
            // A word that is too short must not make a kiosk run hot for as long as the collector is in trouble.
            let least = Backoff.retryAfterMS(asked, random: random)
            close(kind, until: now + max(least, pause(kind, random: random)))
        case .offline, .portal:
            gate = now + networkBackoff.failed(spreadMS: limits.jitterMS, random: random)
            close(kind, until: now + pause(kind, random: random))
        case .misrouted:
            let rest = kind == .batch ? backoff.failedAtCap(random: random) : checkinBackoff.failedAtCap(random: random)
            close(kind, until: now + rest)
        case .answered, .notModified, .tooLarge, .badBatch, .codingRefused, .busy, .failing:
            close(kind, until: now + pause(kind, random: random))
        }
        // Due when a gate opens: a survey that could not be fetched is tried again with the next check-in.
        if kind == .checkin { checkinDue = min(checkinDue, max(now, gate, checkinGate)) }
    }

    private mutating func pause(_ kind: Kind, random: () -> Double) -> Int64 {
        switch kind {
        case .batch: backoff.failed(spreadMS: limits.jitterMS, random: random)
        case .checkin: checkinBackoff.failed(spreadMS: limits.jitterMS, random: random)
        }
    }

    private mutating func close(_ kind: Kind, until: Int64) {
        switch kind {
        case .batch: sendGate = max(sendGate, until)
        case .checkin: checkinGate = max(checkinGate, until)
        }
    }

    /// A collector's slip of the pen must not stop a kiosk, nor make it run hot.
    private static func sane(_ limits: Limits) -> Limits {
        Limits(
            lineBytes: min(max(limits.lineBytes, 1_024), 1_048_576), batchLines: min(max(limits.batchLines, 1), 100),
            // What does not pack well goes as it is, and must fit all the same.
            batchBytes: min(max(min(limits.batchBytes, limits.wireBytes), 1_024), 4_194_304),
            pauseMS: min(max(limits.pauseMS, 0), 60_000), jitterMS: min(max(limits.jitterMS, 0), 600_000),
            gzip: limits.gzip, wireBytes: max(limits.wireBytes, 1_024), maximumRatio: max(limits.maximumRatio, 1),
            keepDays: limits.keepDays.map { min(max($0, 0), 365) })
    }
}
