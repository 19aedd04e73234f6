import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import SurveyKit
import Testing
import WireProtocol

@testable import CollectorApp

/// Rules, root causes and the report of tickets, by hand.
@Suite struct LoopPagesTests {
    private let site: SignedIn

    private var store: CollectorStore { site.centre.store }

    init() async throws { site = try await SignedIn(.ops) }

    private func version(_ survey: String) async throws -> String {
        let set = try await store.ticketRuleSets().first { $0.survey == survey }
        return try #require(set).version
    }

    private func rules(_ survey: String = "branch-exit") async throws -> [TicketRule] {
        try #require(try await store.ticketRuleSets().first { $0.survey == survey }).rules
    }

    @Test func `a survey's first own rule joins those that held for it before`() async throws {
        #expect(try await site.get("/ticket-rules").contains("No rules of its own"))
        let form = try await site.get("/ticket-rules/branch-exit/rule")
        #expect(form.contains("<code>visit &lt;= 2 or recommend &lt;= 6</code>"))
        #expect(form.contains("How was it? (1 to 5)"))
        let answer = try await site.post(
            "/ticket-rules/branch-exit/rule",
            "name=Refund&when=recommend+%3C%3D+6&words=refund%0D%0A%0D%0Amoney+back&needs=on&priority=high&hours=4"
                + "&minutes=30&place=0&active=on&number=")
        #expect(answer.headers[.location] == "/ticket-rules")
        let rule = TicketRule(
            name: "Refund", when: "recommend <= 6", words: ["refund", "money back"], needsWords: true, priority: .high,
            closeMinutes: 270)
        #expect(try await rules() == [rule, .standard])
        #expect(try await rules("*") == [.standard])
        let page = try await site.get("/ticket-rules")
        #expect(page.contains("recommend &lt;= 6, and “refund” or “money back” in a comment, and a comment or contact"))
        #expect(page.contains("4 h 30 min") && !page.contains("No rules of its own"))
        let entry = try #require(try await store.auditEntries(limit: 1).first)
        #expect((entry.action, entry.subject?.id, entry.reason) == ("ticket-rules", "branch-exit", "added “Refund”"))
    }

    @Test func `a rule is changed, moved, switched off and on, and removed`() async throws {
        for name in ["One", "Two"] {
            _ = try await site.post(
                "/ticket-rules/branch-exit/rule", "name=\(name)&low=on&priority=low&hours=8&minutes=0&active=on")
        }
        #expect(try await rules().map(\.name) == [TicketRule.standard.name, "One", "Two"])
        #expect(try await site.get("/ticket-rules/branch-exit/rule?number=2").contains("value=\"Two\""))
        let seen = try await version("branch-exit")
        let moved = try await site.post(
            "/ticket-rules/branch-exit/rule",
            "number=2&place=0&version=\(seen)&name=2nd&low=on&priority=normal&hours=1&minutes=0&active=on")
        #expect(moved.status == .seeOther)
        #expect(try await rules().map(\.name) == ["2nd", TicketRule.standard.name, "One"])
        for (field, isActive) in [("", false), ("&active=on", true)] {
            let seen = try await version("branch-exit")
            _ = try await site.post("/ticket-rules/branch-exit/switch", "number=0&version=\(seen)\(field)")
            #expect(try await rules().map(\.isActive) == [isActive, true, true])
        }
        let now = try await version("branch-exit")
        _ = try await site.post("/ticket-rules/branch-exit/remove", "number=0&version=\(now)")
        #expect(try await rules().map(\.name) == [TicketRule.standard.name, "One"])
        _ = try await site.post("/ticket-rules/branch-exit/general", "")
        #expect(try await rules() == [.standard])
    }

    @Test func `who has not seen the rules as they are changes none of them`() async throws {
        _ = try await site.post(
            "/ticket-rules/*/rule", "name=One&low=on&priority=low&hours=8&minutes=0&active=on&place=0")
        let before = try await rules("*")
        for (path, fields) in [
            ("rule", "number=0&name=x&low=on&priority=low&hours=1&minutes=0"), ("switch", "number=0"),
            ("remove", "number=0"),
        ] {
            for version in ["", "&version=standard"] {
                let answer = try await site.post("/ticket-rules/*/\(path)", fields + version)
                #expect(answer.status == .conflict)
                #expect(String(buffer: answer.body).contains("changed these rules meanwhile"))
            }
        }
        let seen = try await version("*")
        let beyond = try await site.post("/ticket-rules/*/remove", "number=7&version=\(seen)")
        #expect(beyond.status == .notFound)
        #expect(try await rules("*") == before)
    }

    @Test func `what a rule can't say is told in words`() async throws {
        for (survey, fields, words) in [
            ("branch-exit", "name=x&when=vist+%3C%3D+2&priority=low&hours=1&minutes=0", "did you mean `visit`?"),
            ("branch-exit", "name=x&priority=low&hours=1&minutes=0", "it has no condition"),
            ("branch-exit", "name=x&low=on&priority=low&hours=0&minutes=0", "`close_minutes`"),
            ("branch-exit", "name=x&low=on&priority=low&hours=99999999999999999999&minutes=0", "The time to close"),
            ("branch-exit", "name=x&low=on&priority=urgent&hours=1&minutes=0", "The priority"),
            ("*", "name=x&when=visit+%3C%3D+2&priority=low&hours=1&minutes=0", "names a question of one survey"),
        ] {
            let answer = try await site.post("/ticket-rules/\(survey)/rule", fields)
            #expect(answer.status == .badRequest)
            #expect(String(buffer: answer.body).contains(words), "\(fields)")
        }
        let unknown = try await site.post("/ticket-rules/none/rule", "name=x&low=on&priority=low&hours=1&minutes=0")
        #expect(unknown.status == .notFound)
        #expect(try await store.auditEntries(limit: 9).isEmpty)
    }

