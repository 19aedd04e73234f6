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
    /// `nextDeadline(at:)` was reached.
    case timer
    case resized(Size)
    /// A survey is there to be shown: at once while nobody is answering, else to the next customer.
    case surveyReady(Survey, bundle: String?)
    /// The centre has taken back what was to be shown next.
    case surveyWithdrawn
    /// Opening hours began or ended, and when they begin again; one who is answering may finish.
    case opening(isOpen: Bool, next: OpeningTime? = nil)
}

/// What the shell must do for the screen, in the order given.
package enum KioskEffect: Equatable, Sendable {
    /// Commit this draft off the screen's thread, then send `draftSaved` or `draftFailed` with its ticket.
    case save(Draft, ticket: Int)
    /// Seal the draft that was committed last; it has this id.
    case seal(ResponseID)
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
