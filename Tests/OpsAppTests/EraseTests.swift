import SurveyKit
import TestSupport
import Testing

@testable import OpsApp

struct EraseTests {
    private let id = Examples.responseID(1).hex

    @Test func `a response is erased with the reason in the query`() throws {
        let server = try LoopbackServer([.collector(204, "")])
        let run = OpsRun("erase", id, "--reason", "wish no. 4 & more", server: server)
        #expect(run.code == 0)
        #expect(run.text.isEmpty)
        #expect(run.messages == "Erased \(id). Backups of the collector made before still hold it.\n")
        let request = try #require(server.requests.first)
        #expect(request.method == "DELETE")
        #expect(request.target == "/api/v1/responses/\(id)?reason=wish%20no%2E%204%20%26%20more")
    }

    @Test func `what is not there is told as the collector tells it`() throws {
        let server = try LoopbackServer([.problem(404, "not-found", "There is no response.")])
        let run = OpsRun("erase", id, "--reason", "wish", server: server)
        #expect(run.code == 1)
        #expect(run.messages == "smilepost-ops: There is no response.\n")
    }

    @Test(arguments: [["erase", "xyz", "--reason", "wish"], ["erase", Examples.responseID(1).hex, "--reason", " "]])
    func `an id or a reason that is none is a wrong command line`(arguments: [String]) {
        #expect(OpsRun(arguments: arguments).code == 64)
    }
}
