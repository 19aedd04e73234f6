import CollectorStore
import SurveyKit

/// The hours of the week at which a branch is really worse than at its others, on its worst day: `Friday 17–19 h`.
struct WorstHours: Equatable, Sendable {
    let text: String
    /// 1 for Monday to 7 for Sunday.
    let weekday: Int

    /// - Parameter slots: By `ScoreDimension.slot`. Nil where no hour really differs for the worse.
    init?(_ slots: [ScoreGroup]) {
        let counts = slots.map { ($0.key, $0.counts.satisfactionSteps) }.filter { $0.1.contains { $0 > 0 } }
        let ranking = Ranking(Dictionary(uniqueKeysWithValues: counts)) { Metrics.sli(bestToWorst: $0) }
        let low = slots.compactMap { slot -> (day: Int, hour: Int, loss: Double)? in
            let parts = slot.key.split(separator: "-").compactMap { Int($0) }
            guard parts.count == 2, ranking.standing(of: slot.key) == .below,
                let difference = ranking.differences[slot.key]?.difference
            else { return nil }
            // What the hour costs the branch: how far below, for how many.
            return (parts[0], parts[1], difference * Double(slot.counts.sli?.n ?? 0))
        }
        let days = Dictionary(grouping: low, by: \.day)
        let worst = days.min {
            ($0.value.reduce(0) { $0 + $1.loss }, $0.key) < ($1.value.reduce(0) { $0 + $1.loss }, $1.key)
        }
        guard let worst, let deepest = worst.value.min(by: { $0.loss < $1.loss })?.hour else { return nil }
        let hours = Set(worst.value.map(\.hour))
        var (first, last) = (deepest, deepest)
        while hours.contains(first - 1) { first -= 1 }
        while hours.contains(last + 1) { last += 1 }
        weekday = worst.key
        text = "\(Words.weekdays[weekday - 1]) \(first)–\(last + 1) h"
    }
}

/// The worst hours of a branch as a link to what customers said there on that day of the week.
struct WorstHoursLink: Equatable, Sendable {
    let text: String
    let link: String

    /// - Parameter path: Of the branch's page.
    init?(_ slots: [ScoreGroup], _ query: PageQuery, _ path: String) {
        guard let worst = WorstHours(slots) else { return nil }
        text = "Lowest \(worst.text)"
        link = query.with { $0.weekday = worst.weekday }.link(path) + "#comments-title"
    }
}

/// What low scores of a branch name really more often than low scores elsewhere.
struct NamedReason: Equatable, Sendable {
    let text: String

    /// Nil where nothing really stands out.
    init?(there: [ReasonCount], everywhere: [ReasonCount], _ labels: SurveyLabels) {
        let found = there.compactMap { own -> (label: String, here: Score, else: Score, difference: Comparison)? in
            let all = everywhere.first {
                $0.survey == own.survey && $0.question == own.question && $0.option == own.option
            }
            guard let all, let here = own.share(.low), let other = all.without(own).share(.low) else { return nil }
            let difference = Comparison(here, against: other)
            guard difference.isReal, difference.difference > 0 else { return nil }
            return (labels.option(own.survey, own.question, own.option), here, other, difference)
        }
        guard let most = found.max(by: { $0.difference.interval.lowerBound < $1.difference.interval.lowerBound }) else {
            return nil
        }
        text =
            "“\(most.label)” is named in \(Words.score(most.here.value)) % of low scores there, against "
            + "\(Words.score(most.else.value)) % elsewhere"
    }
}
