package import SurveyKit
import TerminalUI

/// How far the whole layout stands from its place, in cells, so that no pixel shows the same for years.
package struct Shift: Hashable, Sendable {
    package let columns: Int
    package let rows: Int

    package static let none = Shift(columns: 0, rows: 0)

    /// A new place every minute; each of the six is visited once in six minutes, and no step is larger than two cells.
    private static let sequence = [(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)].map { Shift(columns: $0, rows: $1) }

    static let period: Int64 = 60_000

    /// The place at a time since boot in milliseconds, as far as the margins of a layout allow.
    package static func at(_ bootMS: Int64, mostColumns: Int) -> Shift {
        let step = sequence[Int(max(0, bootMS) / period) % sequence.count]
        return Shift(columns: min(step.columns, mostColumns), rows: step.rows)
    }
}

/// What moves while nobody touches: the place of the layout, and the faces' eyes.
extension KioskModel {
    /// Milliseconds from one blink's beginning to the next one's, and how long it lasts.
    static let blinkPeriod: Int64 = 12_000
    static let blinkLength: Int64 = 150

    /// Nobody is being asked: only then may the layout stand elsewhere.
    var isResting: Bool {
        switch screen {
        case .noSurvey, .outOfService, .closed: true
        case .question: interview?.phase == .waiting
        case .thanks: false
        }
    }

    /// Nothing was touched, so that nothing can move from under a finger.
    package var isUntouched: Bool {
        saving == nil && pressed == nil && selection == Selection()
            && interview.map { $0.language == $0.survey.defaultLanguage } ?? true
    }

    /// Where the layout stands now.
    package var place: Shift { isResting && !stage.isTooSmall ? shift : .none }

    /// Takes the place of the minute, where nobody has a finger on the glass.
    mutating func moveLayout(at now: Timestamp) {
        guard isResting, isUntouched else { return }
        shiftMinute = now.bootMS / Shift.period
        shift = .at(now.bootMS, mostColumns: min(2, stage.margin - 1))
    }

    /// Whether the faces blink now.
    package func isBlinking(at now: Timestamp) -> Bool {
        hasBlink && now.bootMS % Self.blinkPeriod >= Self.blinkPeriod - Self.blinkLength
    }

    private var hasBlink: Bool {
        guard blinks, isUntouched, isResting, case .question(let question) = screen, case .smiley = question.kind else {
            return false
        }
        return display.colours != .mono && display.cells != .ascii
    }

    /// When something moves by itself next, in `bootMS`; nil while somebody is being asked.
    func nextMove(at now: Timestamp) -> Int64? {
        guard isResting, isUntouched, !stage.isTooSmall else { return nil }
        // From the minute it was moved in, not from now: a minute that has passed is still to be acted on.
        let minute = (shiftMinute + 1) * Shift.period
        guard hasBlink else { return minute }
        let end = (now.bootMS / Self.blinkPeriod + 1) * Self.blinkPeriod
        return min(minute, isBlinking(at: now) ? end : end - Self.blinkLength)
    }
}

extension Rect {
    /// As far as it stays on the screen.
    func moved(by shift: Shift, within size: Size) -> Rect {
        let (column, row) = (column + shift.columns, row + shift.rows)
        return Rect(
            column: column, row: row, width: min(width, size.width - column), height: min(height, size.height - row))
    }
}
