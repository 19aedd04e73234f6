package import SurveyKit
package import TerminalUI

/// Everything the kiosk's screen depends on, as one value.
package struct KioskModel: Equatable, Sendable {
    package internal(set) var size: Size
    package let display: Display
    package internal(set) var theme: Theme
    /// Nil where nobody has said how large the panel is: targets are then as large as the cells allow.
    package let panel: Panel?
    /// Whether the faces blink while nobody touches.
    package let blinks: Bool
    /// Where the layout stands while nobody touches.
    var shift = Shift.none
    /// The minute since boot in which it was put there.
    var shiftMinute: Int64 = 0
    /// What is on the screen; nil while there is no survey.
    ///
    /// The state after an answer waits in `saving` until its draft is committed.
    package internal(set) var interview: Interview?
    /// A survey that came while a customer was answering.
    package internal(set) var upcoming: Upcoming?
    /// What was touched, from the touch until its draft is committed.
    package internal(set) var pressed: Action?
    var selection = Selection()
    var saving: Saving?
    var sealing: Sealing?
    /// The organisation's public key is here: contact details can be sealed, so they are asked for.
    package internal(set) var hasContactKey = false
    var isStorageDown = false
    var isStorageShort = false
    package internal(set) var isOpen = true
    /// The centre has it out of service.
    package internal(set) var isRetired = false
    /// While it is closed.
    package internal(set) var opensAgain: OpeningTime?
    /// What the branch says on the thank-you screen; nil for nothing.
    package internal(set) var notice: ThanksNotice?
    /// Touches and keys that came while a draft was saved, or too soon after the same one.
    package internal(set) var ignoredInputs = 0
    var lastStroke: Stroke?
    var lastTicket = 0
    var staff = StaffState()

    /// A kiosk without a survey: one comes as `surveyReady`.
    ///
    /// Without a `theme` it has the usual one of its display.
    package init(
        size: Size, display: Display, theme: Theme? = nil, panel: Panel? = nil, blinks: Bool = true
    ) {
        self.size = size
        self.display = display
        self.theme = theme ?? .usual(on: display)
        self.panel = panel
        self.blinks = blinks
    }

    package struct Upcoming: Equatable, Sendable {
        package let survey: Survey
        package let bundle: String?
    }

    /// What the customer is choosing and has not answered yet.
    struct Selection: Equatable, Sendable {
        /// The option that Enter answers.
        var focus: Int?
        /// Digits of a score under way.
        var typed = ""
        /// Ids of the options chosen of several.
        var picked: Set<String> = []
        /// The page of options shown, where they take several and none has the focus.
        var page: Int?
        /// The page of languages looked at; nil for the one with the language shown.
        var languagePage: Int?
        /// A text or contact under the hand.
        var entry: Entry?
        /// `bootMS` of the last change.
        var touchedAt: Int64?
    }

    /// A draft on its way to the store.
    struct Saving: Equatable, Sendable {
        var ticket: Int
        let draft: Draft
        /// What the screen shows once it is committed; nil where it moved on already.
        var next: Interview?
        /// To be sealed once it is committed.
        let seal: ResponseID?
        let since: Int64
        /// `bootMS` at which a failed commit is tried again.
        var retryAt: Int64?
        /// It failed, or took too long.
        var isInTrouble = false
    }

    struct Stroke: Equatable, Sendable {
        let input: InputEvent
        let at: Int64
    }

    /// A commit that takes longer than this, in milliseconds, is shown as out of service.
    static let patience: Int64 = 10_000
    /// Between two tries of a commit that failed, in milliseconds.
    static let retryPause: Int64 = 5_000
    /// The same key or place again within this many milliseconds is one stroke (EN 301 549, 5.8).
    static let doubleStroke: Int64 = 500

    /// Which screen this is.
    package var screen: Screen {
        if isStorageDown || saving?.isInTrouble == true { return .outOfService }
        guard let interview else { return .noSurvey }
        if interview.phase == .thanking { return .thanks }
        if interview.phase == .waiting && isRetired { return .outOfService }
        if interview.phase == .waiting && isStorageShort { return .outOfService }
        if interview.phase == .waiting && !isOpen { return .closed }
        return interview.question.map(Screen.question) ?? .noSurvey
    }

    /// Whether a draft is on its way and the screen therefore stands still.
    package var isSaving: Bool { saving != nil }

    /// The words of the language shown.
    var words: Words { Words.of(interview?.language ?? "en") }

    var language: String { interview?.language ?? "en" }

    /// Text runs from the right, and with it the order of buttons and options.
    var isMirrored: Bool { Words.isRightToLeft(language) }
}

/// The screens there are.
package enum Screen: Equatable, Sendable {
    case question(Question)
    case thanks
    case noSurvey
    case outOfService
    case closed
}
