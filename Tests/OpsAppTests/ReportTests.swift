import TestSupport
import Testing

@testable import OpsApp

@Suite struct ReportTests {
    private static let scores = """
        {"from":"2026-11-16","to":"2026-11-22","by":"day","rows":[
        {"key":"2026-11-20","scores":{"responses":9,"sli":{"value":-20.0,"low":-40.0,"high":2.0,"n":9}}}]}
        """

    private func report(standing: String, change: String) throws -> OpsRun {
        let ranking = """
            {"from":"2026-11-16","to":"2026-11-22","branches":[{"branch":"baku","name":"Sahil","region":"",
            "standing":"\(standing)"\(change),"scores":{"responses":9}}]}
            """
        let span = #""from":"2026-11-16","to":"2026-11-22""#
        return OpsRun(
            "report", "baku",
            server: try LoopbackServer([
                .collector(200, ranking), .collector(200, Self.scores), .collector(200, Self.scores),
                .collector(200, "{\(span),\"options\":[]}"), .collector(200, "{\(span),\"comments\":[]}"),
            ]))
    }

    @Test(arguments: [
        ("below", #","change":-12.4"#, "below the rest, SLI -12 against as many days before"),
        ("same", "", "not really different from the rest"),
        ("silent", "", "none with a score"),
    ])
    func `it begins with how the branch stands and what has changed`(standing: String, change: String, words: String)
        throws
    {
        let run = try report(standing: standing, change: change)
        #expect(run.text.hasPrefix("Sahil, 2026-11-16 to 2026-11-22: 9 responses, \(words)\n\n"), "\(run.text)")
        #expect(run.text.contains("2026-11-20  -20"), "\(run.messages)")
    }
}
