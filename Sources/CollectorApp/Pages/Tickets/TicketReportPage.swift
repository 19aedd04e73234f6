import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// Does the loop close: how fast, where not, and whether what was mended stays mended.
struct TicketReportPage {
    let context: PageContext

    static let path = Tab.report.path

    private struct View: Sendable {
        let frame: PageFrame
        let filters: FilterView
        let sentence: String
        let tone: String
        let cards: [CardView]
        let flow: FlowView
        let branches: [BranchRow]
        let hasBranches: Bool
        let causes: [CauseRow]
        let hasCauses: Bool
    }

    /// How many were opened and closed, as a table that the script draws.
    struct FlowView: Sendable {
        let title: String
        let unit: String
        let rows: [Row]
        let isEmpty: Bool

        struct Row: Sendable {
            let label: String
            let opened: String
            let closed: String
        }
    }

    struct BranchRow: Sendable {
        let name: String
        let link: String
        let open: String
        let overdue: String
        let overdueTone: String
    }

    struct CauseRow: Sendable {
        let name: String
        let closed: String
        let share: String
        /// Of 1000.
        let width: Int
        let back: String
    }

    /// The branches that are meant.
    private func branches(_ all: [BranchInfo]) -> [BranchInfo] {
        let query = context.query
        return all.filter { branch in
            (query.region ?? branch.region) == branch.region && (query.branch ?? branch.id) == branch.id
        }
    }

    func response() async throws -> Response {
        let all = try await context.store.branches(in: context.reach)
        let query = context.query
        let isWhole = context.reach == .all && query.region == nil && query.branch == nil
        let days = try await context.store.ticketDays(
            Self.steps(context.filter.days), of: branches(all), isWhole: isWhole, nowMS: context.now)
        let names = Dictionary(all.map { ($0.id, $0.name) }) { one, _ in one }
        if context.isCSV { return context.csv("ticket-report", Self.table(days, names)) }
        let report = days.report
        return context.collector.page(
            "ticketreport",
            View(
                frame: PageFrame(
                    "Ticket report", place: .tickets, tab: .report, for: context.principal, now: context.now,
                    footer: Self.footer),
                filters: FilterView(query, path: Self.path, branches: all, today: context.today),
                sentence: Self.sentence(report), tone: report.overdue > 0 ? "changed" : "", cards: Self.cards(days),
                flow: FlowView(days.steps), branches: report.branches.map { BranchRow($0, names) },
                hasBranches: !report.branches.isEmpty,
                causes: report.causes.map { CauseRow($0, of: report) }, hasCauses: !report.causes.isEmpty))
    }

    private static let footer =
        "Days are those of each branch's own clocks. The time to close runs from opening to closing, nights included. A cause "
        + "came back where another ticket of the same branch, opened within 30 days after the fix, was closed with it."

    /// Longest span that is shown by day.
    private static let mostDays = 31

    /// Each day, or each week of a long span.
    private static func steps(_ days: ClosedRange<LocalDay>) -> [ClosedRange<LocalDay>] {
        let length = days.upperBound.number - days.lowerBound.number + 1
        guard length > mostDays else { return (0..<length).map { (days.lowerBound + $0)...(days.lowerBound + $0) } }
        return (days.lowerBound.week...days.upperBound.week).map { week in
            let monday = LocalDay(startOfWeek: week)
            return max(monday, days.lowerBound)...min(monday + 6, days.upperBound)
        }
    }

    private static func sentence(_ report: ApiTicketReport) -> String {
        let overdue = report.overdue > 0 ? ", \(Words.count(Int64(report.overdue))) of them overdue" : ""
        let open =
            report.open == 0 ? "None is open now." : "\(Words.count(Int64(report.open))) open now\(overdue)."
        guard let median = report.medianMS, let late = report.p90MS else {
            return "No ticket was closed in these days. " + open
        }
        let closed = "\(Words.count(Int64(report.closed), "ticket", "tickets")) closed in these days, "
        guard report.closed > 1 else { return "\(closed)in \(Words.age(median)). \(open)" }
        return closed + "half of them within \(Words.age(median)), nine in ten within \(Words.age(late)). " + open
    }

