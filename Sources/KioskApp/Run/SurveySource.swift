import Foundation
import KioskStore
import Logging
import SurveyKit

/// Where the survey on the screen comes from.
struct SurveySource {
    struct Shown: Sendable {
        let survey: Survey
        /// SHA-256 in hex of its published bytes; nil for a local file.
        let bundle: String?
    }

    let store: KioskStore
    let fallback: String?
    let logger: Logger

    /// The survey to begin with: a staged one, else the active one, else the fallback file.
    func first() throws(StoreError) -> Shown? {
        if let staged = try staged(), try store.activate(surveyID: staged.survey.id, version: staged.survey.version) {
            return staged
        }
        if let active = try store.activeSurvey().flatMap(read) { return active }
        return fallback.flatMap { local($0) }
    }

    /// A survey that was downloaded and verified, and waits to be shown.
    ///
    /// One that this version can't read after all is refused, and the centre is told at the next check-in.
    func staged() throws(StoreError) -> Shown? {
        guard let stored = try store.stagedSurvey() else { return nil }
        if let readable = read(stored) { return readable }
        _ = try store.refuseStaged(surveyID: stored.surveyID, version: stored.version, code: "unreadable")
        return nil
    }

    /// A survey from a local file; nil, with the reasons in the log, when it has faults.
    func local(_ path: String) -> Shown? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            logger.error("can't read the survey file", metadata: ["file": "\(path)"])
            return nil
        }
        let reading = SurveyReader.read(text, file: path)
        for diagnostic in reading.diagnostics { logger.warning("\(diagnostic)") }
        return reading.survey.map { Shown(survey: $0, bundle: nil) }
    }

    /// A survey from a local file, where it has no faults.
    static func survey(atPath path: String) -> Survey? {
        (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { SurveyReader.read($0, file: path).survey }
    }

    private func read(_ stored: StoredSurvey) -> Shown? {
        let name = "\(stored.surveyID) v\(stored.version)"
        let reading = SurveyReader.read(String(decoding: stored.bytes, as: UTF8.self), file: name)
        if reading.survey == nil { logger.error("a stored survey can't be read", metadata: ["survey": "\(name)"]) }
        return reading.survey.map { Shown(survey: $0, bundle: stored.sha256) }
    }
}

extension KioskStore {
    /// The survey on the screen, or the one that will be when the kiosk is started.
    func shownSurvey() throws(StoreError) -> StoredSurvey? {
        if let active = try activeSurvey() { return active }
        return try stagedSurvey()
    }
}
