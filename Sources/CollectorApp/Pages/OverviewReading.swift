import CollectorStore
import SurveyKit
import WireProtocol

/// Everything the overview shows, read at one moment.
struct OverviewReading: Sendable {
    static let spanMS: Int64 = 7 * 86_400_000
    static let commentCount = 20

    let now: Int64
    /// The last 7 days up to `now`, and the 7 days before them.
    let branches: [BranchScores]
    let before: [BranchScores]
    let comments: [Comment]
    let kiosks: [KioskRecord]
    let surveys: [ApiSurvey]
    let counts: StoreCounts
    /// Suspect presses of the last 7 days by reason, and whether they are in the scores.
    let suspect: [SuspectReason: Int64]
    let countsSuspect: Bool

    var from: Int64 { now - Self.spanMS }

    static func read(
        _ store: CollectorStore, in reach: Reach, now: Int64, countingSuspect: Bool = false
    ) async throws -> OverviewReading {
        let from = now - spanMS
        return OverviewReading(
            now: now,
            branches: try await store.branchScores(
                fromMS: from, toMS: now + 1, countingSuspect: countingSuspect),
            before: try await store.branchScores(fromMS: from - spanMS, toMS: from, countingSuspect: countingSuspect),
            comments: try await store.lastComments(limit: commentCount, countingSuspect: countingSuspect),
            kiosks: try await store.kiosks(in: reach),
            surveys: try await store.publishedSurveys(in: reach), counts: try await store.storeCounts(),
            suspect: try await store.suspectCounts(fromMS: from, toMS: now + 1), countsSuspect: countingSuspect)
    }
}
