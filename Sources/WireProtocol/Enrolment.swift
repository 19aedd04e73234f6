package import Foundation
package import SurveyKit

/// `POST /device/v1/enroll`, signed with the device key (`Smilepost-Signature`).
package struct EnrolRequest: Equatable, Sendable, Codable {
    package let token: String
    /// Raw Ed25519 public key, 32 bytes, made on the device.
    package let publicKey: Data
    /// Drawn once per enrolment; a replay with the same one and the same key gets the same kiosk id.
    package let enrolmentID: String
    package let queue: QueueID
    /// For people only: identity never comes from a host's name.
    package let hostname: String
    /// What the technician called the kiosk (`[kiosk] name`).
    package let name: String
    package let app: String

    package init(
        token: String, publicKey: Data, enrolmentID: String, queue: QueueID, hostname: String, name: String, app: String
    ) {
        self.token = token
        self.publicKey = publicKey
        self.enrolmentID = enrolmentID
        self.queue = queue
        self.hostname = hostname
        self.name = name
        self.app = app
    }

    private enum CodingKeys: String, CodingKey {
        case token
        case publicKey = "public_key"
        case enrolmentID = "enrolment_id"
        case queue, hostname, name, app
    }
}

/// 201: the kiosk belongs to this collector from now on.
package struct EnrolAnswer: Equatable, Sendable, Codable {
    package let kioskID: String
    /// Bearer credential; the collector keeps only its hash.
    package let credential: String
    package let collectorID: String
    package let epoch: String
    package let branch: BranchInfo
    /// The key that signs manifests; nil until the centre has published for the first time.
    package let releaseKey: PublicKey?

    package init(
        kioskID: String, credential: String, collectorID: String, epoch: String, branch: BranchInfo,
        releaseKey: PublicKey?
    ) {
        self.kioskID = kioskID
        self.credential = credential
        self.collectorID = collectorID
        self.epoch = epoch
        self.branch = branch
        self.releaseKey = releaseKey
    }

    private enum CodingKeys: String, CodingKey {
        case kioskID = "kiosk_id"
        case credential
        case collectorID = "collector_id"
        case epoch, branch
        case releaseKey = "release_key"
    }
}
