import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Comments page by page, of surveys with more than one question for words.
@Suite struct CommentListTests {
    private static func survey(_ version: Int, service: String?) -> Survey {
        Survey(
            id: "talk", version: version, languages: ["en"], title: LocalizedText(["en": "Talk"]), service: service,
            questions: [
                Question(id: "visit", kind: .stars, ask: LocalizedText(["en": "?"])),
                Question(id: "good", kind: .text(maxLength: 99), ask: LocalizedText(["en": "?"]), isOptional: true),
                Question(id: "bad", kind: .text(maxLength: 99), ask: LocalizedText(["en": "?"]), isOptional: true),
                Question(id: "else", kind: .text(maxLength: 99), ask: LocalizedText(["en": "?"]), isOptional: true),
            ], thanks: LocalizedText(["en": "!"]))
    }

    /// Nine customers, three in each moment, with three comments each; every second one at the till, in version 2.
    private func centre() async throws -> Centre {
        let centre = try await Centre()
        for survey in [Self.survey(1, service: nil), Self.survey(2, service: "till")] {
            _ = try await centre.publish(survey, after: try await centre.manifest())
        }
        let drafts = (0..<9).map { number in
            Draft(
                id: Examples.responseID(number), surveyID: "talk", surveyVersion: number % 2 + 1, bundle: nil,
                started: Examples.start.advanced(by: Int64(number / 3)), language: "en",
                answers: [
                    "visit": .score(3), "good": .text("good \(number)"), "bad": .text("bad \(number)"),
                    "else": .text("else \(number)"),
                ], completion: .done)
        }
        let answer = try await centre.ingest(try Centre.chain(drafts).map(\.bytes))
        #expect(answer.results.allSatisfy { $0.status == .accepted })
        return centre
    }

    @Test(arguments: 1...10)
    func `pages of any length hold every comment once, also those of one response`(limit: Int) async throws {
        let centre = try await centre()
        var texts: [String] = []
        var cursor: String?
        repeat {
            var query = CommentQuery(limit: limit)
            query.before = try cursor.map { text throws(Problem) in try centre.store.commentCursor(text) }
            let page = try await centre.store.comments(query)
            texts += page.comments.map(\.text)
            cursor = try page.next.map(centre.store.text(of:))
        } while cursor != nil
        let all = (0..<9).flatMap { number in ["good", "bad", "else"].map { "\($0) \(number)" } }
        #expect(texts.sorted() == all.sorted())
    }

    @Test func `only the comments of a service are found by it`() async throws {
        let centre = try await centre()
        var query = CommentQuery(limit: 99)
        query.service = "till"
        let found = try await centre.store.comments(query).comments.map(\.text)
        #expect(Set(found) == Set([1, 3, 5, 7].flatMap { ["good \($0)", "bad \($0)", "else \($0)"] }))
        query.service = "counter"
        #expect(try await centre.store.comments(query).comments == [])
    }
}
