package import SurveyKit

/// 202 to an enrolment: a person at the centre has yet to let this kiosk in.
///
/// It goes on collecting, and asks again with the same token, key and enrolment id.
package struct EnrolPending: Equatable, Sendable, Codable {
    /// The id that it will have, by which central ops approve or reject it.
    package let kioskID: String
    package let collectorID: String

    package init(kioskID: String, collectorID: String) {
        self.kioskID = kioskID
        self.collectorID = collectorID
    }

    private enum CodingKeys: String, CodingKey {
        case kioskID = "kiosk_id"
        case collectorID = "collector_id"
    }
}

/// `POST /device/v1/credential`: a kiosk asks for a fresh credential, with the one it has and its device key's signature
/// over the body (`Smilepost-Signature`).
package struct CredentialRequest: Equatable, Sendable, Codable {
    package let kioskID: String
    /// The command that ordered it; nil where the kiosk asks by itself.
    package let command: String?
    /// Milliseconds since 1970 by the kiosk's clock: no two requests are the same bytes, and nothing is decided by it.
    package let wallMS: Int64

    package init(kioskID: String, command: String?, wallMS: Int64) {
        self.kioskID = kioskID
        self.command = command
        self.wallMS = wallMS
    }

    private enum CodingKeys: String, CodingKey {
        case kioskID = "kiosk_id"
        case command
        case wallMS = "wall_ms"
    }
}

/// 201: the fresh credential, beside which the one before stays good until this one is first used.
package struct CredentialAnswer: Equatable, Sendable, Codable {
    package let kioskID: String
    /// Bearer credential; the collector keeps only its hash.
    package let credential: String

    package init(kioskID: String, credential: String) {
        self.kioskID = kioskID
        self.credential = credential
    }

    private enum CodingKeys: String, CodingKey {
        case kioskID = "kiosk_id"
        case credential
    }
}

/// What the centre wants a kiosk to do; repeated in every check-in's answer until it is done.
package struct KioskCommand: Equatable, Sendable, Codable {
    package enum Operation: String, Sendable {
        /// Ask for a fresh credential.
        case rotateCredential = "rotate-credential"
        /// Give new responses a queue of their own, as soon as nothing of this one is pending.
        case renewQueue = "renew-queue"
    }

    /// The same as long as it is the same order.
    package let id: String
    /// `Operation.rawValue`, or the word of a newer collector, which is passed over.
    package let op: String
    /// Of `renew-queue`: the queue to be left; a kiosk that has another one by now has nothing to do.
    package let queue: QueueID?

    package init(id: String, _ operation: Operation, queue: QueueID? = nil) {
        self.init(id: id, op: operation.rawValue, queue: queue)
    }

    package init(id: String, op: String, queue: QueueID? = nil) {
        self.id = id
        self.op = op
        self.queue = queue
    }

    package var operation: Operation? { Operation(rawValue: op) }
}
