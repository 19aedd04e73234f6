import CollectorStore
import Foundation
import SurveyKit
import WireProtocol

/// The comments that a filter of scores lets through, by the clocks of their branches.
struct FilteredComments {
    let store: CollectorStore
    let reach: Reach
    let filter: ScoreFilter
    let leaning: Leaning?

    /// The newest.
    func newest(_ count: Int) async throws -> [Comment] { try await page(count, after: nil).comments }

    /// One page of them.
    ///
    /// The span is read a day wider on both sides, as the branches' clocks differ, and then held to their dates.
    ///
    /// - Parameter after: `next` of the page before.
    /// - Throws: `Problem` `bad-request` for a cursor that is none; the database's error.
    func page(_ count: Int, after: String?) async throws -> (comments: [Comment], next: String?) {
        let start = try after.map { text throws(Problem) in try store.commentCursor(text) }
        let days = filter.days
        var query = CommentQuery(limit: max(count * 2, 50))
        query.branches = try await branches()
        query.leaning = leaning
        (query.language, query.survey) = (filter.language, filter.survey)
        (query.version, query.question, query.service) = (filter.version, filter.question, filter.service)
        (query.withSuspect, query.withUncertain) = (filter.withSuspect, filter.withUncertain)
        query.fromMS = Int64(days.lowerBound.number - 1) * 86_400_000
        query.before =
            start ?? CommentQuery.Cursor(occurredMS: Int64(days.upperBound.number + 2) * 86_400_000, row: 0)
        var found: [Comment] = []
        var hasMore = true
        for _ in 0..<Self.mostReadings where found.count < count && hasMore {
            let page = try await store.comments(query, reach: reach)
            found += page.comments.filter(isMeant)
            query.before = page.next
            hasMore = page.next != nil
        }
        let shown = Array(found.prefix(count))
        guard let last = shown.last, found.count > count || hasMore else {
            return (shown, nil)
        }
        let next = CommentQuery.Cursor(occurredMS: last.occurredMS, row: last.row, question: last.question)
        return (shown, try store.text(of: next))
    }

    /// A day of the week that has few comments is looked for so long, and no longer.
    private static let mostReadings = 40

    private func branches() async throws -> Set<String>? {
        if let branch = filter.branch { return [branch] }
        guard let region = filter.region else { return nil }
        return Set(try await store.branches(in: reach).filter { $0.region == region }.map(\.id))
    }

    private func isMeant(_ comment: Comment) -> Bool {
        let zone = TimeZone(identifier: comment.branch.timeZone) ?? .gmt
        let day = LocalHour(ms: comment.occurredMS, in: zone).day
        return filter.days.contains(day) && (filter.weekday ?? day.weekday + 1) == day.weekday + 1
    }
}
