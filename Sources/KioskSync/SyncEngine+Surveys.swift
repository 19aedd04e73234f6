import Foundation
import KioskStore
import Logging
import SurveyKit
import WireProtocol

// MARK: Surveys, from the centre's wish to the shelf

extension SyncEngine {
    /// Nil where all is as usual.
    func activationReport() throws -> ActivationReport? {
        let manifest = try store.manifest().flatMap { SurveyPull.decode($0.envelope)?.1 }
        let report = ActivationReport(try store.activation(), isStale: manifest?.isStale(atMS: believedMS) ?? false)
        return report.isUsual ? nil : report
    }

    /// The latest moment that it may be: a clock that has lost its battery is behind, not ahead.
    private var believedMS: Int64 { max(clock.now().wallMS, serverMS) }

    /// Keeps the collector's clock, which a kiosk without a battery clock has nothing better than.
    func heedTime(in result: Result<HTTPResponse, HTTPFailure>, from collectorID: String) {
        guard case .success(let response) = result, response.header(Wire.Header.collector) == collectorID else {
            return
        }
        serverMS = response.collectorMS ?? serverMS
    }

    /// Takes the centre's word on what it offers no longer.
    func heed(_ closed: [SurveyName]) throws {
        guard try store.close(Set(closed.map(BundleName.init))) else { return }
        logger.info("The centre has changed what it offers.", metadata: ["closed": "\(closed.map(BundleName.init))"])
        notify(.statusChanged)
    }

    func pull(_ assignment: Assignment, _ requests: DeviceRequests, _ enrolment: Enrolment) throws {
        let pull = SurveyPull(
            store: store, requests: requests, collectorID: enrolment.collectorID, send: { self.send($0) },
            now: { self.clock.now() }, inspect: inspect, believedMS: believedMS)
        switch try pull.run(assignment, memory: &memory) {
        case .nothingNew: return
        case .withdrawn:
            logger.info("The centre went back to the survey on the screen; the one that waited was dropped.")
            notify(.statusChanged)
        case .revoked:
            logger.warning("The centre has revoked a survey that was here; it is not shown any more.")
            notify(.statusChanged)
        case .staged(let surveyID, let version):
            logger.info("Survey \(surveyID) version \(version) is here; it is shown from the next customer on.")
            notify(.surveyStaged(surveyID: surveyID, version: version))
        case .refused(let refusal):
            logger.error(
                "Survey \(refusal.survey) version \(refusal.version) was refused (\(refusal.code)); the old one stays.")
            try store.recordRefusal(surveyID: refusal.survey, version: refusal.version, code: refusal.code)
        case .failed(let reply): checkinFailed(reply)
        }
    }
}
