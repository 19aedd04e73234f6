import CollectorStore
import SurveyKit
import WireProtocol

/// Who looks at the page.
struct PersonView: Equatable, Sendable {
    let name: String
    let formToken: String
    let updated: String
}

/// What `overview.mustache` names.
struct OverviewView: Sendable {
    let title = "Overview"
    let styleVersion = SiteTemplates.styleVersion
    /// Seconds.
    let refresh = 30
    let person: PersonView
    let days: String
    let branchesChip: String
    let surveysChip: String
    let leftOut: String?
    let suspect: SuspectView?
    let csv: String
    let sentence: String
    let tone: String
    let cards: [CardView]
    let groups: [BranchGroupView]
    let hasComments: Bool
    let comments: [CommentView]
    let hasKiosks: Bool
    let fleetTone: String
    let fleetHeadline: String
    let equation: String
    let kiosks: [KioskView]
    let footer: String

    init(_ reading: OverviewReading, principal: Principal) {
        let chain = reading.branches.map(\.counts).reduce(ScoreCounts(), +)
        let before = reading.before.map(\.counts).reduce(ScoreCounts(), +)
        let branchGroups = BranchGroups(reading.branches)
        person = PersonView(
            name: principal.name, formToken: principal.formToken ?? "",
            updated: "as of \(Words.moment(reading.now, zone: "UTC")) UTC")
        days = Words.span(from: reading.from, to: reading.now)
        branchesChip = Words.count(Int64(reading.branches.count), "branch", "branches")
        surveysChip = Self.surveysChip(reading.surveys)
        let set = reading.counts.quarantined.values.reduce(0, +)
        leftOut = set == 0 ? nil : "\(Words.count(set, "line", "lines")) set aside, not in the scores"
        suspect = SuspectView(reading.suspect, areCounted: reading.countsSuspect)
        csv = "/export/responses.csv" + (reading.countsSuspect ? "?suspect=include" : "")
        let news = OverviewSentence(groups: branchGroups, chain: chain, before: before)
        sentence = news.text
        tone = news.tone
        cards = [
            CardView("SLI", note: "−100 to 100", chain.sli, before: before.sli),
            CardView("CSAT, top two", chain.csat, before: before.csat, unit: " %"),
            CardView("NPS", note: "−100 to 100", chain.nps, before: before.nps),
            FleetSummary(reading).card,
        ]
        groups = branchGroups.views(chain: chain)
        comments = reading.comments.map(CommentView.init)
        hasComments = !comments.isEmpty
        let fleet = FleetSummary(reading)
        fleetTone = fleet.tone
        fleetHeadline = fleet.headline
        equation = fleet.equation
        kiosks = fleet.ordered.map { KioskView($0, now: reading.now) }
        hasKiosks = !kiosks.isEmpty
        footer =
            "Scores count every answer given in the last 7 × 24 hours. ± is half of the 95 % interval. "
            + "“Real” means larger than chance: false alarms among branches are held at 5 %."
    }

    private static func surveysChip(_ surveys: [ApiSurvey]) -> String {
        let running = surveys.filter { !$0.assignedTo.isEmpty }.map { "\($0.survey) v\($0.version)" }
        switch running.count {
        case 0: return "No survey runs yet"
        case 1...2: return running.joined(separator: ", ")
        default: return "\(running.count) surveys"
        }
    }
}
