import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// Every survey: how many answered, how many came to its end, and where the others left.
struct SurveysPage {
    let context: PageContext

    private struct View: Sendable {
        let frame: PageFrame
        let filters: FilterView
        let surveys: [SurveyView]
        let isEmpty: Bool
    }

    struct SurveyView: Sendable {
        let id: String
        let title: String
        let runs: String
        let completion: String
        let funnel: [FunnelRow]
        /// Nil with a single one.
        let versionsTable: BreakdownView?
        let languagesTable: BreakdownView?
        let reasons: ReasonsView
    }

    /// What became of those who came to a question.
    struct FunnelRow: Sendable {
        let question: String
        let kind: String
        let reached: String
        let answered: String
        let skipped: String
        let left: String
        let leftTone: String
        /// Of 1000.
        let width: Int
    }

    func response() async throws -> Response {
        let (store, reach, filter) = (context.store, context.reach, context.filter)
        let funnels = try await store.funnels(filter, reach: reach)
        let labels = try await SurveyLabels.read(store)
        if context.isCSV { return context.csv("surveys", QuestionFunnel.table(labels.sorted(funnels))) }
        // Of all surveys at once; only languages are told apart within each.
        async let reasons = store.reasons(filter, reach: reach)
        async let versions = store.scores(filter, by: .version, reach: reach)
        let totals = try await store.scores(filter, by: .survey, reach: reach)
        let published = try await store.publishedSurveys(in: context.reach)
        var views: [SurveyView] = []
        for total in totals {
            var own = filter
            own.survey = total.key
            views.append(
                SurveyView(
                    id: total.key, title: labels.title(total.key),
                    runs: Self.runs(published.filter { $0.survey == total.key }.map { ($0.version, $0.assignedTo) }),
                    completion: Self.completion(total.counts),
                    funnel: Self.rows(funnels.filter { $0.survey == total.key }, labels),
                    versionsTable: Self.table(try await versions.filter { $0.key.hasPrefix(total.key + "/") }) {
                        "Version \($0.split(separator: "/").last ?? "")"
                    },
                    languagesTable: Self.table(
                        try await store.scores(own, by: .language, reach: reach), name: Words.language),
                    reasons: ReasonsView(try await reasons.filter { $0.survey == total.key }, labels)))
        }
        return context.collector.page(
            "surveys",
            View(
                frame: context.frame("Surveys", .surveys), filters: try await context.filters(filter), surveys: views,
                isEmpty: views.isEmpty))
    }

    private static func table(_ groups: [ScoreGroup], name: (String) -> String) -> BreakdownView? {
        groups.count > 1 ? BreakdownView(groups.map { BreakdownRow(name($0.key), $0.counts) }) : nil
    }

    private static func runs(_ versions: [(version: Int, assignedTo: [String])]) -> String {
        let running = versions.filter { !$0.assignedTo.isEmpty }
        guard let newest = running.max(by: { $0.version < $1.version }) else { return "runs nowhere now" }
        let places =
            newest.assignedTo == ["*"]
            ? "every branch without a survey of its own"
            : Words.count(Int64(newest.assignedTo.count), "branch or kiosk", "branches and kiosks")
        return "version \(newest.version) runs in \(places)"
    }

    private static func completion(_ counts: ScoreCounts) -> String {
        let responses = Words.count(Int64(counts.responses), "response", "responses")
        guard let share = counts.completion else { return responses }
        return "\(responses), \(Words.score(share.value)) % (\(ScoreView.margin(share))) came to the end"
    }

    private static func rows(_ funnels: [QuestionFunnel], _ labels: SurveyLabels) -> [FunnelRow] {
        let most = max(funnels.map(\.reached).max() ?? 0, 1)
        return labels.sorted(funnels).map { funnel in
            let percent = { (step: FunnelStep) in
                Metrics.share(of: funnel.steps[step] ?? 0, among: funnel.reached)
            }
            let text = { (step: FunnelStep) in percent(step).map { Words.score($0.value) + " %" } ?? "–" }
            return FunnelRow(
                question: labels.question(funnel.survey, funnel.question), kind: funnel.kind,
                reached: Words.count(Int64(funnel.reached)), answered: text(.answered), skipped: text(.skipped),
                left: text(.left), leftTone: (percent(.left)?.value ?? 0) >= 10 ? "worse" : "",
                width: funnel.reached * 1_000 / most)
        }
    }
}
