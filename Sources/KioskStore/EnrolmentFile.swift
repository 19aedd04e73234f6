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

    package init(kioskID: String, credential: String, collectorID: String, collectorURL: String, branch: Branch) {
        self.kioskID = kioskID
        self.credential = credential
        self.collectorID = collectorID
        self.collectorURL = collectorURL
        self.branch = branch
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

/// The files of an enrolment: they are beside the database, so that a copied database carries no credential.
extension StateFolder {
    private static let enrolmentName = "enrolment.json"
    private static let deviceKeyName = "device.key"
    private static let attemptName = "enrolment.id"

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

    private func text(_ name: String) throws(StoreError) -> String? {
        try read(name).map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
    }
}
