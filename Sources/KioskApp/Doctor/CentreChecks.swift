import KioskStore
import WireProtocol

/// What the facts about the collector, the credential, the survey and the queue mean: pure.
enum CentreChecks {
    /// What an exchange with the collector showed.
    enum Contact: Equatable, Sendable {
        case noURL
        case unreachable(String)
        /// Something answered that is not a Smilepost collector.
        case portal(status: Int)
        case reached
    }

    static func collector(_ contact: Contact, url: String?) -> Finding {
        let url = url ?? ""
        switch contact {
        case .noURL:
            return .warning(
                "collector", "kiosk.conf names none: answers stay on this kiosk", mend: "set url under [collector]")
        case .unreachable(let reason):
            return .fault(
                "collector", "\(url) can't be reached: \(reason)",
                mend: "check the cable, DNS and the firewall; answers wait")
        case .portal(let status):
            return .fault(
                "collector", "\(url) answered \(status), but it is not a Smilepost collector",
                mend: "check url; a guest network may ask for a login first")
        case .reached:
            return .ok("collector", "\(url) answers")
        }
    }

    /// - Parameters:
    ///   - fault: What is wrong with the certificate; nil where it was taken, or none was seen.
    ///   - pins: How many keys are pinned.
    static func certificate(
        _ contact: Contact, url: String?, fault: HTTPFailure.CertificateFault?, pins: Int
    ) -> Finding {
        guard let url, url.hasPrefix("https:") else {
            return .ok("certificate", "none is asked for: kiosk.conf names no https")
        }
        if let fault { return .fault("certificate", words(fault), mend: mend(fault)) }
        guard case .unreachable = contact else {
            if pins == 1 {
                return .warning(
                    "certificate",
                    "it is good, and one key is pinned: renewing it with another key cuts this kiosk off",
                    mend: "give two keys in pins under [collector]: the one in use and the next one")
            }
            return .ok("certificate", pins == 0 ? "it is good" : "it is good, and has one of \(pins) pinned keys")
        }
        return .warning("certificate", "none was seen", mend: "mend the collector's line first")
    }

    private static func words(_ fault: HTTPFailure.CertificateFault) -> String {
        switch fault {
        case .expired: "the collector's has expired"
        case .notYetValid: "the collector's is not valid yet, by this machine's clock"
        case .wrongHost: "the collector's is for another host"
        case .unknownAuthority: "the collector's is signed by nobody that is trusted here"
        case .wrongPin: "the collector's key is none of pins: it was renewed, or somebody is in between"
        case .other: "the collector's is not good"
        }
    }

    private static func mend(_ fault: HTTPFailure.CertificateFault) -> String {
        switch fault {
        case .expired, .other: "have it renewed at the centre; check this machine's clock"
        case .notYetValid: "set this machine's clock"
        case .wrongHost: "check the host of url under [collector]"
        case .unknownAuthority:
            "name its authority's file as ca_file under [collector]; check that no one is in between"
        case .wrongPin: "ask the centre for the hash of its key, and add it to pins under [collector]"
        }
    }

    /// - Parameter status: HTTP status of an authenticated request; nil when there was none.
    static func credential(isEnrolled: Bool, status: Int?) -> Finding {
        let mend = "smilepost-kiosk enroll, with a token from: smilepost-ops enroll-token create"
        guard isEnrolled else { return .fault("credential", "this kiosk is not enrolled", mend: mend) }
        switch status {
        case 200?, 304?, 404?: return .ok("credential", "the collector takes it")
        case 401?, 403?: return .fault("credential", "the collector does not take it any more", mend: mend)
        case 410?:
            return .fault(
                "credential", "this kiosk was retired at the centre", mend: "ask the centre, or enrol it anew")
        default:
            return .warning(
                "credential", "there is one, but it could not be tried", mend: "mend the collector's line first")
        }
    }

    static func survey(_ trust: TrustReport?, hasFallback: Bool) -> Finding {
        guard let trust else {
            return .warning("survey", "could not be looked at", mend: "mend the database's line first")
        }
        guard let survey = trust.survey else {
            if hasFallback { return .ok("survey", "the local file of kiosk.conf, until the centre publishes one") }
            return .fault(
                "survey", "there is none to show",
                mend: "smilepost-ops survey publish FILE, or set fallback under [survey]")
        }
        guard trust.isSigned, trust.isInManifest, trust.hasItsHash else {
            return .fault(
                "survey", "\(survey.id) v\(survey.version) is not covered by the release key's signature",
                mend: "smilepost-kiosk sync; if it stays, publish it again")
        }
        return signedSurvey("\(survey.id) v\(survey.version), signed by the release key", trust)
    }

    private static func signedSurvey(_ what: String, _ trust: TrustReport) -> Finding {
        guard trust.asksForContact == true else { return .ok("survey", what) }
        guard let key = trust.contactKey else {
            return .warning(
                "survey", "\(what); it asks for contact details, and without a contact key that is skipped",
                mend: "at the centre: smilepost-ops keys init --contact, then survey publish of the same file")
        }
        return .ok("survey", "\(what); contact details are sealed to contact key \(key)")
    }

    static func queue(pending: Int64, oldestMS: Int64?) -> Finding {
        guard pending > 0, let oldestMS else { return .ok("queue", "nothing waits to be sent") }
        let what = "\(pending) answers wait, the oldest for \(oldestMS / 60_000) min"
        let mend = "mend the collector's and credential's lines, then: smilepost-kiosk sync"
        if oldestMS > 24 * 3_600_000 { return .fault("queue", what, mend: mend) }
        if oldestMS > 3_600_000 { return .warning("queue", what, mend: mend) }
        return .ok("queue", what)
    }
}
