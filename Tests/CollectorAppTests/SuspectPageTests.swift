import CollectorStore
import Foundation
import Hummingbird
import HummingbirdTesting
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Suspect presses on the page and in its CSV.
@Suite struct SuspectPageTests {
    private func centre() async throws -> SiteCentre {
        let centre = try await SiteCentre()
        try await centre.send(
            [5, 5, 1, 1, 1].map { ["visit": .score($0), "comment": .text("words \($0)")] },
            suspect: [2: .fast, 3: .fast, 4: .burst])
        return centre
    }

    @Test func `the page says how many it left out and why, one click from counting them in`() async throws {
        let page = try await centre().overview()
        #expect(
            page.contains(
                "<span class=\"chip note\" title=\"2 too soon after another, 1 in a burst\">3 suspect presses left out · "
                    + "<a href=\"/?suspect=include\">count in</a></span>"))
        #expect(page.contains("<td class=\"n\">2</td>"))
        #expect(page.contains("words 5") && !page.contains("words 1"))
        #expect(page.contains("<a href=\"/export/responses.csv\" download>"))
    }

    @Test func `counted in, they are said to be, with the way back`() async throws {
        let page = try await centre().overview("/?suspect=include")
        #expect(
            page.contains(
                "title=\"2 too soon after another, 1 in a burst\">3 suspect presses counted in · "
                    + "<a href=\"/\">leave out</a></span>"))
        #expect(page.contains("<td class=\"n\">5</td>"))
        #expect(page.contains("words 1"))
        #expect(page.contains("<a href=\"/export/responses.csv?suspect=include\" download>"))
    }

    @Test func `without suspect presses nothing is said of them`() async throws {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(5)]])
        #expect(!(try await centre.overview().contains("suspect press")))
    }

    @Test(arguments: [("", ["", ""]), ("?suspect=include", ["", "", "fast", "fast", "burst"])])
    func `the page's CSV has what the page counts`(query: String, reasons: [String]) async throws {
        let csv = try await centre().overview("/export/responses.csv" + query)
        let rows = csv.split(separator: "\r\n").dropFirst().map {
            String($0.split(separator: ",", omittingEmptySubsequences: false)[10])
        }
        #expect(rows == reasons)
    }

    @Test func `the export for tools has all of them with the reason`() async throws {
        let centre = try await centre()
        let headers = try await centre.bearer(.viewer)
        try await centre.application.test(.router) { client in
            let answer = try await client.execute(uri: Api.Path.responses, method: .get, headers: headers)
            let rows = try String(buffer: answer.body).split(separator: "\n").map {
                try JSONDecoder().decode(ApiResponse.self, from: Data($0.utf8))
            }
            #expect(rows.map(\.suspect) == [nil, nil, .fast, .fast, .burst])
        }
    }
}
