import CollectorStore
import Hummingbird
import WireProtocol

/// Says whether every answer is accounted for, and which kiosk needs a person.
struct FleetPage {
    let context: PageContext

    private struct View: Sendable {
        let frame: PageFrame
        let tone: String
        let headline: String
        let equation: String
        let cards: [CardView]
        let hasKiosks: Bool
        let kiosks: [KioskView]
        let waiting: [WaitingView]
        let pages: PagesView?
        let csv: String
    }

    /// A kiosk that waits to be let in.
    struct WaitingView: Sendable {
        let name: String
        let id: String
        let branch: String
        let asked: String
    }

    private static let rows = 100

    func response() async throws -> Response {
        let kiosks = try await context.store.kiosks(in: context.reach)
        let fleet = FleetSummary(now: context.now, kiosks: kiosks)
        let ordered = fleet.ordered
        if context.isCSV { return context.csv("fleet", Self.table(ordered)) }
        let pages = PagesView(context.query, context.path, count: ordered.count, size: Self.rows)
        let shown = pages.map { Array(ordered[$0.range]) } ?? ordered
        let waiting = try await context.store.waitingKiosks(in: context.reach)
        return context.collector.page(
            "fleet",
            View(
                frame: context.frame("Fleet", .fleet), tone: fleet.tone, headline: fleet.headline,
                equation: fleet.equation, cards: [fleet.card], hasKiosks: !kiosks.isEmpty,
                kiosks: shown.map { KioskView($0, now: context.now) },
                waiting: waiting.map {
                    WaitingView(
                        name: $0.name, id: $0.id, branch: $0.branch, asked: Words.ago($0.askedMS, now: context.now))
                }, pages: pages, csv: context.query.link(context.path, format: "csv")))
    }

    private static func table(_ kiosks: [KioskRecord]) -> [[String]] {
        [
            [
                "kiosk", "name", "branch", "last_contact", "made", "here", "waiting", "dead", "lost", "difference",
                "survey",
                "version", "app",
            ]
        ]
            + kiosks.map { kiosk in
                let account = kiosk.account
                let survey = kiosk.checkin?.survey
                return [kiosk.id, kiosk.name, kiosk.branch.id, kiosk.lastContactMS.map(Words.iso) ?? ""]
                    + [account.made, account.here, account.waiting, account.dead, account.lost, account.difference]
                    .map(String.init) + [survey?.id ?? "", survey.map { "\($0.version)" } ?? "", kiosk.app]
            }
    }
}
