import ArgumentParser
import Dispatch
import Foundation
import KioskStore
import KioskSync
import Logging
import SurveyKit
import Synchronization

/// What the running kiosk answers to side commands; on the control thread.
struct ControlAnswerer: Sendable {
    let config: KioskConfig
    let store: KioskStore
    /// Nil where nothing is sent.
    let worker: SyncWorker?
    /// Whether the survey fits the screen.
    let fit: FitWatch
    let clock: SystemClock
    let input: InputActivity
    let logger: Logger
    let keeper: StorageKeeper
    /// Ends the screen's loop with an exit code and a reason; returns at once.
    let end: @Sendable (Int32, String) -> Void

    func answer(_ request: ControlRequest) -> ControlReply {
        do throws(StoreError) {
            switch request.command {
            case .status: return ControlReply(status: try status())
            case .sync: return try sync()
            case .enrol: return enrol(token: request.token ?? "")
            case .pending: return try pending(after: request.after ?? 0, request.withDelivered == true)
            case .fit: return ControlReply(fit: fit.facts)
            case .trust: return ControlReply(trust: try TrustReport(of: store))
            case .restart: end(KioskExit.done.rawValue, "restarted by staff")
            case .leave: end(KioskExit.left.rawValue, "left to the console by a technician")
            case .reboot: return ControlReply(failure: DeviceRestart.begin())
            case .note: note(request)
            }
        } catch {
            return ControlReply(failure: error.description)
        }
        return ControlReply()
    }

    private func note(_ request: ControlRequest) {
        func plain(_ text: String?) -> String {
            String((text ?? "").filter { $0.isASCII && ($0.isLetter || $0 == "-" || $0 == " ") }.prefix(60))
        }
        logger.notice(
            "staff menu", metadata: ["who": "\(plain(request.who))", "action": "\(plain(request.action))"])
    }

    private func status() throws(StoreError) -> StatusReport {
        let sync = worker?.status
        var report = try StatusReport(
            of: store, config: config, isRunning: true, nowMS: clock.now().wallMS,
            collector: .init(
                url: config.collectorURL, state: sync?.state.rawValue ?? "not-enrolled",
                lastContactMS: sync?.lastContactMS, lastError: sync?.lastError),
            parked: sync?.parked ?? 0)
        report.input = input.report(at: clock.bootMS())
        report.storage = try StorageStatus(of: store, now: keeper.latest)
        return report
    }

    private func sync() throws(StoreError) -> ControlReply {
        guard let worker else {
            return ControlReply(failure: "This kiosk sends nothing: kiosk.conf names no collector.")
        }
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<SyncReport?>(nil)
        worker.syncNow { report in
            outcome.withLock { $0 = report }
            done.signal()
        }
        guard done.wait(timeout: .now() + .seconds(80)) == .success else {
            return ControlReply(
                failure: "The round is not over after 80 s; it goes on. Look at: smilepost-kiosk status")
        }
        return ControlReply(status: try status(), failure: outcome.withLock { $0?.error })
    }

    private func enrol(token: String) -> ControlReply {
        do throws(EnrolError) {
            let enrolment = try Enroller(config: config, store: store, logger: logger).enroll(token: token, config)
            worker?.use(enrolment)
            return ControlReply(branch: enrolment.branch.name)
        } catch {
            if case .waiting = error { worker?.awaitApproval() }
            return ControlReply(failure: error.description, isWaiting: error.isWaiting ? true : nil)
        }
    }

    /// One page of the lines that wait: all of them at once could be more than the kiosk's memory.
    private func pending(after: Int64, _ withDelivered: Bool) throws(StoreError) -> ControlReply {
        let page = try store.exportable(after: after, withDelivered: withDelivered)
        return ControlReply(
            lines: page?.lines.map(\.bytes) ?? [], queue: try store.identity().queueID.hex, last: page?.last)
    }
}
