import Foundation
import KioskStore
import Logging
import SurveyKit

/// Where the survey on the screen comes from.
struct SurveySource {
    struct Shown: Equatable, Sendable {
        let survey: Survey
        /// SHA-256 in hex of its published bytes; nil for a local file.
        let bundle: String?
    }

    let store: KioskStore
    let fallback: String?
    let record: RunRecord
    let logger: Logger

    /// The survey to begin with: a staged one, else the one that was on the screen, else the fallback file.
    func first() throws(StoreError) -> Shown? {
        if let staged = try store.stagedSurvey() {
            _ = try store.activate(surveyID: staged.surveyID, version: staged.version)
        }
        if let current = try current() { return current }
        record.shows(nil)
        return fallback.flatMap { local($0) }
    }

    /// Puts a staged survey on the screen by the store's word, then reads it.
    ///
    /// - Returns: What is to be shown; nil where this version is staged no longer.
    func activate(_ name: BundleName) throws(StoreError) -> Shown? {
        guard try store.activate(surveyID: name.survey, version: name.version) else { return nil }
        return try current()
    }

    /// What should be on the screen; what can't be read after all is given up, and the one before it comes back.
    ///
    /// The run is marked with its name before it is read: it may be what takes the kiosk down.
    func current() throws(StoreError) -> Shown? {
        for _ in 0..<2 {
            guard let stored = try store.activeSurvey() else { return nil }
            record.shows(stored.bundle.name)
            if let readable = read(stored) { return readable }
            try store.fail(surveyID: stored.surveyID, version: stored.version, code: "unreadable")
        }
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
        let name = stored.bundle.name
        let reading = SurveyReader.read(String(decoding: stored.bytes, as: UTF8.self), file: "\(name)")
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
