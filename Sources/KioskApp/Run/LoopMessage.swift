import Foundation
import KioskStore
import KioskUI
import SurveyKit
import WireProtocol

/// What other threads tell the screen's loop.
enum LoopMessage: Sendable {
    /// The draft of this ticket was committed, or why not.
    case saved(ticket: Int, StoreError?)
    /// The committed draft of this response was sealed, or why not; nil for what a stop had left behind.
    case sealed(ResponseID?, StoreError?)
    /// A proved survey waits in the store until nobody answers; nil for none.
    case surveyWaits(BundleName?)
    /// The survey that waited was not activated: it waits no longer, or this is why.
    case notActivated(StoreError?)
    /// Whether the centre still offers the survey on the screen.
    case offered(Bool)
    /// Where the kiosk stands, for opening hours.
    case branch(TimeZone)
    /// Whether the centre has the kiosk out of service.
    case retired(Bool)
    /// What contact details are sealed to from now on; nil where the organisation takes none.
    case contactKey(ContactKey?)
    /// What the branch says on the thank-you screen; nil for nothing.
    case notice(ThanksNotice?)
    /// This is on the screen by the store's word: it is to be shown.
    case survey(SurveySource.Shown)
    /// How much room there is.
    case storage(StorageReport)
    /// The store's queue did a piece of work handed in to see whether it still does.
    case storeIsAlive
    /// The sync lane knows something new: a survey was staged, the branch changed.
    case syncChanged
    /// For the staff menu.
    case staff(StaffNews)
    /// End with this exit code.
    case end(Int32, reason: String)
}
