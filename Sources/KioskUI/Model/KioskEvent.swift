package import SurveyKit
package import TerminalUI

/// What can happen to the kiosk's screen.
package enum KioskEvent: Equatable, Sendable {
    case input(InputEvent)
    /// The draft given out under this ticket is committed.
    case draftSaved(ticket: Int)
    /// The draft given out under this ticket is not committed.
    case draftFailed(ticket: Int)
    /// The store can't be used, for another reason than a draft: the kiosk asks nobody until it can.
    case storageFailed
    case storageRecovered
    /// There is hardly any room left: nobody new is asked, and who is answering may finish.
    case storageShort(Bool)
    /// `nextDeadline(at:)` was reached.
    case timer
    case resized(Size)
    /// A survey is there to be shown: at once while nobody is answering, else to the next customer.
    case surveyReady(Survey, bundle: String?)
    /// Whether the organisation's public key is here; it counts from the next customer on.
    case contactKey(isKnown: Bool)
    /// The contact given out under this ticket, sealed.
    case contactSealed(ContactEnvelope, ticket: Int)
    /// The contact given out under this ticket could not be sealed; nobody has it any more.
    case contactNotSealed(ticket: Int)
    /// Opening hours began or ended, and when they begin again; one who is answering may finish.
    case opening(isOpen: Bool, next: OpeningTime? = nil)
    /// The centre has taken the kiosk out of service, or back; one who is answering may finish.
    case retired(Bool)
    /// What the branch says on the thank-you screen from now on; nil for nothing.
    case notice(ThanksNotice?)
    /// What the shell has to say to the staff menu.
    case staff(StaffNews)
}

/// What the shell must do for the screen, in the order given.
package enum KioskEffect: Equatable, Sendable {
    /// Commit this draft off the screen's thread, then send `draftSaved` or `draftFailed` with its ticket.
    case save(Draft, ticket: Int)
    /// Seal the draft that was committed last; it has this id.
    case seal(ResponseID)
    /// Seal this to the organisation's key, bound to this response, then send `contactSealed` or `contactNotSealed`
    /// with its ticket. It is nowhere else any more, and must not reach a disk or a log.
    case sealContact(Contact, for: ResponseID, ticket: Int)
    /// Do what the staff menu asks for, off the screen's thread; what comes of it is a `staff` event.
    case staff(StaffRequest)
}

/// What a place on the screen does when it is touched.
package enum Action: Hashable, Sendable {
    /// The option number `index` of the question, from 0, worst first.
    case option(Int)
    /// On from a question with several choices.
    case next
    case back
    case skip
    case undo
    case language(String)
    /// Shows other options of the question, or other languages.
    case page(Int)
    case languagePage(Int)
    /// A key of the keyboard on the screen.
    case key(KeyFunction)
    /// Which kind of contact is typed.
    case contact(Contact.Kind)
}

/// A place to touch.
package struct Target: Hashable, Sendable {
    package let rect: Rect
    package let action: Action
}

/// A screen as it is shown, and where it can be touched.
package struct Scene: Equatable, Sendable {
    package let frame: Frame
    package let targets: [Target]
}
