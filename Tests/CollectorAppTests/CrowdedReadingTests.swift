import CollectorStore
import Hummingbird
import HummingbirdTesting
import SurveyKit
import Testing
import WireProtocol

@testable import CollectorApp

/// A collector that gives no wide reading a turn.
@Suite struct CrowdedReadingTests {
    @Test(arguments: ["/", "/branches", "/fleet", "/comments", Api.Path.scores, Api.Path.responses, Api.Path.kiosks])
    func `who would have to wait for long is told when to come again, and kiosks are served`(path: String) async throws
    {
        let centre = try await SiteCentre(reading: ReadingLimits(width: 0, patience: .zero))
        try await centre.addUser(role: .viewer)
        try await centre.store.addSession(
            hash: Secrets.hash("leyla"), user: "leyla", expiresMS: .max, nowMS: centre.clock.now)
        var headers = try await centre.bearer(.viewer)
        headers[.cookie] = "\(SessionCookie.name)=leyla"
        let sent = headers
        let answer = try await centre.application.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: sent)
        }
        #expect(answer.status == .serviceUnavailable)
        #expect(answer.headers[.retryAfter] == "5")
        try await centre.send([["visit": .score(1)]])
    }
}
