import KioskUI
import Lettering
import SurveyKit
import TerminalUI

/// How a survey comes out on this kiosk's screen, in words.
struct FitFacts: Codable, Equatable, Sendable {
    struct MissingFont: Codable, Equatable, Sendable {
        let script: String
        let languages: [String]
        /// Of Debian; nil where this release looks for none.
        let package: String?
    }

    let survey: StatusReport.Survey
    /// `120x33`.
    let size: String
    /// Scripts of its languages that no font here has.
    let missingFonts: [MissingFont]
    /// Texts that do not fit or can't be drawn, each a clause.
    let misfits: [String]
}

extension FitFacts {
    /// Draws the survey in all its languages: some tenths of a second, so never on the screen's thread.
    init(of survey: Survey, size: Size, display: Display, typeface: (any Typeface)?) {
        let report = FitReport(of: survey, sizes: [size], display: display, typeface: typeface, isAdvising: false)
        // Letters that no font has are told by script.
        let misfits = report.findings.filter { finding in
            switch finding.problem {
            case .cut, .hidden, .broken, .plain: true
            case .unlettered, .undrawable: display.cells != .half
            }
        }
        let missing = display.cells == .half ? MissingScript.all(in: survey, typeface: typeface) : []
        self.init(
            survey: .init(id: survey.id, version: survey.version), size: "\(size.width)x\(size.height)",
            missingFonts: missing.map {
                MissingFont(script: $0.script.name, languages: $0.languages, package: $0.script.package)
            }, misfits: misfits.map(\.message))
    }
}

extension FitFacts.MissingFont {
    /// `no font here has Arabic (ar)`.
    var message: String { "no font here has \(script) (\(languages.joined(separator: ", ")))" }
}
