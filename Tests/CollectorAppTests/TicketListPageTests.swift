import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// What a list of tickets says of each, and the line that counts them.
@Suite struct TicketListPageTests {
    private static let survey = Survey(
        id: "branch-exit", version: 1, languages: ["en"], title: LocalizedText(["en": "Exit"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
            Question(id: "recommend", kind: .nps, ask: LocalizedText(["en": "Recommend?"]), isOptional: true),
            Question(
                id: "reason",
                kind: .choices(
                    [
                        .init(id: "wait", label: LocalizedText(["en": "Waiting <time>"])),
                        .init(id: "price", label: LocalizedText(["en": "Price"])),
                    ], max: 2), ask: LocalizedText(["en": "Why?"]), isOptional: true),
            Question(
                id: "comment", kind: .text(maxLength: 280), ask: LocalizedText(["en": "More?"]), isOptional: true),
            Question(
                id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                ask: LocalizedText(["en": "Call me"]), isOptional: true),
        ], thanks: LocalizedText(["en": "Thanks"]))

    private func site(_ answers: [[String: Answer]]) async throws -> SignedIn {
        let centre = try await SiteCentre(survey: Self.survey)
        try await centre.send(answers)
        return try await SignedIn(.agent, at: centre)
    }

    @Test func `each ticket says the worst score, the first reason, the comment and whether a call is wanted`()
        async throws
    {
        let site = try await site([
            [
                "visit": .score(2), "recommend": .score(0), "reason": .options(["wait", "price"]),
                "comment": .text("<b>Forty minutes"), "call": .contact(.placeholder),
            ], ["visit": .score(1), "comment": .text(String(repeating: "slow ", count: 30))],
        ])
        let page = try await site.get("/tickets")
        #expect(page.contains("<span class=\"pill\">0 of 10</span> <span dir=\"auto\">Waiting &lt;time&gt;</span>"))
        #expect(page.contains("<q dir=\"auto\" lang=\"en\">&lt;b&gt;Forty minutes</q>"))
        #expect(!page.contains("Price"))
        #expect(page.contains("<span class=\"pill\">Terrible</span> <q"))
        #expect(page.contains(">" + String(repeating: "slow ", count: 15) + "slow…</q>"))
        #expect(page.components(separatedBy: "wants a call").count == 2)
        // 22 November 2025, 08:25 UTC, in Baku.
        #expect(page.contains("visit on Sat 22 Nov"))
        #expect(page.contains("2 not closed</a>, <a href=\"/tickets?owner=-\">2 nobody&#39;s</a></p>"))
        let file = try await site.get("/tickets?format=csv")
        #expect(!file.contains("Forty") && !file.contains("Waiting"))
    }

    @Test func `of an erased answer nothing is said but the rule`() async throws {
        let site = try await site([["visit": .score(1), "comment": .text("slow")]])
        _ = try await site.centre.store.erase(
            Examples.responseID(0), by: .nobody, reason: "asked for", nowMS: site.centre.clock.now)
        let page = try await site.get("/tickets")
        #expect(page.contains("<td class=\"wrap said\">\(TicketRule.standard.name)"))
        #expect(!page.contains("slow") && !page.contains("visit on"))
    }

    @Test func `a line counts the tickets on the list, the overview, the branch's page and its report`() async throws {
        let site = try await site([["visit": .score(4)]])
        for path in ["/tickets", "/", "/branches/baku"] {
            let page = try await site.get(path)
            #expect(!page.contains("open</a>") && !page.contains("not closed</a>"), "\(path)")
        }
        let week = "/branches/baku/report?week=2025-11-17"
        #expect(try await !site.get(week).contains("opened and"))
        try await site.centre.send(
            Array(repeating: ["visit": .score(1), "comment": .text("slow")], count: 3), number: 1)
        _ = try await site.post("/tickets/1/close", "cause=staff&action=x")
        #expect(try await site.get("/").contains("<p class=\"under\"><a href=\"/tickets\">2 tickets open</a></p>"))
        #expect(
            try await site.get(week).contains("3 tickets opened and 1 closed in this week; now 2 open, 0 overdue."))
        site.centre.clock.advance(by: 30 * 3_600_000)
        let branch = try await site.get("/branches/baku")
        #expect(branch.contains("<a href=\"/tickets?branch=baku\">2 tickets open</a>"))
        #expect(branch.contains(", <a href=\"/tickets?overdue=true&amp;branch=baku\">2 overdue</a>"))
        let list = try await site.get("/tickets?branch=baku")
        #expect(list.contains("<a href=\"/tickets?branch=baku\">2 not closed</a>"))
    }
}
