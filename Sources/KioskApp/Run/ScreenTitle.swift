import KioskUI
import SurveyKit

extension KioskModel {
    /// The state of the screen in words, for the terminal's title.
    ///
    /// A technician's window list and a test driver see it. Never an answer.
    var title: String {
        if let staffMenu { return staffMenu.title }
        if isSaving { return "saving" }
        switch screen {
        case .noSurvey: return "no survey"
        case .outOfService: return "out of service"
        case .closed: return "closed"
        case .thanks: return "thanks"
        case .question(let question):
            guard let interview, interview.phase == .waiting else { return "asking \(question.id)" }
            return "waiting \(interview.survey.id) v\(interview.survey.version)"
        }
    }
}

extension StaffMenu {
    /// Where the menu is, in words.
    var title: String {
        switch page {
        case .pin(.staff): "staff PIN"
        case .pin(.technician): "technician PIN"
        case .technician, .findings: "technician menu"
        case .menu, .details, .touches, .language, .theme, .confirm, .busy, .outcome: "staff menu"
        }
    }
}
