import ArgumentParser
import Foundation
import ResponseGeneration
import WireProtocol

/// Fills a collector with a year of a chain's responses: for tests and measurements only, and no product.
@main
struct ResponseGenerator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-responses",
        abstract: "Makes a chain of branches with a year of responses, and delivers them.",
        discussion: """
            With --data they go straight into a collector's database, which no collector may have open meanwhile; with
            --collector over HTTP into a running one, which has nothing published yet, or with --published the survey
            branch-exit. The facts hidden in the responses
            and the rates are printed as JSON. Exit code 1 where any line was not accepted.
            """)

    @Option(help: "Branches.") var branches = 500
    @Option(help: "Responses, all in all.") var responses = 10_000_000
    @Option(help: "Days.") var days = 365
    @Option(help: "The last day, as 2026-09-30; default: the day before yesterday.") var until: String?
    @Option(help: "The same seed makes the same responses.") var seed: UInt64 = 1
    @Option(help: "The collector's data folder.") var data: String?
    @Option(help: "The collector's URL.") var collector: String?
    @Option(help: "A file with an API token of an admin.") var tokenFile: String?
    @Option(help: "Connections, or kiosks that are written side by side.") var connections: Int?
    @Flag(help: "Answers to version 1 of surveys/branch-exit.yaml, published before; with --collector.")
    var published = false

    func validate() throws {
        guard (data == nil) != (collector == nil), (collector == nil) == (tokenFile == nil) else {
            throw ValidationError("give either --data DIR, or --collector URL with --token-file FILE")
        }
        guard !published || collector != nil else { throw ValidationError("--published goes with --collector") }
        if let until, CalendarDay(until) == nil { throw ValidationError("--until wants a date such as 2026-09-30") }
        guard connections.map({ (1...256).contains($0) }) ?? true else {
            throw ValidationError("--connections takes 1 to 256")
        }
    }

    func run() async throws {
        var wish = ChainPlan.Wish()
        (wish.branches, wish.responses, wish.days, wish.seed) = (branches, responses, days, seed)
        wish.versions = published ? 1 : 2
        wish.until = until.flatMap { CalendarDay($0) } ?? CalendarDay(now: Date()).back(2)
        let plan = try ChainPlan(wish)
        let deliveries = Deliveries(plan)
        let account: Account
        if let data {
            account = try await StoreDelivery(folder: data, plan: plan, width: connections ?? 64).deliver(deliveries)
        } else {
            let token = try String(contentsOfFile: tokenFile ?? "", encoding: .utf8)
            account = try await WireDelivery(
                url: collector ?? "", token: token.trimmingCharacters(in: .whitespacesAndNewlines), plan: plan,
                width: connections ?? 8, publishes: !published
            ).deliver(deliveries)
        }
        print(try Report(planted: plan.plants, account: account).text())
        guard account.isWhole else { throw ExitCode.failure }
    }
}

/// What is printed at the end.
private struct Report: Encodable {
    let planted: Plants
    let account: Account

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
