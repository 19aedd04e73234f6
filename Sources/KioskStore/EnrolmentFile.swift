package import Foundation
import SurveyKit

/// What makes this kiosk a member of its collector's fleet.
package struct Enrolment: Equatable, Sendable, Codable {
    package let kioskID: String
    /// Bearer credential: secret, never logged.
    package let credential: String
    package let collectorID: String
    /// Where the kiosk enrolled, for people; kiosk.conf says where to sync.
    package let collectorURL: String
    package var branch: Branch
    /// The credential before this one, which a collector that was restored from a backup may still hold for the good
    /// one; nil with none.
    package let previousCredential: String?

    package init(
        kioskID: String, credential: String, collectorID: String, collectorURL: String, branch: Branch,
        previousCredential: String? = nil
    ) {
        self.kioskID = kioskID
        self.credential = credential
        self.collectorID = collectorID
        self.collectorURL = collectorURL
        self.branch = branch
        self.previousCredential = previousCredential
    }

    /// The same with a fresh credential, and the one in use kept beside it.
    package func rotated(to fresh: String) -> Enrolment {
        Enrolment(
            kioskID: kioskID, credential: fresh, collectorID: collectorID, collectorURL: collectorURL, branch: branch,
            previousCredential: credential)
    }

    /// The same with its two credentials exchanged; nil where it has one only.
    package var withOtherCredential: Enrolment? { previousCredential.map(rotated(to:)) }

    /// Whether both are of one kiosk, and know each other's credential.
    package func isOfOneKiosk(with other: Enrolment) -> Bool {
        kioskID == other.kioskID && [other.credential, other.previousCredential].contains(credential)
    }

    /// Where the kiosk stands; the centre's word, renewed with every check-in.
    package struct Branch: Equatable, Sendable, Codable {
        package let id: String
        package let name: String
        /// IANA name, such as `Asia/Baku`.
        package let timeZone: String

        package init(id: String, name: String, timeZone: String) {
            self.id = id
            self.name = name
            self.timeZone = timeZone
        }
    }
}

/// An enrolment that a person at the centre has yet to approve: what it takes to ask again.
package struct PendingEnrolment: Equatable, Sendable, Codable {
    /// Secret, never logged.
    package let token: String
    /// As it was asked for: the same words make the same request.
    package let name: String
    package let hostname: String
    /// The id that the kiosk will have.
    package let kioskID: String

    package init(token: String, name: String, hostname: String, kioskID: String) {
        self.token = token
        self.name = name
        self.hostname = hostname
        self.kioskID = kioskID
    }
}

/// The files of an enrolment: they are beside the database, so that a copied database carries no credential.
extension StateFolder {
    private static let enrolmentName = "enrolment.json"
    private static let deviceKeyName = "device.key"
    private static let attemptName = "enrolment.id"
    private static let pendingName = "enrolment.pending"

    /// The enrolment; nil where this kiosk has none.
    ///
    /// - Throws: `StoreError.unreadable`.
    package func enrolment() throws(StoreError) -> Enrolment? {
        guard let data = try read(Self.enrolmentName) else { return nil }
        do {
            return try JSONDecoder().decode(Enrolment.self, from: data)
        } catch {
            throw .unreadable(path: file(Self.enrolmentName), reason: "it is not an enrolment")
        }
    }

    /// Replaces the enrolment, durably.
    package func save(_ enrolment: Enrolment) throws(StoreError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(enrolment) else {
            throw .unreadable(path: file(Self.enrolmentName), reason: "the enrolment can't be written as JSON")
        }
        try save(data, as: Self.enrolmentName)
    }

    /// The device's raw private key (32 bytes); nil where none has been drawn.
    ///
    /// - Throws: `StoreError.unreadable`.
    package func deviceKey() throws(StoreError) -> Data? {
        guard let hex = try text(Self.deviceKeyName) else { return nil }
        guard let key = Data(hex: hex), key.count == 32 else {
            throw .unreadable(path: file(Self.deviceKeyName), reason: "it is not 64 hex digits")
        }
        return key
    }

    /// Keeps the device's raw private key, durably.
    package func saveDeviceKey(_ key: Data) throws(StoreError) {
        try save(Data((key.hex + "\n").utf8), as: Self.deviceKeyName)
    }

    /// The id of an enrolment begun and not known to have succeeded.
    package func enrolmentAttempt() throws(StoreError) -> String? { try text(Self.attemptName) }

    /// Keeps the id before the first try, so that a try after a lost answer is the same one; nil when it succeeded.
    package func saveEnrolmentAttempt(_ id: String?) throws(StoreError) {
        guard let id else { return try remove(Self.attemptName) }
        try save(Data((id + "\n").utf8), as: Self.attemptName)
    }

    /// The enrolment that waits for approval; nil for none.
    ///
    /// - Throws: `StoreError.unreadable`.
    package func pendingEnrolment() throws(StoreError) -> PendingEnrolment? {
        guard let data = try read(Self.pendingName) else { return nil }
        do {
            return try JSONDecoder().decode(PendingEnrolment.self, from: data)
        } catch {
            throw .unreadable(path: file(Self.pendingName), reason: "it is not an enrolment that waits")
        }
    }

    /// Keeps what it takes to ask again, durably; nil when there is nothing to wait for any more.
    package func savePendingEnrolment(_ pending: PendingEnrolment?) throws(StoreError) {
        guard let pending else {
            guard try read(Self.pendingName) != nil else { return }
            return try remove(Self.pendingName)
        }
        guard let data = try? JSONEncoder().encode(pending) else {
            throw .unreadable(path: file(Self.pendingName), reason: "it can't be written as JSON")
        }
        try save(data, as: Self.pendingName)
    }

    private func text(_ name: String) throws(StoreError) -> String? {
        try read(name).map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
    }
}
