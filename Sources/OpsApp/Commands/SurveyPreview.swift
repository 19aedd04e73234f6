import ArgumentParser
import KioskUI
import Lettering
import SurveyKit
import TerminalUI

extension SurveyCommand {
    struct Preview: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints a survey's screens as the kiosk will show them.",
            discussion: "Colours need a terminal that shows them: --colours none prints plain text.")

        enum Colours: String, ExpressibleByArgument, CaseIterable {
            case full
            case fixed256 = "256"
            case eight = "8"
            case console
            case none

            /// What the kiosk has: its picture as plain text is that of a kiosk with every colour.
            var ofKiosk: Display.Colours { self == .none ? .redefined256 : ofOutput }

            var ofOutput: Display.Colours {
                switch self {
                case .full: .redefined256
                case .fixed256: .fixed256
                case .eight: .eight
                case .console: .redefined8
                case .none: .mono
                }
            }
        }

        @OptionGroup var ops: OpsCommand
        @Argument(help: "Survey file, - for stdin.") var file: String
        @Option(help: ArgumentHelp("Columns and rows.", valueName: "size"), transform: Preview.size)
        var size = Size(width: 120, height: 33)
        @Option(help: ArgumentHelp("One of the survey's (default: its first).", valueName: "code"))
        var language: String?
        @Option(
            help: ArgumentHelp("What a cell is cut into: half, blocks or ascii.", valueName: "cells"),
            transform: Preview.cells)
        var cells = Display.Cells.half
        @Option(help: "The terminal's colours.") var colours = Colours.full
        @Option(help: "The kiosk's theme: \(Theme.names.joined(separator: ", ")).") var theme = "dark"
        @Option(name: .customLong("panel-mm"), help: ArgumentHelp("The panel's width.", valueName: "mm"))
        var panelMM: Int?

        func run(in session: Session) throws {
            let survey = try SurveyFile.survey(file, in: session)
            let code = language ?? survey.defaultLanguage
            guard survey.languages.contains(code) else {
                throw OpsFailure(
                    .usage, "\(file) has no language '\(code)': give one of \(survey.languages.joined(separator: ", "))"
                )
            }
            // Letters alone have no colours: a terminal that has them shows more.
            let isPlain = cells == .ascii && colours == .none
            let display = Display(cells: cells, colours: isPlain ? .mono : colours.ofKiosk)
            guard let look = Theme.named(theme, on: display) else {
                throw OpsFailure(
                    .usage, "there is no theme '\(theme)': give one of \(Theme.names.joined(separator: ", "))")
            }
            let scenes = previewScenes(
                of: survey, size: size, language: code, display: display, typeface: FontTypeface.system(), theme: look,
                panel: panelMM.flatMap { $0 > 0 ? Panel(widthMM: $0) : nil })
            for (title, scene) in scenes {
                try session.data("[\(title)]\n" + ANSIText.render(scene.frame, colours: colours.ofOutput))
            }
        }

        static func size(_ text: String) throws -> Size {
            let numbers = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard numbers.count == 2, let width = numbers[0], let height = numbers[1],
                (1...1_000).contains(width), (1...1_000).contains(height)
            else { throw ValidationError("a size is columns x rows of 1 to 1000, such as 120x33.") }
            return Size(width: width, height: height)
        }

        static func cells(_ text: String) throws -> Display.Cells {
            guard let cells = Display.Cells(rawValue: text) else {
                throw ValidationError("cells are half, blocks or ascii.")
            }
            return cells
        }
    }
}
