import CollectorStore
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
        switch given.kind {
        case "nps": "\(given.score) of 10"
        case "ces": "effort \(given.score) of 7"
        case "stars": "\(given.score) of 5 stars"
        default: Words.face(given.score, of: given.levels)
        }
    }

    private static func tone(_ given: Comment.Given) -> String {
        switch given.kind {
        case "nps": given.score <= 6 ? "low" : given.score >= 9 ? "high" : ""
        case "ces": given.score <= 3 ? "low" : given.score >= 5 ? "high" : ""
        default:
            2 * given.score < given.levels + 1 ? "low" : 2 * given.score > given.levels + 1 ? "high" : ""
        }
    }
}
