import CollectorStore
import WireProtocol

/// One kiosk's line in the fleet.
struct KioskView: Equatable, Sendable {
    let name: String
    let branch: String
    let state: String
    let stateTone: String
    let contact: String
    let made: String
    let here: String
    let waiting: String
    let dead: String
    let deadTone: String
    let lost: String
    let lostTone: String
    let survey: String
    let refusals: [String]
    let app: String
    /// What does not add up, in words; nil when all is well.
    let difference: String?

    /// Kiosks check in every 5 minutes at most; after two that were missed somebody should look.
    static let silentAfterMS: Int64 = 600_000

    init(_ kiosk: KioskRecord, now: Int64) {
        let account = kiosk.account
        name = kiosk.name
        branch = kiosk.branch.name
        (state, stateTone) = Self.state(kiosk, now: now)
        contact = kiosk.lastContactMS.map { Words.ago($0, now: now) } ?? "never"
        made = Words.count(account.made)
        here = Words.count(account.here)
        waiting = Words.count(account.waiting)
        dead = Words.count(account.dead)
        deadTone = account.dead > 0 ? "worse" : ""
        lost = Words.count(account.lost)
        lostTone = account.lost > 0 ? "worse" : ""
        let shown = kiosk.checkin?.survey
        survey =
            shown.map { "\($0.id) v\($0.version)" + Self.mark(kiosk.checkin) }
            ?? (kiosk.checkin == nil ? "–" : "none yet")
        refusals = Self.refusals(kiosk.checkin)
        app = kiosk.app
        difference = Self.remarks(kiosk, account)
    }

    /// What is to be known of the survey shown, in a word.
    private static func mark(_ checkin: CheckinRecord?) -> String {
        switch checkin?.offer {
        case .closing: return " (closing)"
        case .closed: return " (closed)"
        case .published, nil: return checkin?.activation?.isPending == true ? " (new)" : ""
        }
    }

    private static func refusals(_ checkin: CheckinRecord?) -> [String] {
        guard let checkin else { return [] }
        let failed = checkin.activation?.failed ?? []
        // One that was refused and is given up is told once.
        let refused = checkin.refused.filter { refusal in
            !failed.contains { $0.survey == refusal.survey && $0.version == refusal.version }
        }
        return refused.map { "refused \($0.survey) v\($0.version): \($0.code.replacing("-", with: " "))" }
            + failed.map { "gave up \($0.survey) v\($0.version): \($0.why.replacing("-", with: " "))" }
            + (checkin.activation?.isStale == true ? ["manifest past its time"] : [])
    }

    private static func state(_ kiosk: KioskRecord, now: Int64) -> (String, String) {
        if kiosk.isRevoked { return ("revoked", "none") }
        if kiosk.isRetired { return ("out of service", "none") }
        guard let contact = kiosk.lastContactMS else { return ("not heard from yet", "none") }
        return now - contact > silentAfterMS
            ? ("silent since \(Words.moment(contact, zone: kiosk.branch.timeZone))", "worse") : ("active", "")
    }

    private static func remarks(_ kiosk: KioskRecord, _ account: KioskAccount) -> String? {
        var remarks: [String] = []
        if account.difference > 0 {
            remarks.append(
                "\(Words.count(account.difference, "answer", "answers")) made on this kiosk "
                    + "\(account.difference == 1 ? "is" : "are") neither here nor waiting, dead or lost")
        }
        if account.difference == 0, kiosk.missing > 0 {
            remarks.append("\(Words.count(kiosk.missing, "answer is", "answers are")) missing here")
        }
        if kiosk.chainBreaks > 0 {
            remarks.append("answers were altered at \(Words.count(kiosk.chainBreaks, "place", "places"))")
        }
        if kiosk.isRewound { remarks.append("its count of answers went back: a restored or cloned kiosk?") }
        if kiosk.forks > 0 {
            remarks.append(
                "\(Words.count(kiosk.forks, "number was", "numbers were")) given to two answers: a cloned kiosk?")
        }
        if !kiosk.notedCloneSigns.isEmpty {
            remarks.append("two devices seem to share its identity or its queue (clone suspected)")
        }
        return remarks.isEmpty ? nil : remarks.joined(separator: " · ")
    }
}
