import CollectorStore
import SurveyKit
import WireProtocol

/// How many tickets are open, overdue and nobody's, in a line whose parts lead to them.
struct TicketLine: Sendable {
    let open: String
    let link: String
    /// Only those that there are.
    let parts: [Part]

    struct Part: Sendable {
        let text: String
        let link: String
    }

    /// - Parameters:
    ///   - branch: The one that was counted; nil for all within reach.
    ///   - open: How the number that are not closed is said.
    /// - Returns: Nil where none is open.
    init?(_ standing: TicketStanding, branch: String?, open words: (Int) -> String = Self.open) {
        guard standing.open > 0 else { return nil }
        let link = { (name: String, value: String?) in
            TicketsPage.path + AddressQuery.text([(name: name, value: value), (name: "branch", value: branch)])
        }
        open = words(standing.open)
        self.link = link("state", nil)
        parts = [
            (standing.overdue, "overdue", link("overdue", "true")), (standing.nobodys, "nobody's", link("owner", "-")),
        ].filter { $0.0 > 0 }.map { Part(text: "\(Words.count(Int64($0.0))) \($0.1)", link: $0.2) }
    }

    private static func open(_ count: Int) -> String { Words.count(Int64(count), "ticket open", "tickets open") }

    /// Of a branch, or of all within reach.
    static func read(_ context: PageContext, branch: String? = nil) async throws -> TicketLine? {
        TicketLine(
            try await context.store.ticketStanding(branch: branch, reach: context.reach, nowMS: context.now),
            branch: branch)
    }

    /// A branch's week on paper, and how it stands now; nil where there was nothing.
    static func week(_ monday: LocalDay, of branch: BranchInfo, _ context: PageContext) async throws -> String? {
        let days = try await context.store.ticketDays(
            [monday...(monday + 6)], of: [branch], isWhole: false, nowMS: context.now)
        let (opened, report) = (days.steps.reduce(0) { $0 + $1.opened }, days.report)
        guard opened + report.closed + report.open > 0 else { return nil }
        let count = { (value: Int) in Words.count(Int64(value)) }
        return "\(Words.count(Int64(opened), "ticket", "tickets")) opened and \(count(report.closed)) closed in this "
            + "week; now \(count(report.open)) open, \(count(report.overdue)) overdue."
    }
}
