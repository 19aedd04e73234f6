import Foundation
import SurveyKit
import WireProtocol

extension BranchInfo {
    /// What a request makes of a branch, `old` being what it was; its opening hours in their one writing.
    ///
    /// - Throws: `Problem` `bad-request` naming everything about it that can't be.
    init(id: String, change: ApiBranchChange, old: BranchInfo?) throws(Problem) {
        let wish = BranchInfo(
            id: id, name: change.name.trimmingWhitespace, timeZone: change.timeZone,
            region: change.region?.trimmingWhitespace ?? old?.region ?? "",
            labels: change.labels?.map(\.trimmingWhitespace) ?? old?.labels ?? [],
            openingHours: change.openingHours ?? old?.openingHours)
        let faults = wish.faults
        guard faults.isEmpty else { throw .badField(faults.joined(separator: " ")) }
        self = wish.withPlainHours
    }

    /// Everything about it that can't be, as sentences that say what to write.
    var faults: [String] {
        [idFault, nameFault, zoneFault, regionFault].compactMap { $0 } + labelFaults + hoursFaults
    }

    /// Itself, with its opening hours in their one writing.
    var withPlainHours: BranchInfo {
        let hours = openingHours.flatMap { try? OpeningHours(reading: $0) }?.text
        return BranchInfo(
            id: id, name: name, timeZone: timeZone, region: region, labels: labels,
            openingHours: hours == "" ? nil : hours)
    }

    /// A branch of this id could not be asked for: a file of branches is sent there.
    private static let taken = "import"

    private var idFault: String? {
        guard id.isSlug else { return "The branch id \"\(id)\" must be 1 to 64 letters a to z, digits or hyphens." }
        return id == Self.taken ? "The branch id \"\(id)\" is an address of the API; choose another one." : nil
    }

    private var nameFault: String? {
        name.isPlainLine(1...100) ? nil : "The branch name must be 1 to 100 characters on one line."
    }

    private var zoneFault: String? {
        guard !TimeZone.knownTimeZoneIdentifiers.contains(timeZone), !["UTC", "GMT"].contains(timeZone) else {
            return nil
        }
        let hint = nearest(to: timeZone, among: TimeZone.knownTimeZoneIdentifiers)
        return "There is no time zone \"\(timeZone)\"; "
            + (hint.map { "did you mean \($0)?" } ?? "write one as Asia/Baku.")
    }

    private var regionFault: String? {
        region.isPlainLine(0...64) ? nil : "The region must be at most 64 characters on one line."
    }

    private var labelFaults: [String] {
        let wrong = labels.contains { !$0.isPlainLine(1...64) || $0.contains(";") }
        return (labels.count > 20 ? ["A branch takes 20 labels at most, not \(labels.count)."] : [])
            + (wrong ? ["A label must be 1 to 64 characters on one line, without semicolons."] : [])
    }

    private var hoursFaults: [String] {
        do {
            _ = try OpeningHours(reading: openingHours ?? "")
            return []
        } catch {
            return error.messages.map { "Opening hours: \($0)" }
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
        guard labels.allSatisfy({ $0.isPlainLine(1...64) }) else {
            throw .badField("A label must be 1 to 64 characters on one line.")
        }
    }
}

extension Problem {
    static func badField(_ detail: String) -> Problem {
        Problem(.badRequest, status: 400, title: "A value can't be taken", detail: detail, retry: .afterChange)
    }
}
