package import KioskStore
package import WireProtocol

/// Why a kiosk could not be enrolled, and what to do.
package enum EnrolError: Error, Equatable, Sendable {
    /// No answer from this URL.
    case unreachable(url: String, HTTPFailure)
    /// Something answered that is not a Smilepost collector.
    case notACollector(url: String, status: Int)
    /// The collector refuses, with its reason.
    case refused(Problem.Code, detail: String)
    /// The collector answered in a way that this version does not know.
    case unexpected(url: String, status: Int)
    /// A person at the centre has yet to let this kiosk in: it asks again by itself, after so many ms.
    case waiting(kioskID: String, retryMS: Int64?)
    /// The state folder failed.
    case store(StoreError)

    /// Whether the same request may well succeed later.
    package var isPassing: Bool {
        switch self {
        case .unreachable, .notACollector, .unexpected, .waiting, .store: true
        case .refused(let code, _):
            [.tooManyRequests, .overloaded, .storage, .internal, .protocolVersion].contains(code)
        }
    }
}

extension EnrolError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unreachable(let url, let failure): "Can't reach the collector at \(url): \(failure.message)"
        case .notACollector(let url, let status):
            "What answers at \(url) is not a Smilepost collector (status \(status)). Check collector.url in "
                + "kiosk.conf, and whether the network wants a login."
        case .refused(let code, let detail): Self.sentence(code, detail)
        case .unexpected(let url, let status):
            "The collector at \(url) answered with status \(status), which this version does not understand. "
                + "Check the versions of both, then try again."
        case .waiting(let kioskID, _):
            "This kiosk waits to be let in: smilepost-ops kiosks approve \(kioskID). It goes on collecting, and asks "
                + "again by itself while it runs."
        case .store(let error): error.description
        }
    }

    private static func sentence(_ code: Problem.Code, _ detail: String) -> String {
        switch code {
        case .tokenUnknown:
            "The collector does not know this enrolment token. Check it for typing errors, or make a new one: "
                + "smilepost-ops enroll-token create."
        case .tokenUsed:
            "This enrolment token has been used up by other kiosks. Make a new one: smilepost-ops enroll-token create."
        case .tokenExpired:
            "This enrolment token has expired. Make a new one: smilepost-ops enroll-token create."
        case .tokenRevoked:
            "This enrolment token was revoked. Make a new one: smilepost-ops enroll-token create."
        case .enrolmentRejected:
            "Central ops have rejected this kiosk. Ask them why; to enrol it after all, make a new token: "
                + "smilepost-ops enroll-token create."
        case .badSignature:
            "The collector does not accept this kiosk's signature. Remove device.key from the state folder and "
                + "enrol again."
        case .tooManyRequests, .overloaded, .storage, .internal:
            "The collector can't enrol a kiosk just now. Wait a minute and try again. \(detail)"
        case .protocolVersion:
            "The collector speaks another version of the protocol. Install matching versions of both. \(detail)"
        default: "The collector refuses the enrolment (\(code.rawValue)). \(detail)"
        }
    }
}