    @Test func `root causes are added, renamed, retired and offered again, and hostile names stay text`() async throws {
        #expect(try await site.post("/root-causes", "name=%3Cb%3E%22Parking").headers[.location] == "/root-causes")
        let cause = try #require(try await store.rootCauses().causes.last)
        let page = try await site.get("/root-causes")
        #expect(page.contains("&lt;b&gt;&quot;Parking") && !page.contains("<b>\"Parking"))
        _ = try await site.post("/root-causes/\(cause.id)/rename", "name=%3D1%2B1")
        _ = try await site.post("/root-causes/\(cause.id)/retire", "")
        #expect(try await site.get("/root-causes").contains("Offered no more"))
        #expect(try await site.get("/root-causes?format=csv").contains("\(cause.id),'=1+1,no,0\r\n"))
        _ = try await site.post("/root-causes/\(cause.id)/offer", "")
        #expect(try await store.rootCauses().causes.last?.name == "=1+1")
    }

    @Test func `who may not change the loop reads it, and is offered no form`() async throws {
        let viewer = try await SignedIn(.viewer, at: site.centre)
        for path in ["/ticket-rules", "/root-causes", "/ticket-report"] {
            let page = try await viewer.get(path)
            // The only form is the one to sign out.
            #expect(page.components(separatedBy: "<form").count == 2 || path == "/ticket-report")
            #expect(!page.contains("/settings") && !page.contains("href=\"/users\""))
        }
        let admin = try await SignedIn(.admin, at: site.centre)
        let page = try await admin.get("/tokens")
        for path in ["/users", "/tokens", "/webhooks", "/audit"] { #expect(page.contains("href=\"\(path)\"")) }
    }

    @Test func `the report says how the loop closes, and its file has the same`() async throws {
        let centre = site.centre
        try await centre.send(Array(repeating: ["visit": .score(1), "comment": .text("slow")], count: 5))
        centre.clock.advance(by: 2 * 3_600_000)
        for ticket in [1, 2, 3] as [Int64] {
            _ = try await store.change(
                ticket: ticket, .close, ApiTicketOrder(rootCause: ticket == 3 ? "price" : "staff", action: "x"),
                by: .nobody, reach: .all, nowMS: centre.clock.now)
        }
        let page = try await site.get("/ticket-report?days=1")
        let words = "3 tickets closed in these days, half of them within 2 h, nine in ten within 2 h. 2 open now."
        #expect(page.contains(words))
        #expect(page.contains("<a href=\"/tickets?branch=baku\">Baku</a></th><td class=\"n\">2</td>"))
        #expect(page.contains("Staff</th><td class=\"n\">2</td>"))
        #expect(page.contains("width=\"1000\" height=\"8\"") && page.contains("width=\"500\" height=\"8\""))
        let file = try await site.get("/ticket-report?days=1&format=csv")
        #expect(file.contains("total,,,5,3,7200000,7200000,2,0,0\r\n"))
        #expect(file.contains("cause,staff,Staff,,2,,,,,0\r\n"))
        #expect(file.contains("branch,baku,Baku,,,,,2,0,\r\n"))
        let none = try await site.get("/ticket-report?region=West")
        #expect(none.contains("No ticket was closed in these days. None is open now."))
    }

    @Test func `a ticket tells whoever looks what to do next`() async throws {
        let centre = site.centre
        try await centre.send([["visit": .score(1), "comment": .text("slow")]])
        #expect(try await site.get("/tickets/1").contains("Nobody has it. Take it, then find out at the branch"))
        _ = try await site.post("/tickets/1/take", "")
        let mine = "</b> Find out at the branch what happened (the customer left no contact)"
        #expect(try await site.get("/tickets/1").contains(mine))
        let other = try await SignedIn(.agent, at: centre)
        #expect(try await other.get("/tickets/1").contains("ops has it, and has not begun."))
        _ = try await site.post("/tickets/1/state", "state=in-progress")
        #expect(try await other.get("/tickets/1").contains("ops is on it."))
        centre.clock.advance(by: 30 * 3_600_000)
        #expect(try await other.get("/tickets/1").contains("ops has it. It is overdue: ask how it stands"))
        let viewer = try await SignedIn(.viewer, at: centre)
        #expect(try await !viewer.get("/tickets/1").contains("To do:"))
        _ = try await site.post("/tickets/1/close", "cause=staff&action=x")
        _ = try await site.post("/root-causes/staff/retire", "")
        let closed = try await site.get("/tickets/1")
        #expect(!closed.contains("To do:") && closed.contains("Closed: <b>Staff</b>. x"))
        #expect(closed.contains("<p class=\"sentence\">Closed Sun 23 Nov 18:26 <span class=\"note\">in the branch"))
        #expect(closed.contains("<b>ops</b> closed: <span dir=\"auto\">x</span>"))
    }

    @Test func `one closed ticket has a time, and no half of it`() async throws {
        let centre = site.centre
        try await centre.send([["visit": .score(1), "comment": .text("slow")]])
        centre.clock.advance(by: 12 * 60_000)
        _ = try await site.post("/tickets/1/close", "cause=staff&action=x")
        let page = try await site.get("/ticket-report?days=1")
        #expect(page.contains("1 ticket closed in these days, in 12 min. None is open now."))
        #expect(page.contains("of one ticket") && !page.contains("nine in ten"))
    }
}
