import Foundation
import Glibc
import KioskStore
import SurveyKit
import Transport
import WireProtocol

/// Gathers the facts of all checks, changes nothing, and says what they mean.
struct Doctor {
    let config: KioskConfig
    let configPath: String

    func findings() -> [Finding] {
        let state = config.stateFolder
        let writing = DeviceFacts.problemWriting(in: state)
        let inside = StoreFacts(stateFolder: state, canWrite: writing == nil)
        let centre = CentreFacts(config: config)
        let fit = FitFacts.gather(config)
        let disk = DeviceFacts.disk(under: state)
        let now = SystemClock().own()
        // Asked from afar this is nobody's terminal, and the kiosk has its own.
        let terminal = isatty(STDOUT_FILENO) == 1 ? ProcessInfo.processInfo.environment["TERM"] : nil
        return [
            .ok("config", "\(configPath): no faults"),
            DeviceChecks.stateFolder(state, problem: writing, account: DeviceFacts.owner(of: state)),
            DeviceChecks.database(problem: inside.problem, isRunning: inside.isRunning),
            DeviceChecks.disk(freeBytes: disk.free, totalBytes: disk.total),
            DeviceChecks.storage(inside.storage, folder: state),
            DeviceChecks.clock(
                wallMS: now.wallMS, state: now.clock, earliestMS: KioskVersion.madeMS, collectorMS: centre.timeMS),
            DeviceChecks.terminal(
                name: terminal, isKnown: DeviceFacts.hasDescription(of: terminal ?? "linux"),
                hasUTF8: DeviceFacts.hasUTF8Locale(), size: DeviceFacts.terminalSize(), panelMM: config.panelMM,
                viewingMM: config.viewingMM),
            DeviceChecks.input(inside.input),
            CentreChecks.collector(centre.contact, url: config.collectorURL),
            CentreChecks.certificate(
                centre.contact, url: config.collectorURL, fault: centre.certificateFault, pins: config.pins.count),
            CentreChecks.credential(isEnrolled: centre.isEnrolled, status: centre.credentialStatus),
            CentreChecks.survey(inside.trust, hasFallback: config.fallbackSurvey != nil),
            FitChecks.fit(fit), FitChecks.targets(fit), FitChecks.fonts(fit),
            CentreChecks.queue(pending: inside.pending, oldestMS: inside.oldestPendingMS),
        ]
    }
}

/// What the store says: by way of the running kiosk, or by opening it for a moment.
private struct StoreFacts {
    var isRunning = false
    var input: InputReport?
    var problem: String?
    var trust: TrustReport?
    var pending: Int64 = 0
    var oldestPendingMS: Int64?
    var storage: StorageStatus?

    init(stateFolder: String, canWrite: Bool) {
        if let status = ControlClient.ask(.status, stateFolder: stateFolder)?.status {
            isRunning = true
            input = status.input
            pending = status.pending
            oldestPendingMS = status.oldestPendingMS
            storage = status.storage
            trust = ControlClient.ask(.trust, stateFolder: stateFolder)?.trust
        } else if let reason = DeviceFacts.problemOpening(stateFolder, mayMake: false) {
            problem = reason
        } else if canWrite {
            read(stateFolder)
        } else {
            problem = "can't be opened while the state folder can't be written"
        }
    }

    private mutating func read(_ stateFolder: String) {
        do throws(StoreError) {
            let store = try KioskStore(stateFolder: stateFolder)
            defer { store.close() }
            try store.check()
            let books = try store.accounting(nowMS: SystemClock().now().wallMS)
            pending = books.pending
            oldestPendingMS = books.oldestPendingMS
            storage = try StorageStatus(of: store, now: nil)
            trust = try TrustReport(of: store)
        } catch {
            problem = error.description
        }
    }
}

/// What the collector says, asked twice: anybody's question, and one with the credential.
private struct CentreFacts {
    var contact = CentreChecks.Contact.noURL
    var certificateFault: HTTPFailure.CertificateFault?
    var timeMS: Int64?
    var isEnrolled = false
    var credentialStatus: Int?

    init(config: KioskConfig) {
        let enrolment = try? StateFolder(config.stateFolder).enrolment()
        isEnrolled = enrolment != nil
        guard let url = config.collectorURL else { return }
        let exchange = config.makeExchange(SystemClock())
        do throws(HTTPFailure) {
            let answer = try exchange.send(HTTPRequest(method: .get, url: url + Wire.Path.time, timeoutMS: 10_000))
            guard answer.header(Wire.Header.collector) != nil else {
                contact = .portal(status: answer.status)
                return
            }
            contact = .reached
            timeMS = answer.header(Wire.Header.time).flatMap(Int64.init)
            guard let enrolment else { return }
            let reply = try exchange.send(Self.authenticated(url, enrolment))
            credentialStatus = reply.header(Wire.Header.collector) == enrolment.collectorID ? reply.status : nil
        } catch {
            guard contact == .noURL else { return }
            contact = .unreachable(error.message)
            certificateFault = error.certificate
        }
    }

    private static func authenticated(_ url: String, _ enrolment: Enrolment) -> HTTPRequest {
        HTTPRequest(
            method: .get, url: url + Wire.Path.manifest,
            headers: [
                ("Authorization", "Bearer \(enrolment.credential)"), (Wire.Header.kiosk, enrolment.kioskID),
                (Wire.Header.proto, "\(Wire.version)"),
            ], timeoutMS: 10_000)
    }
}
