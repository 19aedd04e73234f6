import ArgumentParser
import WireProtocol

struct ReportCommand: OpsAction {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Prints how a branch does: scores, days, hours, reasons, comments.",
        discussion: "The change against as many days before is there where it is real. Hours are the branch's own.")

    @OptionGroup var ops: OpsCommand
    @Argument(help: "Id of the branch.") var branch: String
    @OptionGroup var scores: ScoreOptions
    @Flag(help: "Print JSON.") var json = false

    /// All that is printed, as JSON gives it.
    private struct Report: Encodable {
        let branch: ApiRanking.Row
        let days: ApiScores
        let hours: ApiScores
        let reasons: ApiReasons
        let comments: [ApiComments.Row]
    }

    func run(in session: Session) throws {
        let report = try read(from: try ops.connection.client(in: session))
        guard !json else { return try session.json(report) }
        let scores = report.branch.scores
        try session.data(
            ("\(report.branch.name), \(report.days.from) to \(report.days.to): \(scores.responses) responses, "
                + Self.comparison(of: report.branch) + "\n\n").printable(keepingLines: true))
        try session.data(
            Table(header: ["SCORE", "VALUE", "FROM", "TO", "ANSWERS"], rows: Self.rows(scores)).text + "\n")
        try session.data(Self.table("DAY", report.days.rows).text + "\n")
        try session.data(Self.table("HOUR", report.hours.rows).text + "\n")
        try session.table(
            Table(header: ["QUESTION", "NAMED", "LOW %", "HIGH %"], rows: report.reasons.options.map(Self.row)),
            orElse: "Nobody named a reason.")
        for comment in report.comments {
            try session.data("\n\(Moment.text(ms: comment.occurredMS))  \(comment.text)".printable(keepingLines: true))
        }
        if !report.comments.isEmpty { try session.data("\n") }
    }

    private func read(from client: CollectorClient) throws -> Report {
        let own = [("branch", Optional(branch))]
        let ranking = try asking { try client.get(scores.path(Api.Path.ranking), as: ApiRanking.self) }
        guard let row = ranking.branches.first(where: { $0.branch == branch }) else {
            throw OpsFailure(.failed, "there is no branch \(branch) in reach; smilepost-ops branches list shows them")
        }
        return try asking {
            Report(
                branch: row,
                days: try client.get(scores.path(Api.Path.scores, own + [("by", "day")]), as: ApiScores.self),
                hours: try client.get(scores.path(Api.Path.scores, own + [("by", "hour")]), as: ApiScores.self),
                reasons: try client.get(scores.path(Api.Path.reasons, own), as: ApiReasons.self),
                comments: Array(
                    try client.get(scores.path(Api.Path.comments, own), as: ApiComments.self).comments.prefix(10)))
        }
    }

    private static func comparison(of branch: ApiRanking.Row) -> String {
        guard branch.standing != "silent" else { return "none with a score" }
        let standing = branch.standing == "same" ? "not really different from" : branch.standing
        let change = branch.change.map { ", SLI \(Figure.change($0)) against as many days before" } ?? ""
        return "\(standing) the rest\(change)"
    }

    private static func rows(_ set: ApiScoreSet) -> [[String]] {
        let named: [(String, ApiScore?)] = [
            ("SLI", set.sli), ("CSAT %", set.csat), ("NPS", set.nps), ("CES easy %", set.cesEasy),
            ("Completed %", set.completed),
        ]
        return named.compactMap { name, score in
            score.map { [name, Figure.text($0.value), Figure.text($0.low), Figure.text($0.high), "\($0.n)"] }
        }
    }

    private static func table(_ name: String, _ rows: [ApiScores.Row]) -> Table {
        Table(
            header: [name, "SLI", "±", "ANSWERS"],
            rows: rows.map { row in
                [
                    row.key, Figure.text(row.scores.sli?.value), Figure.margin(row.scores.sli),
                    "\(row.scores.sli?.n ?? 0)",
                ]
            })
    }

    private static func row(_ reason: ApiReasons.Row) -> [String] {
        let share = { (n: Int, of: Int) in of == 0 ? "-" : "\(Int((100 * Double(n) / Double(of)).rounded()))" }
        return [
            reason.question, reason.option, share(reason.low, reason.lowOf), share(reason.high, reason.highOf),
        ]
    }
}
