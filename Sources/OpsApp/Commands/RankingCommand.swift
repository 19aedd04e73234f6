import ArgumentParser
import WireProtocol

struct RankingCommand: OpsAction {
    static let configuration = CommandConfiguration(
        commandName: "ranking", abstract: "Prints the branches by SLI, the best first.",
        discussion: """
            STANDING is against all other branches together: above or below only where the difference is more than \
            chance would do. CHANGE is against as many days before, and only where it is real. ± is half of the 95 % \
            interval.
            """)

    @OptionGroup var ops: OpsCommand
    @OptionGroup var scores: ScoreOptions
    @Option(help: "Only branches of this region.") var region: String?
    @Flag(help: "Print JSON.") var json = false

    private static let header = ["BRANCH", "NAME", "STANDING", "SLI", "±", "ANSWERS", "CHANGE", "CSAT %", "NPS"]

    func run(in session: Session) throws {
        let client = try ops.connection.client(in: session)
        let path = scores.path(Api.Path.ranking, [("region", region)])
        let answer = try asking { try client.get(path, as: ApiRanking.self) }
        guard !json else { return try session.json(answer) }
        session.message("\(answer.from) to \(answer.to)")
        try session.table(
            Table(header: Self.header, rows: answer.branches.map(Self.row)), orElse: "There is no branch in reach.")
    }

    private static func row(_ branch: ApiRanking.Row) -> [String] {
        let (sli, csat, nps) = (branch.scores.sli, branch.scores.csat, branch.scores.nps)
        return [
            branch.branch, branch.name, branch.standing, Figure.text(sli?.value), Figure.margin(sli),
            "\(sli?.n ?? 0)", branch.change.map(Figure.change) ?? "-", Figure.text(csat?.value),
            Figure.text(nps?.value),
        ]
    }
}

/// Scores in columns.
enum Figure {
    static func text(_ value: Double?) -> String { value.map { "\(Int($0.rounded()))" } ?? "-" }

    /// Half of the interval; `<1` where that rounds to nothing, since no score is exact.
    static func margin(_ score: ApiScore?) -> String {
        guard let score else { return "-" }
        let half = text((score.high - score.low) / 2)
        return half == "0" ? "<1" : half
    }

    static func change(_ value: Double) -> String { (value > 0 ? "+" : "") + text(value) }
}
