import ArgumentParser
import Dispatch
import KioskStore
import KioskSync
import SurveyKit
import Synchronization
import Transport

/// `smilepost-kiosk sync`: one round now.
struct SyncCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Send what waits and look for a new survey, now.")

    @OptionGroup var options: ConfigOptions

    func run() throws {
        let config = try options.load()
        guard config.collectorURL != nil else {
            Console.complain("\(options.config) names no collector: set url under [collector].")
            throw KioskExit.badConfig
        }
        if let reply = ControlClient.ask(.sync, stateFolder: config.stateFolder) {
            return try finish(failure: reply.failure, pending: reply.status?.pending)
        }
        try StateAccess(config).withStore { store in
            let failure = try syncOnce(config, store)
            let pending = try store.accounting(nowMS: SystemClock().now().wallMS).pending
            try finish(failure: failure, pending: pending)
        }
    }

    /// A round of its own, where no kiosk runs.
    ///
    /// - Returns: Why it ended early, or nil.
    private func syncOnce(_ config: KioskConfig, _ store: KioskStore) throws -> String? {
        let clock = SystemClock(store)
        guard let url = config.collectorURL, let syncClock = clock.makeSyncClock() else {
            return "kiosk.conf names no collector: set url under [collector]."
        }
        let enrolment = try store.folder.enrolment()
        guard try enrolment != nil || store.folder.pendingEnrolment() != nil else {
            return "This kiosk is not enrolled: run smilepost-kiosk enroll."
        }
        let exchange = config.makeExchange(clock)
        let logger = config.makeLogger(isCommand: true)
        let worker = SyncWorker(
            store: store, settings: config.syncSettings(url: url), enrolment: enrolment,
            network: .init(open: { exchange }, abort: { exchange.abort() }), clock: syncClock,
            logger: logger, inspect: { FitWatch(logger: logger).fault(of: $0) }, onEvent: { _ in })
        let report = Mutex<SyncReport?>(nil)
        let done = DispatchSemaphore(value: 0)
        worker.syncNow { result in
            report.withLock { $0 = result }
            done.signal()
        }
        worker.start()
        done.wait()
        worker.stop()
        return report.withLock { $0?.error }
    }

    private func finish(failure: String?, pending: Int64?) throws(ExitCode) {
        if let failure {
            Console.complain(failure)
            throw KioskExit.unavailable
        }
        Console.say(pending.map { $0 == 0 ? "Everything is delivered." : "\($0) answers still wait." } ?? "Done.")
    }
}