    private static func cards(_ days: TicketDays) -> [CardView] {
        let report = days.report
        let back = report.causes.reduce(0) { $0 + $1.cameBack }
        let opened = days.steps.reduce(0) { $0 + $1.opened }
        let count = { (value: Int) in Words.count(Int64(value)) }
        return [
            CardView(
                title: "Closed", value: count(report.closed), under: "\(count(opened)) opened in the same days",
                change: nil, changeTone: ""),
            CardView(
                title: "Time to close, median", value: report.medianMS.map(Words.age) ?? "–",
                under: report.closed == 1
                    ? "of one ticket" : report.p90MS.map { "nine in ten within \(Words.age($0))" } ?? "none was closed",
                change: nil,
                changeTone: ""),
            CardView(
                title: "Open now", value: count(report.open),
                under: report.overdue == 0 ? "none is overdue" : "not closed",
                change: report.overdue == 0 ? nil : "\(count(report.overdue)) overdue", changeTone: "worse"),
            CardView(
                title: "Came back", value: count(back), under: "of \(count(report.closed)), within 30 days so far",
                change: nil, changeTone: ""),
        ]
    }

    /// All tables of the page in one, told apart by the first column.
    private static func table(_ days: TicketDays, _ names: [String: String]) -> [[String]] {
        let report = days.report
        let header = [
            "part", "id", "name", "opened", "closed", "median_ms", "p90_ms", "open", "overdue", "came_back",
        ]
        let total = [
            "total", "", "", "\(days.steps.reduce(0) { $0 + $1.opened })", "\(report.closed)",
            report.medianMS.map { "\($0)" } ?? "", report.p90MS.map { "\($0)" } ?? "", "\(report.open)",
            "\(report.overdue)", "\(report.causes.reduce(0) { $0 + $1.cameBack })",
        ]
        let steps = days.steps.map { step in
            [
                "days", step.days.lowerBound.iso, step.days.upperBound.iso, "\(step.opened)", "\(step.closed)", "", "",
                "", "", "",
            ]
        }
        let branches = report.branches.map { branch in
            [
                "branch", branch.branch, names[branch.branch] ?? "", "", "", "", "", "\(branch.open)",
                "\(branch.overdue)", "",
            ]
        }
        let causes = report.causes.map { cause in
            ["cause", cause.cause, cause.name, "", "\(cause.closed)", "", "", "", "", "\(cause.cameBack)"]
        }
        return [header, total] + steps + branches + causes
    }
}

extension ApiTicketReport {
    var open: Int { branches.reduce(0) { $0 + $1.open } }
    var overdue: Int { branches.reduce(0) { $0 + $1.overdue } }
}

extension TicketReportPage.FlowView {
    fileprivate init(_ steps: [TicketDays.Step]) {
        let isDaily = steps.allSatisfy { $0.days.lowerBound == $0.days.upperBound }
        title = "Opened and closed by \(isDaily ? "day" : "week")"
        unit = isDaily ? "Day" : "Week from"
        rows = steps.map { step in
            Row(
                label: Words.date(step.days.lowerBound, withYear: !isDaily), opened: Words.count(Int64(step.opened)),
                closed: Words.count(Int64(step.closed)))
        }
        isEmpty = steps.allSatisfy { $0.opened == 0 && $0.closed == 0 }
    }
}

extension TicketReportPage.BranchRow {
    fileprivate init(_ branch: ApiTicketReport.Branch, _ names: [String: String]) {
        name = branch.branch.isEmpty ? "no branch" : names[branch.branch] ?? branch.branch
        link = TicketsPage.link(branch: branch.branch)
        open = Words.count(Int64(branch.open))
        overdue = Words.count(Int64(branch.overdue))
        overdueTone = branch.overdue > 0 ? "worse" : ""
    }
}

extension TicketReportPage.CauseRow {
    fileprivate init(_ cause: ApiTicketReport.Cause, of report: ApiTicketReport) {
        let (closed, most) = (max(report.closed, 1), max(report.causes.first?.closed ?? 1, 1))
        name = cause.name
        self.closed = Words.count(Int64(cause.closed))
        share = Words.score(Double(cause.closed) * 100 / Double(closed)) + " %"
        width = cause.closed * 1_000 / most
        back = cause.cameBack == 0 ? "no" : "\(Words.count(Int64(cause.cameBack))) of \(self.closed)"
    }
}
