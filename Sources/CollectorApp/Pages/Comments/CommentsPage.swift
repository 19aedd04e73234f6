import CollectorStore
import Hummingbird
import SurveyKit
import WireProtocol

/// What customers wrote, newest first.
struct CommentsPage {
    let context: PageContext

    private struct View: Sendable {
        let frame: PageFrame
        let filters: FilterView
        let leanings: [ChipView.Option]
        let comments: [CommentView]
        let hasComments: Bool
        let next: String?
    }

    private static let count = 40

    func response() async throws -> Response {
        let comments = context.comments(context.filter)
        if context.isCSV { return try await csv(comments) }
        let page = try await comments.page(Self.count, after: context.query.after)
        let query = context.query
        return context.collector.page(
            "comments",
            View(
                frame: context.frame("Comments", .comments), filters: try await context.filters(context.filter),
                leanings: [("All", nil), ("With low scores", .low), ("With high scores", .high)].map { label, leaning in
                    ChipView.Option(
                        label: label, link: query.with { $0.leaning = leaning }.link(context.path),
                        isChosen: query.leaning == leaning)
                }, comments: page.comments.map(CommentView.init), hasComments: !page.comments.isEmpty,
                next: page.next.map { next in
                    query.with { $0.after = next }.link(context.path)
                }))
    }

    /// All that the filters let through, from the address's cursor on.
    private func csv(_ comments: FilteredComments) async throws -> Response {
        try await .csv("comments-\(context.span)", header: Self.header) { cursor in
            let page = try await comments.page(Self.piece, after: cursor ?? context.query.after)
            return (page.comments.map(Self.row), page.next)
        }
    }

    /// Rows of a file that are read at once.
    private static let piece = 1_000
    private static let header = [
        "response", "occurred", "branch", "kiosk", "survey", "question", "language", "kind", "score", "text",
    ]

    private static func row(_ comment: Comment) -> [String] {
        [
            comment.id.hex, Words.iso(comment.occurredMS), comment.branch.id, comment.kioskID, comment.survey,
            comment.question, comment.language, comment.score?.kind ?? "", comment.score.map { "\($0.score)" } ?? "",
            comment.text,
        ]
    }
}
