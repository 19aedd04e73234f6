import TerminalUI

extension Painter {
    /// A screen that only says something: out of service, not set up yet, closed.
    mutating func notice(_ notice: Words.Notice) {
        guard !stage.isTooSmall else {
            return canvas.wrapped(
                "\(notice.title). \(notice.text)", in: whole, align: .center, ink: theme.ink, bold: true)
        }
        let height = stage.size.height
        let title = Rect(
            column: stage.margin + 1, row: height * 20 / 100, width: stage.inner.width - 2, height: height * 34 / 100)
        canvas.headline(notice.title, in: title, ink: theme.ink, direction: direction)
        let width = min(72, stage.inner.width)
        let text = Rect(
            column: (stage.size.width - width) / 2, row: height * 58 / 100, width: width, height: max(3, height / 5))
        canvas.wrapped(notice.text, in: text, align: .center, ink: theme.soft(on: theme.ground))
    }
}
