import Foundation
import TestSupport
import Testing

@testable import OpsApp

struct ExportTests {
    private static func page(_ text: String, next: String? = nil) -> LoopbackServer.Answer {
        .http(
            200, Data(text.utf8), type: "text/csv",
            headers: [("Smilepost-Collector", "c1")] + (next.map { [("Smilepost-Next", $0)] } ?? []))
    }

    @Test func `pages are asked for one after the other and make one file`() throws {
        let server = try LoopbackServer([
            Self.page("id,visit\nr1,5\n", next: "1~a b&c"), Self.page("r2,4\n", next: "2"), Self.page("r3,1\n"),
        ])
        let run = OpsRun("export", "responses", server: server)
        #expect(run.code == 0)
        #expect(run.text == "id,visit\nr1,5\nr2,4\nr3,1\n")
        #expect(
            server.requests.map(\.target) == [
                "/api/v1/responses?format=csv", "/api/v1/responses?format=csv&after=1~a%20b%26c",
                "/api/v1/responses?format=csv&after=2",
            ])
    }

    @Test func `times go as milliseconds since 1970`() throws {
        let server = try LoopbackServer([Self.page("")])
        let run = OpsRun(
            "export", "responses", "--from", "2025-10-09", "--to", "2025-10-09T12:53:20+04:00", "--format", "ndjson",
            server: server)
        #expect(run.code == 0)
        #expect(
            server.requests.first?.target
                == "/api/v1/responses?from=1759968000000&to=1760000000000&format=ndjson")
    }

    @Test(arguments: [
        "yesterday", "2025-13-01", "2025-10-09T25:00:00Z", "2025-02-30", "2025-10-09T08:00", "2025-10-9",
        "1760000000000", "",
    ])
    func `what is no time is a usage error`(text: String) {
        #expect(Moment.ms(from: text) == nil)
        #expect(OpsRun("export", "responses", "--from=\(text)").code == 64)
    }

    @Test(
        arguments: [
            ("2025-10-09", 1_759_968_000_000), ("2025-10-09T08:53:20Z", 1_760_000_000_000),
            ("2025-10-09T12:53:20.5+04:00", 1_760_000_000_500), ("1969-12-31", -86_400_000),
        ] as [(String, Int64)])
    func `a day is its midnight in UTC and a time has its offset`(text: String, ms: Int64) {
        #expect(Moment.ms(from: text) == ms)
    }

    @Test func `an empty span is a usage error`() {
        let run = OpsRun("export", "responses", "--from", "2025-10-09", "--to", "2025-10-09")
        #expect(run.code == 64)
        #expect(run.messages.hasPrefix("Error: --from must be before --to."))
    }

    @Test func `a file gets every byte and a terminal nothing that drives it`() throws {
        let text = "id,comment\nr1,\u{1B}[2Jgood\u{9B}m\r\n"
        let server = try LoopbackServer { _, _ in Self.page(text) }
        #expect(OpsRun("export", "responses", server: server).text == text)
        #expect(
            OpsRun("export", "responses", server: server, isTerminal: true).text == "id,comment\nr1,[2Jgoodm\n")
    }

    @Test func `a page that leads to itself ends the export`() throws {
        let server = try LoopbackServer { _, _ in Self.page("r1\n", next: "same") }
        let run = OpsRun("export", "responses", server: server)
        #expect(run.code == 69)
        #expect(server.requests.count == 2)
    }
}
