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
    let logger: Logger

    func answer(_ request: ControlRequest) -> ControlReply {
        do throws(StoreError) {
            switch request.command {
            case .status: return ControlReply(status: try status())
            case .sync: return try sync()
            case .enrol: return enrol(token: request.token ?? "")
            case .pending: return try pending()
            case .fit: return ControlReply(fit: fit.facts)
            case .trust: return ControlReply(trust: try TrustReport(of: store))
            }
        } catch {
            return ControlReply(failure: error.description)
        }
    }

    private func status() throws(StoreError) -> StatusReport {
        let sync = worker?.status
        return try StatusReport(
            of: store, config: config, isRunning: true, nowMS: clock.now().wallMS,
            collector: .init(
                url: config.collectorURL, state: sync?.state.rawValue ?? "not-enrolled",
                lastContactMS: sync?.lastContactMS, lastError: sync?.lastError))
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
            return ControlReply(failure: error.description)
        }
    }

    private func pending() throws(StoreError) -> ControlReply {
        var lines: [Data] = []
        do {
            try store.exportPending { lines.append($0.bytes) }
        } catch let error as StoreError {
            throw error
        } catch {
            return ControlReply(failure: "\(error)")
        }
        return ControlReply(lines: lines)
    }
}
