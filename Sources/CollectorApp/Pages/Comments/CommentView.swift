import CollectorStore
import SurveyKit
import WireProtocol

/// One comment with where, when and how satisfied.
struct CommentView: Equatable, Sendable {
    let text: String
    let code: String
    let branch: String
    let link: String
    let kiosk: String
    let iso: String
    let moment: String
    let language: String
    let word: String?
    /// `low`, `high` or nothing.
    let tone: String

    init(_ comment: Comment) {
        text = comment.text
        code = comment.language
        branch = comment.branch.name
        link = "/branches/\(comment.branch.id)"
        kiosk = comment.kioskName.isEmpty ? "unknown kiosk" : comment.kioskName
        iso = Words.iso(comment.occurredMS)
        moment = Words.moment(comment.occurredMS, zone: comment.branch.timeZone)
        language = Words.language(comment.language)
        word = comment.score.map(Self.word)
        tone = comment.score.map(Self.tone) ?? ""
    }

    private static func word(_ given: Comment.Given) -> String {
        (given.kind == "ces" ? "effort " : "") + Words.score(given.score, kind: given.kind, levels: given.levels)
    }

    private static func tone(_ given: Comment.Given) -> String {
        let leaning = Leaning(kind: given.kind, score: given.score, levels: given.levels)
        return leaning == .low || leaning == .high ? leaning?.word ?? "" : ""
    }
}
