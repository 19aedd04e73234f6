import SurveyKit
import WireProtocol

/// When a response was given, by the best clock there is, and how far that may be off (sync.md 11).
struct OccurredTime: Equatable, Sendable {
    /// Milliseconds since 1970 by the collector's clock, never after the response was received.
    let ms: Int64
    /// It was given within this much of `ms`, before or after; nil where nothing bounds it.
    let errMS: Int64?
    /// By the boot clock, which no one sets; the wall clock's own word counts less.
    fileprivate(set) var isByBoot = false

    /// Good enough to say in which hour of the day it was given.
    var isCertain: Bool { errMS.map { $0 <= Self.certainMS } ?? false }
    /// Whether an observation that comes later may still make it better.
    var isOpen: Bool { (errMS ?? .max) > Self.goodMS }

    private static let certainMS: Int64 = 900_000
    private static let goodMS: Int64 = 20_000

    init(ms: Int64, errMS: Int64?) {
        self.ms = ms
        self.errMS = errMS
    }

    /// The moment `guess`, as far as `span` allows it.
    fileprivate init(_ guess: Int64, in span: ClosedRange<Int64>) {
        ms = min(max(guess, span.lowerBound), span.upperBound)
        errMS = max(ms - span.lowerBound, span.upperBound - ms)
    }

    /// What was known before and what is known now, together; the old where the new is no better.
    func improved(by now: OccurredTime) -> OccurredTime {
        guard let nowErr = now.errMS else { return self }
        guard let errMS else { return now }
        let both = (ms - errMS...ms + errMS).common(with: now.ms - nowErr...now.ms + nowErr)
        guard let both else { return now.isByBoot && nowErr < errMS ? now : self }
        let better = OccurredTime(now.ms, in: both)
        return (better.errMS ?? .max) < errMS ? better : self
    }
}

/// What tells when a response was given: the observations of its boot and those around it.
struct TimeEvidence: Sendable {
    /// The attempt that brought the line: the kiosk's clocks as it sent it.
    var attempt: Timestamp?
    /// When it was received, by the collector.
    let receivedMS: Int64
    /// Observations made in the response's own boot.
    var inBoot: [ClockObservation] = []
    /// The last one that was made before the response was begun.
    var before: ClockObservation?
    /// The first one that was made after it was sealed.
    var after: ClockObservation?

    /// A kiosk gives up a request after this long, and so it can't have left earlier.
    static let patienceMS: Int64 = 60_000
    /// What NTP itself calls held may be off by this much (RFC 5905, MAXDISP).
    private static let synchronisedErrMS: Int64 = 16_000
    /// What a kiosk calls corrected by the collector's time may have drifted by this much since.
    private static let correctedErrMS: Int64 = 900_000

    func occurred(_ line: ResponseLine) -> OccurredTime { inSameBoot(line) ?? inAnotherBoot(line) }

    // MARK: The same boot

    /// By the boot clock alone; nil where nothing is known of that boot.
    func inSameBoot(_ line: ResponseLine) -> OccurredTime? {
        let boot = line.boot
        let bootMS = min(max(line.t, 0), Self.latestMS)
        guard ClockObservation.isBoot(boot) else { return nil }
        let sent = attempt.flatMap { $0.boot == boot && $0.bootMS >= bootMS ? min($0.bootMS, Self.latestMS) : nil }
        var spans = inBoot.filter { $0.boot == boot }.map { Self.span(at: bootMS, by: $0) }
        if let sent { spans.append(Self.span(at: bootMS, sentAt: sent, receivedMS: receivedMS)) }
        guard let first = spans.first else { return nil }
        // Where two contradict each other, the collector's own clock was set in between: either may be right.
        let span = spans.dropFirst().reduce(first) { $0.common(with: $1) ?? $0.hull(with: $1) }
        let passed = span.held(to: 0...max(0, receivedMS))
        let guess = sent.map { receivedMS - ($0 - bootMS) } ?? passed.lowerBound + passed.length / 2
        var time = OccurredTime(guess, in: passed)
        time.isByBoot = true
        return time
    }

    private static let latestMS = ClockObservation.latestMS

    /// Where a moment of the boot clock lies by an observation, drift included.
    private static func span(at bootMS: Int64, by seen: ClockObservation) -> ClosedRange<Int64> {
        let passed = bootMS - seen.bootMS
        let drift = 2 + (abs(passed) + seen.rttMS) * BelievedTime.driftPPM / 1_000_000
        return seen.serverMS + passed - seen.rttMS - drift...seen.serverMS + passed + drift
    }

    /// The attempt itself is an observation, but for its way to the collector: no one has measured that.
    private static func span(at bootMS: Int64, sentAt sent: Int64, receivedMS: Int64) -> ClosedRange<Int64> {
        let passed = sent - bootMS
        let drift = 2 + passed * BelievedTime.driftPPM / 1_000_000
        return receivedMS - passed - patienceMS - drift...receivedMS - passed + drift
    }

    // MARK: Another boot

    /// Between the observations around it; the wall clock is the guess, and the bound where it vouches for itself.
    func inAnotherBoot(_ line: ResponseLine) -> OccurredTime {
        let wall = min(max(line.wall, 0), Self.latestMS)
        let latest = min(receivedMS, after?.serverMS ?? receivedMS)
        let claim = Self.claim(line.clock).map { wall - $0...wall + $0 }
        guard let before else {
            guard let claim, claim.lowerBound <= latest else {
                return OccurredTime(ms: min(wall, latest), errMS: nil)
            }
            return OccurredTime(wall, in: claim.held(to: 0...max(0, latest)))
        }
        // The collector's clock was set back since, where the one before is the later one.
        let earliest = before.serverMS - before.rttMS
        let span = (min(earliest, latest)...max(earliest, latest)).held(to: 0...max(0, receivedMS))
        return OccurredTime(wall, in: claim.flatMap { span.common(with: $0) } ?? span)
    }

    private static func claim(_ clock: ClockState) -> Int64? {
        switch clock {
        case .synchronised: synchronisedErrMS
        case .corrected: correctedErrMS
        case .unknown, .battery: nil
        }
    }
}

extension ClosedRange<Int64> {
    fileprivate var length: Int64 { upperBound - lowerBound }

    fileprivate func common(with other: Self) -> Self? {
        overlaps(other) ? clamped(to: other) : nil
    }

    fileprivate func hull(with other: Self) -> Self {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }

    /// Each end moved to where it can be.
    fileprivate func held(to limits: Self) -> Self { clamped(to: limits) }
}
