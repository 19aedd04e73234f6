import KioskStore
import SurveyKit

/// What other threads tell the screen's loop.
enum LoopMessage: Sendable {
    /// The draft of this ticket was committed, or why not.
    case saved(ticket: Int, StoreError?)
    /// The committed draft was sealed, or why not.
    case sealed(StoreError?)
    /// Another survey is there to be shown.
    case survey(Survey, bundle: String?)
    /// The store's queue did a piece of work handed in to see whether it still does.
    case storeIsAlive
    /// The sync lane knows something new: a survey was staged, the branch changed.
    case syncChanged
}
