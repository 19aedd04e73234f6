import Foundation
import SurveyKit
import WireProtocol

/// Responses as a table: fixed columns, one for each question ever published, and `other` for the rest.
struct ResponseTable: Equatable, Sendable {
    static let fixed = [
        "id", "kiosk", "branch", "survey", "version", "completion", "language", "occurred", "received", "seq",
        "suspect", "occurred_err_ms", "time",
    ]

    /// Question ids in the order of the surveys; a later survey adds its own at the end.
    private let questions: [String]

    /// - Parameter surveys: Oldest first.
    init(surveys: [Survey]) {
        var known: Set<String> = []
        questions = surveys.flatMap { $0.questions.map(\.id) }.filter { known.insert($0).inserted }
    }

    var header: String {
        CSV.row(Self.fixed + questions.map { (Self.fixed + ["other"]).contains($0) ? "answer_" + $0 : $0 } + ["other"])
    }

    func row(_ response: ApiResponse) -> String {
        let cells = [
            response.id.hex, response.kiosk, response.branch, response.survey, String(response.version),
            response.completion.rawValue, response.language, Words.iso(response.occurredMS),
            Words.iso(response.receivedMS), String(response.seq), response.suspect?.rawValue ?? "",
            response.occurredErrMS.map(String.init) ?? "", response.time?.rawValue ?? "",
        ]
        return CSV.row(cells + questions.map { response.answers[$0].map(Self.cell) ?? "" } + [other(response)])
    }

    private static func cell(_ answer: ApiAnswer) -> String {
        switch answer {
        case .score(let score): String(score)
        case .text(let text): text
        case .options(let ids): ids.joined(separator: ";")
        case .sealed: "sealed"
        }
    }

    /// Answers to questions that no published survey has, as JSON; empty without any.
    private func other(_ response: ApiResponse) -> String {
        let rest = response.answers.filter { !questions.contains($0.key) }
        guard !rest.isEmpty else { return "" }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(rest)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
