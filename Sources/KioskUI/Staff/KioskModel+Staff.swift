import SurveyKit
package import TerminalUI

/// What the kiosk's model keeps for its staff.
struct StaffState: Equatable, Sendable {
    /// The menu, while it is on the screen.
    var menu: StaffMenu?
    var knock = StaffKnock()
    /// The language chosen in the menu; nil before any was.
    var language: String?
    /// `bootMS` of the last touch.
    var lastTouchAt: Int64?
}

extension KioskModel {
    /// The staff menu, while it covers the screen.
    package var staffMenu: StaffMenu? { staff.menu }

    /// Takes what concerns the staff menu; nil where an event is the customer's.
    mutating func updateStaff(_ event: KioskEvent, at now: Timestamp) -> [KioskEffect]? {
        switch event {
        case .staff(let news):
            if case .settings(let language, let theme) = news { keep(language: language, theme: theme) }
            return tell { $0.take(news, at: now.bootMS) }
        case .input(let input):
            if case .touch = input { staff.lastTouchAt = now.bootMS }
            if staff.menu != nil {
                let size = size
                return tell { $0.take(input, size: size, at: now.bootMS) }
            }
            return knock(input, at: now)
        default: return nil
        }
    }

    /// The menu's share of a timer; the customer's goes on behind it.
    mutating func passStaffTime(at now: Timestamp) -> [KioskEffect] {
        guard let due = staff.menu?.nextDeadline(at: now.bootMS), now.bootMS >= due else { return [] }
        return tell { $0.timePassed(at: now.bootMS) }
    }

    private mutating func tell(_ take: (inout StaffMenu) -> [StaffRequest]) -> [KioskEffect] {
        guard var menu = staff.menu else { return [] }
        let requests = take(&menu)
        staff.menu = menu.isClosed ? nil : menu
        for request in requests {
            if case .keepLanguage(let code) = request { staff.language = code }
            if case .keepTheme(let name) = request { keep(language: nil, theme: name) }
        }
        return requests.map(KioskEffect.staff)
    }

    private mutating func keep(language: String?, theme name: String?) {
        if let language, StaffWords.has(language) { staff.language = language }
        if let name, let chosen = Theme.choices(on: display).first(where: { $0.name == name }) { theme = chosen.theme }
    }

    private mutating func knock(_ input: InputEvent, at now: Timestamp) -> [KioskEffect]? {
        guard isStaffWelcome else {
            staff.knock.forget()
            return nil
        }
        let targets = targets
        let isDead = { (point: Point) in !targets.contains { $0.rect.contains(point) } }
        guard staff.knock.take(input, size: size, isDead: isDead, at: now.bootMS) else { return nil }
        let (menu, requests) = StaffMenu.opened(staffSetting, at: now.bootMS)
        staff.menu = menu
        return requests.map(KioskEffect.staff)
    }

    /// Nobody is answering: the waiting screen untouched, or one that asks nobody.
    private var isStaffWelcome: Bool {
        switch screen {
        case .noSurvey, .outOfService, .closed: true
        case .thanks: false
        case .question: saving == nil && interview?.phase == .waiting && selection == Selection()
        }
    }

    private var staffSetting: StaffMenu.Setting {
        let own = interview?.survey.defaultLanguage ?? "en"
        let choices = Theme.choices(on: display)
        return StaffMenu.Setting(
            language: staff.language ?? (StaffWords.has(own) ? own : "en"), themes: choices.map(\.name),
            theme: choices.first { $0.theme == theme }?.name ?? "", panelMM: panel?.widthMM,
            lastTouchAt: staff.lastTouchAt, survey: interview.map { "\($0.survey.id) v\($0.survey.version)" },
            isPanel: true)
    }
}

extension Theme {
    /// The themes that staff may choose from; none where the display has too few colours for a choice.
    package static func choices(on display: Display) -> [(name: String, theme: Theme)] {
        guard display.colours != .mono else { return [] }
        return names.compactMap { name in named(name, on: display).map { (name, $0) } }
    }
}
