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
    /// Nil where nobody has said how large the panel is.
    let targets: Targets?

    /// How the places to touch measure on the panel.
    struct Targets: Codable, Equatable, Sendable {
        /// Under 15 mm: many people will miss these.
        let tooSmall: Int
        /// The shorter side of the smallest, in mm; 20 where none is under that.
        let leastMM: Double
        /// The question the smallest is on, or `thanks`; empty where none is under 20 mm.
        let screen: String
    }
}

extension FitFacts {
    /// Draws the survey in all its languages: some tenths of a second, so never on the screen's thread.
    init(of survey: Survey, size: Size, display: Display, panel: Panel?, typeface: (any Typeface)?) {
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
            }, misfits: misfits.map(\.message),
            targets: panel.map { Targets(of: survey, size: size, display: display, panel: $0) })
    }
}

extension FitFacts.Targets {
    /// Measured in the survey's first language: others have the same places, or more pages of them.
    fileprivate init(of survey: Survey, size: Size, display: Display, panel: Panel) {
        let fit = PanelFit(of: survey, size: size, panel: panel, display: display, language: survey.defaultLanguage)
        let least = (fit.tooSmall + fit.tight).min { $0.leastMM < $1.leastMM }
        self.init(
            tooSmall: fit.tooSmall.count, leastMM: least?.leastMM ?? Panel.goodMM, screen: least?.screen ?? "")
    }

    /// "7 places to touch are under 15 mm, the least 9 mm on `visit`"; nil where all are large enough.
    var complaint: String? {
        guard tooSmall > 0 else { return nil }
        let places = tooSmall == 1 ? "a place to touch is" : "\(tooSmall) places to touch are"
        return "\(places) under \(Int(Panel.leastMM)) mm, the least \(Int(leastMM)) mm on `\(screen)`"
    }
}

extension FitFacts.MissingFont {
    /// `no font here has Arabic (ar)`.
    var message: String { "no font here has \(script) (\(languages.joined(separator: ", ")))" }
}
