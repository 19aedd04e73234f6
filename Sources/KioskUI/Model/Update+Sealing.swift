import SurveyKit

extension KioskModel {
    /// A contact on its way to be sealed; the plain one has left the model with the effect.
    struct Sealing: Equatable, Sendable {
        let ticket: Int
        /// The response it is bound to, also where this is its first answer.
        let response: ResponseID
        let since: Int64
    }

    mutating func seal(
        _ entry: Entry, pressing action: Action, at now: Timestamp, newID: ResponseID
    ) -> [KioskEffect] {
        guard let contact = entry.contact, contact.isWellFormed else { return [] }
        lastTicket += 1
        let response = interview?.draft?.id ?? newID
        sealing = Sealing(ticket: lastTicket, response: response, since: now.bootMS)
        pressed = action
        selection.entry = entry
        wipeContact()
        return [.sealContact(contact, for: response, ticket: lastTicket)]
    }

    mutating func finishSealing(_ ticket: Int, _ envelope: ContactEnvelope?, at now: Timestamp) -> [KioskEffect] {
        guard let sealed = sealing, sealed.ticket == ticket else { return [] }
        let action = pressed
        (sealing, pressed) = (nil, nil)
        guard let envelope else {
            selection.entry?.fail()
            return act(.touched, pressing: nil, at: now, newID: sealed.response)
        }
        return act(.answered(.contact(envelope)), pressing: action, at: now, newID: sealed.response)
    }
}
