import Dispatch
import Foundation
import Glibc
package import KioskStore
package import Logging
package import SurveyKit
import Synchronization
package import WireProtocol

/// The sync lane: one thread that owns the network and drives `SyncMachine`, never the cooperative pool.
///
/// Everything here may be called from any thread and returns at once, `stop` excepted.
package final class SyncWorker: Sendable {
    /// The network: made on the lane's own thread, and used there only, `abort` excepted.
    package struct Network: Sendable {
        let open: @Sendable () -> any HTTPExchange
        /// Ends the running transfer, from another thread.
        let abort: @Sendable () -> Void

        package init(open: @escaping @Sendable () -> any HTTPExchange, abort: @escaping @Sendable () -> Void) {
            self.open = open
            self.abort = abort
        }
    }

    private struct Mailbox {
        var isStarted = false
        var isStopping = false
        var sealed = false
        var enrolment: Enrolment?
        var looksForApproval = true
        var rounds: [@Sendable (SyncReport) -> Void] = []
        var status: SyncStatus
        var progress = SyncProgress()
    }

    private static let niceness: Int32 = 10

    private let store: KioskStore
    private let settings: SyncSettings
    private let network: Network
    private let clock: any SyncClock
    private let logger: Logger
    private let inspect: @Sendable (Survey) -> String?
    private let onEvent: @Sendable (SyncEvent) -> Void
    private let mailbox: Mutex<Mailbox>
    private let ended = DispatchSemaphore(value: 0)

    /// Makes the lane; `start` sets it going.
    ///
    /// - Parameters:
    ///   - enrolment: Nil where the kiosk has none yet: `use` brings it.
    ///   - inspect: Draws every screen of a downloaded survey, on the lane's thread; a stable word where it can't be shown.
    ///   - onEvent: Called on the lane's thread; must return at once.
    package init(
        store: KioskStore, settings: SyncSettings, enrolment: Enrolment?, network: Network, clock: any SyncClock,
        logger: Logger, inspect: @escaping @Sendable (Survey) -> String? = { _ in nil },
        onEvent: @escaping @Sendable (SyncEvent) -> Void
    ) {
        self.store = store
        self.settings = settings
        self.network = network
        self.clock = clock
        self.logger = logger
        self.inspect = inspect
        self.onEvent = onEvent
        var status = SyncStatus(state: enrolment == nil ? .notEnrolled : .starting)
        status.branch = enrolment?.branch
        var mailbox = Mailbox(status: status)
        mailbox.enrolment = enrolment
        self.mailbox = Mutex(mailbox)
    }

    /// Starts the lane's thread; call it once.
    package func start() {
        mailbox.withLock { $0.isStarted = true }
        let thread = Thread { [self] in
            run()
            ended.signal()
        }
        thread.name = "smilepost-sync"
        // Parsing a survey of the largest size needs more than the default of a secondary thread on some systems.
        thread.stackSize = 2 * 1024 * 1024
        thread.start()
    }

    /// A response was sealed.
    package func poke() { post { $0.sealed = true } }

    /// Syncs at once, whatever the backoff; `completion` comes on the lane's thread when the round is over.
    package func syncNow(_ completion: @escaping @Sendable (SyncReport) -> Void) {
        post { $0.rounds.append(completion) }
    }

    /// The kiosk was enrolled, or enrolled anew.
    package func use(_ enrolment: Enrolment) { post { $0.enrolment = enrolment } }

    /// An enrolment begun on another thread waits for approval: the lane asks again from now on.
    package func awaitApproval() { post { $0.looksForApproval = true } }

    package var status: SyncStatus { mailbox.withLock { $0.status } }

    package var progress: SyncProgress { mailbox.withLock { $0.progress } }

    /// Ends the lane: nothing new is started, the running transfer gets `graceMS`, then it is aborted.
    ///
    /// A line whose sending was cut stays pending; that it may have arrived is the collector's to notice.
    package func stop(graceMS: Int = 10_000) {
        post { $0.isStopping = true }
        guard mailbox.withLock({ $0.isStarted }) else { return }
        if ended.wait(timeout: .now() + .milliseconds(graceMS)) == .timedOut {
            network.abort()
            ended.wait()
        }
        // So that a second stop does not wait for ever.
        ended.signal()
    }

    private func post(_ change: (inout Mailbox) -> Void) {
        mailbox.withLock { change(&$0) }
        clock.wake()
    }

    // MARK: On the lane's thread

    private func run() {
        // The screen goes first: on Linux this is of the calling thread alone. A backlog takes a whole core for a while.
        _ = setpriority(numericCast(PRIO_PROCESS.rawValue), 0, Self.niceness)
        // Told after the step, so that whoever looks at the status finds what the event is about.
        var events: [SyncEvent] = []
        let engine = SyncEngine(
            store: store, settings: settings, enrolment: nil, exchange: network.open(), clock: clock, logger: logger,
            random: { Double.random(in: 0..<1) }, inspect: inspect,
            notify: { if !events.contains($0) { events.append($0) } })
        var rounds: [@Sendable (SyncReport) -> Void] = []
        while takeMail(engine, &rounds) {
            let until = engine.step()
            let status = engine.status
            mailbox.withLock {
                $0.status = status
                $0.progress.busySinceMS = nil
                $0.progress.waitingUntilMS = until
            }
            for event in events { onEvent(event) }
            events = []
            settle(&rounds, engine)
            if let until { clock.wait(untilMS: until) }
        }
        for round in rounds { round(SyncReport(settled: 0, error: "The kiosk is stopping.")) }
    }

    /// False when the lane is to end.
    private func takeMail(_ engine: SyncEngine, _ rounds: inout [@Sendable (SyncReport) -> Void]) -> Bool {
        let now = clock.now().bootMS
        let mail = mailbox.withLock { mailbox in
            let mail = mailbox
            mailbox.sealed = false
            mailbox.enrolment = nil
            mailbox.looksForApproval = false
            mailbox.rounds = []
            mailbox.progress.steps += 1
            mailbox.progress.busySinceMS = now
            return mail
        }
        rounds += mail.rounds
        if let enrolment = mail.enrolment { engine.begin(enrolment) }
        if mail.looksForApproval { engine.lookForApproval() }
        if mail.sealed { engine.responseSealed() }
        if !mail.rounds.isEmpty { engine.beginRound() }
        return !mail.isStopping
    }

    private func settle(_ rounds: inout [@Sendable (SyncReport) -> Void], _ engine: SyncEngine) {
        guard !rounds.isEmpty, let report = engine.roundReport() else { return }
        for round in rounds { round(report) }
        rounds = []
    }
}
