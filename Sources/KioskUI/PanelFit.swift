package import SurveyKit
package import TerminalUI

/// Which places to touch are small for a finger on a panel, for doctor and lint.
package struct PanelFit: Equatable, Sendable {
    /// A place that measures less than it should.
    package struct Small: Equatable, Sendable {
        /// The question's id, or `thanks`.
        package let screen: String
        package let action: Action
        package let widthMM: Double
        package let heightMM: Double

        /// The shorter side, by which a finger hits or misses.
        package var leastMM: Double { min(widthMM, heightMM) }
    }

    /// Under 20 mm, but not under 15.
    package let tight: [Small]
    /// Under 15 mm: many people will miss these.
    package let tooSmall: [Small]

    /// Measures every screen of a survey as its customers will touch it, in one of its languages.
    package init(of survey: Survey, size: Size, panel: Panel, display: Display, language: String) {
        let width = panel.cellMM(columns: size.width)
        let scenes = previewScenes(
            of: survey, size: size, language: language, display: display, typeface: nil, panel: panel)
        let all = scenes.filter { !$0.title.hasSuffix(", touched") }.flatMap { title, scene in
            scene.targets.map {
                Small(
                    screen: title, action: $0.action, widthMM: Double($0.rect.width) * width,
                    heightMM: Double($0.rect.height) * width * 2)
            }
        }
        tooSmall = all.filter { $0.leastMM < Panel.leastMM }
        tight = all.filter { $0.leastMM >= Panel.leastMM && $0.leastMM < Panel.goodMM }
    }
}
