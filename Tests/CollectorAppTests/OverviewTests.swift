import CollectorStore
import Foundation
import Hummingbird
import HummingbirdTesting
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

@Suite struct OverviewTests {
    /// Like the design's small example: 60 happy, 20 unhappy.
    private static let mixed: [[String: Answer]] =
        (0..<60).map { ["visit": .score(5), "recommend": .score($0 % 2 == 0 ? 10 : 8)] }
        + (0..<20).map { _ in ["visit": .score(1), "recommend": .score(3)] }

    @Test func `the page shows the scores that the metrics give for the same answers`() async throws {
        let centre = try await SiteCentre()
        try await centre.send(Self.mixed)
        let page = try await centre.overview()
        let branches = try await centre.overview("/branches")
        let sli = try #require(Metrics.sli(bestToWorst: [60, 0, 0, 0, 20]))
        let csat = try #require(Metrics.csat(bestToWorst: [60, 0, 0, 0, 20]))
        let nps = try #require(Metrics.nps(promoters: 30, passives: 30, detractors: 20))
        for (name, score, unit) in [("SLI", sli, ""), ("CSAT", csat, " %"), ("NPS", nps, "")] {
            let value = Words.score(score.value)
            let low = Words.score(score.interval.lowerBound)
            let high = Words.score(score.interval.upperBound)
            #expect(branches.contains("aria-label=\"\(name) \(value), 95 % interval \(low) to \(high)\""))
            #expect(page.contains("<p class=\"figure\">\(value)\(unit)</p>"))
            #expect(
                branches.contains(
                    "<td class=\"score\">\(value)\(unit)</td><td class=\"pm\">\(ScoreView.margin(score))</td>"))
        }
        #expect(branches.contains("<td class=\"n\">80</td>"))
        #expect(page.contains("80 answers"))
    }

    @Test func `the lowest hours of a branch lead to what was said on their day of the week`() async throws {
        let centre = try await SiteCentre()
        try await centre.send((0..<100).map { _ in ["visit": .score(5)] }, number: 0)
        centre.clock.advance(by: 3 * 3_600_000)
        try await centre.send((0..<100).map { _ in ["visit": .score(1)] }, kiosk: "exit-2", number: 1)
        let page = try await centre.overview("/branches/baku")
        #expect(page.contains(" <a href=\"/branches/baku?weekday=6#comments-title\">Lowest Saturday 15–16 h</a>.</p>"))
        #expect(page.contains("<h2 id=\"comments-title\">"))
        let report = try await centre.overview("/branches/baku/report?week=2025-11-22")
        #expect(report.contains("&amp;weekday=6#comments-title\">Lowest Saturday 15–16 h</a>.</p>"))
    }

    @Test func `answers older than seven days are not in the scores`() async throws {
        let centre = try await SiteCentre()
        try await centre.send(Self.mixed)
        centre.clock.advance(by: 7 * 86_400_000)
        let page = try await centre.overview()
        #expect(page.contains("No answers in these days."))
    }

    @Test func `no answers are said so, and are never 0`() async throws {
        let page = try await SiteCentre().overview()
        #expect(page.contains("<p class=\"figure none\">no answers</p>"))
        let branches = try await SiteCentre().overview("/branches")
        #expect(branches.contains("<td class=\"none\" colspan=\"4\">no answers</td>"))
        #expect(page.contains("No comments in these days."))
        let fleet = try await SiteCentre().overview("/fleet")
        #expect(fleet.contains("No kiosks yet."))
        #expect(!page.contains("class=\"score\""))
    }

    @Test func `what customers and branches are called does nothing to the page`() async throws {
        let centre = try await SiteCentre()
        let hostile = "<script>alert(1)</script>\"' onload=x &amp; \"\u{301} autofocus"
        try await centre.store.upsertBranch(BranchInfo(id: "evil", name: hostile, timeZone: "UTC"))
        try await centre.send(
            [["visit": .score(1), "comment": .text(hostile)]], branch: "evil", kiosk: "<img src=x>")
        let page = try await centre.overview()
        let safe =
            "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=x &amp;amp; &quot;\u{301} autofocus"
        #expect(!page.contains("<script>"))
        #expect(!page.contains("<img"))
        #expect(page.unicodeScalars.firstRange(of: Array(("<a href=\"/branches/evil\">" + safe).unicodeScalars)) != nil)
        #expect(page.unicodeScalars.firstRange(of: Array(("lang=\"en\">" + safe).unicodeScalars)) != nil)
        #expect(page.contains("&lt;img src=x&gt;"))
    }

    @Test func `a comment has its place, the branch's time, its score in words and its language`() async throws {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(1), "comment": .text("طويل")]], language: "ar")
        let page = try await centre.overview()
        #expect(page.contains("<li class=\"low\"><blockquote dir=\"auto\" lang=\"ar\">طويل</blockquote>"))
        #expect(
            page.contains(
                "<a href=\"/branches/baku\">Baku</a>, <bdi>exit-1</bdi> · <time datetime=\"2025-11-22T08:25:40.000Z\">Sat 22 Nov 12:25</time> · العربية "
                    + "<span class=\"pill\">Terrible</span>"))
    }

    @Test func `books that balance are said to, and a missing answer is marked on its kiosk`() async throws {
        let centre = try await SiteCentre()
        try await centre.send(Self.mixed, number: 0)
        let whole = try await centre.overview("/fleet")
        #expect(
            whole.contains(
                "<b>Every answer is accounted for:</b> 80 made = 80 here + 0 waiting + 0 dead + 0 lost"))
        #expect(!whole.contains("Does not add up"))
    }

    @Test func `an answer that nobody holds is named`() async throws {
        let centre = try await SiteCentre()
        try await centre.send(Self.mixed, kiosk: "exit-9", extra: 2)
        let page = try await centre.overview("/fleet")
        #expect(
            page.contains(
                "<b>2 answers can&#39;t be accounted for:</b> 82 made, but 80 here + 0 waiting + 0 dead + 0 lost"))
        #expect(
            page.contains(
                "Does not add up: 2 answers made on this kiosk are neither here nor waiting, dead or lost."))
    }

    @Test func `a kiosk that may be two is named`() async throws {
        let centre = try await SiteCentre()
        try await centre.send(Self.mixed, kiosk: "exit-9")
        let kiosk = try #require(try await centre.store.kiosk(credentialHash: Data("credential-0".utf8)))
        let head = SealedLine.genesis(of: kiosk.queue).hex
        let books = QueueReport(
            created: 80, delivered: 80, pending: 0, dead: 0, lost: 0, head: head, oldestPendingMS: nil)
        let report = CheckinRequest(
            app: "1.0.0", queue: books, survey: nil, manifest: 1, clock: .synchronised, refused: [])
        for boot in ["a", "b", "a"] {
            let sent = Timestamp(boot: boot, bootMS: 1_000, wallMS: centre.clock.now, clock: .synchronised)
            _ = try await centre.store.checkIn(
                kiosk, queue: kiosk.queue, report, sent: sent, nowMS: centre.clock.now)
        }
        let page = try await centre.overview("/fleet")
        #expect(page.contains("two devices seem to share its identity or its queue (clone suspected)"))
    }

    @Test func `a kiosk that missed its check-ins is silent since then, in branch time`() async throws {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(4)]])
        centre.clock.advance(by: KioskView.silentAfterMS + 60_000)
        let page = try await centre.overview("/fleet")
        #expect(page.contains("<td class=\"worse\">silent since Sat 22 Nov 12:26</td><td>11 min ago</td>"))
        #expect(page.contains("of 1 · 0 waiting · <span class=\"worse\">1 silent</span>"))
    }

    @Test func `the page is private, framed by nobody and runs nothing`() async throws {
        let centre = try await SiteCentre()
        try await centre.application.test(.router) { client in
            for path in ["/login", "/nothing", "/healthz", Api.Path.kiosks] {
                let answer = try await client.execute(uri: path, method: .get)
                let policy = answer.headers.value("Content-Security-Policy") ?? ""
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
                #expect(!policy.contains("unsafe-inline"))
                #expect(answer.headers.value("X-Content-Type-Options") == "nosniff")
                #expect(answer.headers.value("Referrer-Policy") == "no-referrer")
                #expect(answer.headers.value("Cache-Control") == "no-store")
            }
            let style = try await client.execute(uri: "/assets/smilepost.css", method: .get)
            #expect(style.headers[.contentType] == "text/css; charset=utf-8")
            #expect(style.headers[.cacheControl] == "public, max-age=31536000, immutable")
        }
        let page = try await centre.overview()
        #expect(!page.contains(" style=") && !page.contains("javascript:"))
    }
}
