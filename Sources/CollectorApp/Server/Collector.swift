package import CollectorStore
import Foundation
package import Logging
package import WireProtocol

/// What the routes share: the store, the clock, and how people reach this collector.
package struct Collector: Sendable {
    package let store: CollectorStore
    /// Milliseconds since 1970; a closure, so that tests move it.
    let now: @Sendable () -> Int64
    /// Nil where a test holds the time still.
    let clockWatch: SharedClockWatch?
    /// Whether cookies may travel over https only: everywhere but on plain http to this machine.
    let isSecure: Bool
    let logger: Logger
    let counters = HTTPCounters()
    let doors = DeviceDoors()
    let changes = ChangeFeed()
    let gate: LoginGate
    let enrolmentGate = EnrolmentGate()
    let readiness = Readiness()
    /// Tells mailboxes and webhooks.
    package let outbox: OutboxWorker
    /// Signs what branches say on thank-you screens; nil where its key can't be used.
    let noticeSigner: NoticeSigner?
    let templates: SiteTemplates
    let startedMS: Int64

    /// - Parameters:
    ///   - isSecure: Whether browsers reach the collector by https.
    ///   - now: Milliseconds since 1970.
    ///   - clocks: The clocks to hold against each other; they go before `now`.
    ///   - mail: Nil without a mail server.
    ///   - noticeSigner: Holds the notice key; nil where there is none.
    /// - Throws: The template parser's error.
    package init(
        store: CollectorStore, isSecure: Bool = false, logger: Logger = Logger(label: "smilepost-collector"),
        now: @escaping @Sendable () -> Int64 = Collector.systemTime, clocks: CollectorClocks? = nil,
        mail: MailCarrier? = nil, noticeSigner: NoticeSigner? = nil
    ) throws {
        self.store = store
        self.isSecure = isSecure
        self.noticeSigner = noticeSigner
        self.logger = logger
        self.now = clocks?.now ?? now
        clockWatch = clocks.map(SharedClockWatch.init)
        gate = LoginGate()
        outbox = OutboxWorker(store: store, now: self.now, mail: mail, logger: logger)
        templates = try SiteTemplates()
        startedMS = self.now()
    }

    /// The time of a receipt, and whether it may be believed; a clock that was set is told in the log.
    func receipt() -> ClockWatch.Look {
        guard let look = clockWatch?.look() else { return ClockWatch.Look(nowMS: now(), isCertain: true, stepMS: 0) }
        if look.stepMS != 0 {
            logger.warning(
                "the clock was set: times of responses are doubtful until NTP holds it",
                metadata: ["by_ms": "\(look.stepMS)"])
        }
        return look
    }

    /// The system's clock, in milliseconds since 1970.
    package static let systemTime: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
}
