import TerminalUI

/// The menu of the people who work here: one value, the same on the kiosk's screen and over SSH.
///
/// It opens on the PIN pad and shows nothing else before `admitted`. It closes by itself.
package struct StaffMenu: Equatable, Sendable {
    package enum Page: Hashable, Sendable {
        case pin(StaffRole)
        case menu
        case details
        case touches
        case language
        case theme
        case confirm(StaffErrand)
        case technician
        case findings
        case busy(StaffErrand)
        case outcome(StaffErrand, failure: String?)
    }

    /// What the menu knows of its surroundings.
    package struct Setting: Equatable, Sendable {
        package var language: String
        /// Themes to choose from; fewer than two are no choice.
        package var themes: [String]
        package var theme: String
        /// Width of the panel's picture.
        package var panelMM: Int?
        /// `bootMS` of the last touch of the panel; nil where there was none, or it is not known.
        package var lastTouchAt: Int64?
        /// What the screen asks with; nil where it is not known here.
        package var survey: String?
        /// Whether this is the kiosk's own panel.
        package var isPanel: Bool

        package init(
            language: String, themes: [String] = [], theme: String = "", panelMM: Int? = nil, lastTouchAt: Int64? = nil,
            survey: String? = nil, isPanel: Bool
        ) {
            self.language = language
            self.themes = themes
            self.theme = theme
            self.panelMM = panelMM
            self.lastTouchAt = lastTouchAt
            self.survey = survey
            self.isPanel = isPanel
        }
    }

    package internal(set) var page = Page.pin(.staff)
    package internal(set) var isClosed = false
    package internal(set) var setting: Setting
    var facts: StaffFacts?
    var gate: StaffGate?
    /// `bootMS` at which the gate opens again.
    var lockedUntil: Int64?
    var typed = ""
    var wasWrong = false
    /// The PIN that is being tried.
    var ticket: Int64?
    /// The item that Enter chooses.
    var focus: Int?
    var findings: [StaffFinding] = []
    /// The finding at the top of the page.
    var firstFinding = 0
    /// Where touches landed, oldest first.
    var marks: [Point] = []
    let openedAt: Int64
    /// `bootMS` of the last thing that was chosen or typed.
    var touchedAt: Int64
    /// Since when this page is shown.
    var enteredAt: Int64
    var factsAt: Int64
    var lastStroke: Stroke?

    struct Stroke: Equatable, Sendable {
        let input: InputEvent
        let at: Int64
    }

    /// Left alone for this long the menu closes, in milliseconds.
    static let patience: Int64 = 30_000
    /// The same while an errand runs: a round of sending may take this long.
    static let errandPatience: Int64 = 100_000
    /// However busy, it closes after this long: touches of nobody's must not hold the screen.
    static let longest: Int64 = 600_000
    /// The page of touches goes back to the menu after this long, whatever is touched.
    static let touchesTime: Int64 = 30_000
    /// Between two looks at how the kiosk stands.
    static let factsInterval: Int64 = 3_000
    static let mostMarks = 60
    static let longestPIN = 12
    static let shortestPIN = 4

    private init(setting: Setting, at now: Int64) {
        self.setting = setting
        openedAt = now
        touchedAt = now
        enteredAt = now
        factsAt = now
    }

    /// Opens the menu on the PIN pad.
    ///
    /// - Parameter now: Milliseconds since boot.
    package static func opened(_ setting: Setting, at now: Int64) -> (menu: StaffMenu, requests: [StaffRequest]) {
        (StaffMenu(setting: setting, at: now), [.gate(.staff)])
    }

    var words: StaffWords { StaffWords.of(setting.language) }
    package var isMirrored: Bool { Words.isRightToLeft(setting.language) && StaffWords.has(setting.language) }
}
