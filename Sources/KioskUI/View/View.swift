package import SurveyKit
package import TerminalUI

/// The screen as it is now, and where it can be touched.
///
/// - Parameter typeface: Draws big letters; without one they are bold cells.
package func view(_ model: KioskModel, at now: Timestamp, typeface: (any Typeface)?) -> Scene {
    if let menu = model.staffMenu {
        let frame = view(
            menu, size: model.size, display: model.display, theme: model.theme, at: now.bootMS, typeface: typeface)
        return Scene(frame: frame, targets: [])
    }
    var painter = Painter(model: model, now: now, typeface: typeface)
    painter.paint()
    let place = model.place
    let frame = painter.canvas.frame
    return Scene(
        frame: place == .none
            ? frame : frame.shifted(columns: place.columns, rows: place.rows, ground: model.theme.ground),
        targets: model.targets)
}

/// Draws one model; each screen is an extension in a file of its own, below `Screens/`.
struct Painter {
    let model: KioskModel
    let now: Timestamp
    let typeface: (any Typeface)?
    var canvas: Canvas

    init(model: KioskModel, now: Timestamp, typeface: (any Typeface)?) {
        self.model = model
        self.now = now
        self.typeface = typeface
        canvas = Canvas(
            size: model.size, display: model.display, ground: model.theme.ground, typeface: typeface)
        canvas.cardLine = model.theme.line
    }

    var theme: Theme { model.theme }
    var words: Words { model.words }
    var stage: Stage { model.stage }
    var direction: Direction { stage.isMirrored ? .rightToLeft : .leftToRight }
    /// Where lines begin.
    var beginning: Alignment { stage.isMirrored ? .right : .left }
    var end: Alignment { stage.isMirrored ? .left : .right }
    /// Colours alone tell nothing here.
    var isPlain: Bool { canvas.display.cells == .ascii || canvas.display.colours == .mono }

    mutating func paint() {
        switch model.screen {
        case .question(let question) where stage.isTooSmall: tooSmall(question)
        case .question(let question): paint(question)
        case .thanks: thanks()
        case .noSurvey: notice(words.noSurvey)
        case .outOfService: notice(words.outOfService)
        case .closed: notice(closedNotice)
        }
    }

    private mutating func paint(_ question: Question) {
        let ask = question.ask.text(in: model.language)
        switch question.kind {
        case .smiley(let levels): smiley(question, ask, levels: levels)
        case .stars: stars(question, ask)
        case .nps: nps(question, ask)
        case .ces: ces(question, ask)
        case .yesno: yesNo(ask)
        case .choice(let options): choice(options, ask)
        case .choices(let options, let max): choices(options, ask, max: max)
        case .text, .contact: entry(question, ask)
        }
        paintFooter(question)
        if let countdown = model.countdown(at: now) {
            canvas.bar(in: stage.bar, share: countdown.share, colour: theme.accent)
        }
    }

    mutating func headline(_ text: String, _ shares: Stage.Shares) {
        canvas.headline(text, in: stage.header(shares), ink: theme.ink, direction: direction)
    }
}
