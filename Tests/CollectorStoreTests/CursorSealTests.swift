import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct CursorSealTests {
    @Test func `a cursor tells nothing of how much the chain has, and is good after a restart`() async throws {
        var centre = try await Centre()
        _ = try await centre.ingest(try Centre.lines(30).map(\.bytes))
        let cursor = try unwrap(try await centre.store.responses(in: .all, limit: 10).next)
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        #expect(cursor.utf8.allSatisfy(letters.utf8.contains))
        // The same place is another text each time: nothing can be compared.
        let again = try unwrap(try await centre.store.responses(in: .all, limit: 10).next)
        #expect(again != cursor)
        try centre.reopen()
        for text in [cursor, again] {
            let rows = try await centre.store.responses(in: .all, after: text, limit: 99).rows
            #expect(rows.map(\.seq) == (11...30).map(Int64.init))
        }
    }

    @Test func `a cursor of another list, of another collector, altered or invented is none`() async throws {
        let (centre, other) = (try await Centre(), try await Centre())
        for one in [centre, other] { _ = try await one.ingest(try Centre.lines(30).map(\.bytes)) }
        let cursor = try unwrap(try await centre.store.responses(in: .all, limit: 10).next)
        let foreign = try unwrap(try await other.store.responses(in: .all, limit: 10).next)
        let comments = try centre.store.text(of: CommentQuery.Cursor(occurredMS: 5, row: 5))
        var generator = SeededGenerator(seed: 4)
        let altered = (0..<40).map { _ in
            var letters = Array(cursor)
            let place = Int.random(in: 0..<letters.count - 1, using: &generator)
            letters[place] = letters[place] == "A" ? "B" : "A"
            return String(letters)
        }
        for text in [foreign, comments, "", "7.7", "AAAA", "é", cursor + "AAAA"] + altered {
            #expect(
                await problem { _ = try await centre.store.responses(in: .all, after: text) } == .badRequest, "\(text)")
        }
        #expect(throws: Problem.self) { try centre.store.commentCursor(cursor) }
        #expect(
            await problem {
                _ = try await centre.store.tickets(
                    TicketFilter(), reach: .all, after: cursor, limit: 5, nowMS: Centre.now)
            } == .badRequest)
    }
}
