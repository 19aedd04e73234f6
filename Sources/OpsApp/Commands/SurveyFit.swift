import KioskUI
import Lettering
import SurveyKit
import TerminalUI

/// How a survey file comes out on the kiosks' screens, as warnings with their places in the file.
struct SurveyFit {
    let sizes: [Size]
    let cells: Display.Cells

    /// Columns and rows of the smallest screen a kiosk should have, and of a usual one.
    static let usualSizes = [Size(width: 80, height: 24), Size(width: 120, height: 33)]

    /// The reading with a warning for every text that can't be drawn or does not fit; a survey with errors is not drawn.
    func checking(_ reading: SurveyReader.Reading, file: String) -> SurveyReader.Reading {
        guard let survey = reading.survey else { return reading }
        let report = FitReport(of: survey, sizes: sizes, display: display, typeface: FontTypeface.system())
        let found = report.findings.map { Self.diagnostic($0, file: file, texts: reading.texts) }
        let all = (reading.diagnostics + found).enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }
        return SurveyReader.Reading(survey: survey, diagnostics: all.map(\.element), texts: reading.texts)
    }

    /// Each kind of cells with the colours that it usually comes with.
    private var display: Display {
        switch cells {
        case .half: Display(cells: .half, colours: .redefined256)
        case .blocks: Display(cells: .blocks, colours: .eight)
        case .ascii: Display(cells: .ascii, colours: .mono)
        }
    }

    private static func diagnostic(_ finding: FitFinding, file: String, texts: [PlacedText]) -> Diagnostic {
        let place = texts.first {
            $0.question == finding.place.question && $0.language == finding.language && $0.text == finding.text
                && $0.key != "title"
        }
        return Diagnostic(
            severity: .warning, file: file, line: place?.line ?? 1, column: place?.column ?? 1,
            message: finding.message, suggestion: finding.suggestion)
    }
}
