import TerminalUI

/// Cards for the options of a choice: as large as the room allows, in reading order, on as many pages as it takes for
/// every card to hold its label and a finger.
struct OptionGrid: Equatable {
    /// The cards of a page in order; the last one turns the page where there are several.
    private let rects: [Rect]
    private let count: Int
    /// Options on a page.
    private let perPage: Int

    /// No row is free between the cards: each is drawn a row lower than it can be touched.
    let isTight: Bool

    /// - Parameter isFramed: The first and last row of a card are its frame.
    init(labels: [String], in area: Rect, stage: Stage, isFramed: Bool) {
        count = labels.count
        let planner = Planner(labels: labels.map(MeasuredText.init), area: area, stage: stage, isFramed: isFramed)
        let plan = planner.plan()
        perPage = plan.perPage
        let shown = min(count, plan.perPage + (plan.perPage < count ? 1 : 0))
        rects = planner.rects(plan.arrangement, count: shown)
        isTight = plan.arrangement.rowGap == 0 && plan.arrangement.height >= 4
    }

    var pages: Int { max(1, (count + perPage - 1) / max(1, perPage)) }

    func page(of index: Int) -> Int { index / max(1, perPage) }

    /// What turns the page, where there are several.
    var more: Rect? { pages > 1 ? rects.last : nil }

    func cards(onPage page: Int) -> [KioskModel.OptionRect] {
        let first = page * perPage
        return zip(first..<min(count, first + perPage), rects).map { ($0, $1) }
    }

    /// Cells of a card for its label: between the digit and the mark.
    static func textWidth(of card: Int) -> Int { card - 2 * side(of: card) - 2 * indent(of: card) }
    static func side(of card: Int) -> Int { card >= 24 ? 3 : 1 }
    static func indent(of card: Int) -> Int { card >= 24 ? 3 : 2 }
}

extension OptionGrid {
    typealias Arrangement = (columns: Int, height: Int, rowGap: Int)

    /// Tries what could stand, the most comfortable first.
    private struct Planner {
        let labels: [MeasuredText]
        let area: Rect
        let stage: Stage
        let isFramed: Bool

        func plan() -> (perPage: Int, arrangement: Arrangement) {
            if let arrangement = arrangement(of: labels.count) { return (labels.count, arrangement) }
            for perPage in stride(from: labels.count - 1, through: 1, by: -1) {
                if let arrangement = arrangement(of: perPage + 1) { return (perPage, arrangement) }
            }
            // Not even one card: as many as there are rows, cut as they must be.
            let rows = max(1, area.height)
            let columns = max(1, (labels.count + rows - 1) / rows)
            return (labels.count, (columns, max(1, area.height * columns / max(1, labels.count)), 0))
        }

        /// Cards of three rows that a finger hits well; then smaller ones down to the least.
        private func arrangement(of count: Int) -> Arrangement? {
            let touch = stage.touch
            let tries: [(height: Int, width: Int, rowGap: Int)] = [
                (max(3, touch.good.height), touch.good.width, 1), (max(3, touch.least.height), touch.least.width, 1),
                (max(3, touch.least.height), touch.least.width, 0), (touch.least.height, touch.least.width, 1),
                (touch.least.height, touch.least.width, 0),
            ]
            for least in tries {
                for columns in columnsToTry(count) {
                    let rows = (count + columns - 1) / columns
                    let height = (area.height - least.rowGap * (rows - 1)) / rows
                    guard height >= least.height else { continue }
                    let shown = min(height, max(tallest, touch.good.height))
                    let width = (area.width - stage.gap * (columns - 1)) / columns
                    guard width >= max(12, least.width), holds(width: width, height: shown) else { continue }
                    return (columns, shown, least.rowGap)
                }
            }
            return nil
        }

        /// Higher cards look empty and put the labels far apart.
        private var tallest: Int { max(7, stage.size.height / 6) }

        /// Two columns look best; one where the labels are long, more where rows are few.
        private func columnsToTry(_ count: Int) -> [Int] {
            if count <= 3 || area.width < 50 { return Array(1...max(1, min(count, 3))) }
            return [2, 1] + (3..<max(4, min(count, 4) + 1))
        }

        /// Whether every label stands whole, broken between words only.
        private func holds(width: Int, height: Int) -> Bool {
            let rows = isFramed && height >= 3 ? height - 2 : height
            return labels.allSatisfy { label in
                label.rows(width: OptionGrid.textWidth(of: width)).map { $0 <= rows } ?? false
            }
        }

        func rects(_ arrangement: Arrangement, count: Int) -> [Rect] {
            let cells = area.columns(arrangement.columns, gap: stage.gap)
            let rows = (count + arrangement.columns - 1) / arrangement.columns
            let used = rows * arrangement.height + (rows - 1) * arrangement.rowGap
            let top = area.row + max(0, (area.height - used) / 2)
            return (0..<count).map { index in
                let cell = cells[index % arrangement.columns]
                let row = top + index / arrangement.columns * (arrangement.height + arrangement.rowGap)
                return stage.mirrored(
                    Rect(column: cell.column, row: row, width: cell.width, height: arrangement.height))
            }
        }
    }
}
