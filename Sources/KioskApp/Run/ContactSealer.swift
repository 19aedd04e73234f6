import KioskStore
import Logging
import SurveyKit
import Synchronization
import WireProtocol

/// Seals contact details to the organisation's key of the moment; any thread may use it.
///
/// The key arrives while a customer may be answering: whoever has typed an address by then gets it sealed to the new
/// key, or, where the key was taken away, not kept at all.
final class ContactSealer: Sendable {
    private let key = Mutex<ContactKey?>(nil)
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    /// Whether there is a key to seal to.
    var isReady: Bool { key.withLock { $0 != nil } }

    /// Takes the key of the newest manifest; nil for none.
    ///
    /// - Returns: Whether it is another one than before.
    @discardableResult
    func use(_ newKey: ContactKey?) -> Bool {
        let isNew = key.withLock { key in
            defer { key = newKey }
            return key != newKey
        }
        if isNew { logger.info("contact key", metadata: ["key": "\(newKey?.id ?? "none")"]) }
        return isNew
    }

    /// Nil where there is no key, or the details fit no envelope: the contact is dropped then, never kept in plain.
    func seal(_ contact: Contact, response: ResponseID) -> ContactEnvelope? {
        guard let key = key.withLock({ $0 }) else { return nil }
        do {
            return try ContactEnvelope.sealing(contact, to: key, response: response)
        } catch {
            logger.error("contact details were not kept: \(error)", metadata: ["key": "\(key.id)"])
            return nil
        }
    }
}
