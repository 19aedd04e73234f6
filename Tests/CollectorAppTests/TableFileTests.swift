import CollectorStore
import SurveyKit
import Testing
import WireProtocol

@testable import CollectorApp

/// The pages' tables as files.
@Suite struct TableFileTests {
    @Test func `the file of tickets has all that the filters let through, and no formula`() async throws {
        let site = try await SignedIn(.agent)
        let centre = site.centre
        // More than are read at once.
        try await centre.send(Array(repeating: ["visit": .score(1), "comment": .text("slow")], count: 502))
        try await centre.addUser("leyla", role: .agent)
        _ = try await centre.store.change(
            ticket: 7, .take, ApiTicketOrder(owner: "leyla"), by: .nobody, reach: .all, nowMS: centre.clock.now)
        _ = try await centre.store.change(
            ticket: 9, .close, ApiTicketOrder(rootCause: "staff", action: "=cmd|' /C calc'!A0\nsaid \"no\""),
            by: .nobody, reach: .all, nowMS: centre.clock.now)
        let page = try await site.get("/tickets?state=open")
        #expect(page.contains("href=\"/tickets?state=open&amp;format=csv\""))
        let open = try await site.get("/tickets?format=csv").split(separator: "\r\n")
        #expect(open.count == 502)
        #expect(open.first?.hasPrefix("ticket,branch,survey,response,rule,priority,owner,state,opened,due") == true)
        #expect(Set(open).count == 502)
        let mine = try await site.get("/tickets?owner=leyla&format=csv").split(separator: "\r\n")
        #expect(mine.count == 2 && mine[1].hasPrefix("7,baku,branch-exit,"))
        let closed = try await site.get("/tickets?state=closed&format=csv")
        #expect(closed.contains(",staff,\"'=cmd|' /C calc'!A0\nsaid \"\"no\"\"\"\r\n"))
    }

    @Test func `the files of users and of the audit log have what their pages show, and no formula`() async throws {
        let site = try await SignedIn(.admin)
        let store = site.centre.store
        try await store.upsertBranch(BranchInfo(id: "lisbon", name: "Lisbon", timeZone: "UTC", region: "West"))
        try await store.addUser(
            name: "=1+1", role: .viewer, email: "a@b.example", places: [.region("West"), .branch("baku")],
            passwordHash: "x", nowMS: 1_000)
        let users = try await site.get("/users?format=csv")
        #expect(
            users.contains("'=1+1,viewer,\"region:West;branch:baku\",a@b.example,1970-01-01T00:00:01.000Z,,no\r\n"))
        // More than are read at once.
        for number in 1...1_003 {
            try await store.enterInAudit(
                .contactReveal, by: .nobody, on: .user("u"), reason: "@SUM(\(number))", nowMS: 1_000)
        }
        let audit = try await site.get("/audit?format=csv").split(separator: "\r\n")
        #expect(audit.count == 1_004)
        #expect(audit[1].hasSuffix(",contact-reveal,user,u,'@SUM(1003)"))
        #expect(audit[1_003].hasSuffix(",'@SUM(1)"))
        #expect(Set(audit).count == 1_004)
    }

    @Test func `the file of comments has all of them, whichever page is looked at`() async throws {
        let site = try await SignedIn(.viewer)
        try await site.centre.send((0..<2_010).map { ["visit": .score(3), "comment": .text("words \($0)")] })
        let end = CommentQuery.Cursor(occurredMS: 9_999_999_999_999, row: 1)
        let page = try await site.get("/comments?after=\(try site.centre.store.text(of: end))")
        #expect(page.contains("href=\"/comments?format=csv\""))
        let file = try await site.get("/comments?format=csv").split(separator: "\r\n")
        #expect(file.count == 2_011 && Set(file).count == 2_011)
    }
}
