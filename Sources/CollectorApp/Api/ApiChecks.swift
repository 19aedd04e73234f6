import Foundation
import SurveyKit
import WireProtocol

extension BranchInfo {
    /// - Throws: `Problem` `bad-request` for an id, name or time zone that can't be.
    func check() throws(Problem) {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
        guard (1...64).contains(id.utf8.count), id.allSatisfy({ letters.contains($0) }) else {
            throw .badField("The branch id \"\(id)\" must be 1 to 64 letters a to z, digits or hyphens.")
        }
        let isPlain = name.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
        guard (1...100).contains(name.count), isPlain else {
            throw .badField("The branch name must be 1 to 100 characters on one line.")
        }
        guard TimeZone.knownTimeZoneIdentifiers.contains(timeZone) || ["UTC", "GMT"].contains(timeZone) else {
            let hint = nearest(to: timeZone, among: TimeZone.knownTimeZoneIdentifiers)
            throw .badField(
                "There is no time zone \"\(timeZone)\"; \(hint.map { "did you mean \($0)?" } ?? "write one as Asia/Baku.")"
            )
        }
    }
}

extension ApiTokenRequest {
    /// - Throws: `Problem` `bad-request` for more uses or more time than is wise.
    func check() throws(Problem) {
        guard (1...1_000).contains(uses) else {
            throw .badField("An enrolment token is good for 1 to 1000 kiosks, not for \(uses).")
        }
        guard (60_000...7_776_000_000).contains(expiresMS) else {
            throw .badField("An enrolment token is good for 1 minute to 90 days.")
        }
        let labels = labels ?? []
        guard labels.count <= 10 else { throw .badField("A kiosk takes 10 labels at most, not \(labels.count).") }
        for label in labels {
            let isPlain = label.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
            guard (1...64).contains(label.count), isPlain else {
                throw .badField("A label must be 1 to 64 characters on one line.")
            }
        }
    }
}

extension Problem {
    static func badField(_ detail: String) -> Problem {
        Problem(.badRequest, status: 400, title: "A value can't be taken", detail: detail, retry: .afterChange)
    }
}
