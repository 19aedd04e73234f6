import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// The messages for people's tools, to the letter.
struct ApiMessageTests {
    @Test func `Surveys and their publication are written so`() throws {
        try WireText.expect(
            ApiSurveys(surveys: [
                ApiSurvey(survey: "exit", version: 3, sha256: "aa", size: 9, publishedMS: 5, assignedTo: ["*"])
            ]),
            isWritten:
                #"{"surveys":[{"assigned_to":["*"],"published_ms":5,"sha256":"aa","size":9,"survey":"exit","version":3}]}"#
        )
        let envelope = Envelope(type: "t", payload: Data(), signatures: [])
        let key = PublicKey(key: Data([1]))
        try WireText.expect(
            ApiPublication(
                manifest: envelope, blob: Data("{}".utf8), releaseKey: key,
                assign: ApiAssignment(all: false, branches: ["b1"])),
            isWritten: #"{"assign":{"all":false,"branches":["b1"]},"blob":"e30=","#
                + #""manifest":{"payload":"","signatures":[],"type":"t"},"release_key":{"id":"4bf5122f344554c5","key":"AQ=="}}"#
        )
        try WireText.expect(
            ApiPublished(survey: "exit", version: 3, sha256: "aa", manifest: 4),
            isWritten: #"{"manifest":4,"sha256":"aa","survey":"exit","version":3}"#)
    }

    @Test func `Branches and tokens are written so`() throws {
        try WireText.expect(
            ApiBranches(branches: [BranchInfo(id: "b1", name: "One", timeZone: "Asia/Baku")]),
            isWritten: #"{"branches":[{"id":"b1","name":"One","time_zone":"Asia/Baku"}]}"#)
        try WireText.expect(
            ApiBranchChange(name: "One", timeZone: "UTC"), isWritten: #"{"name":"One","time_zone":"UTC"}"#)
        try WireText.expect(
            ApiTokenRequest(branch: "b1", uses: 2, expiresMS: 1_000),
            isWritten: #"{"branch":"b1","expires_ms":1000,"uses":2}"#)
        try WireText.expect(
            ApiToken(token: "T", branch: "b1", uses: 2, expiresAtMS: 9),
            isWritten: #"{"branch":"b1","expires_at_ms":9,"token":"T","uses":2}"#)
    }

    @Test func `Kiosks are written so`() throws {
        let kiosk = ApiKiosk(
            id: "k1", name: "Exit 2", branch: "b1", lastContactMS: 7, created: 10, ledger: 6, pending: 3, dead: 1,
            lost: 0,
            survey: SurveyReport(id: "exit", version: 3, sha256: "aa"),
            refused: [Refusal(survey: "exit", version: 4, code: "wrong-hash")], app: "1.0", revoked: false)
        try WireText.expect(
            ApiKiosks(kiosks: [kiosk]),
            isWritten: #"{"kiosks":[{"app":"1.0","branch":"b1","created":10,"dead":1,"id":"k1","last_contact_ms":7,"#
                + #""ledger":6,"lost":0,"name":"Exit 2","pending":3,"#
                + #""refused":[{"code":"wrong-hash","survey":"exit","version":4}],"revoked":false,"#
                + #""survey":{"id":"exit","sha256":"aa","version":3}}]}"#)
    }

    @Test func `An exported response is written so`() throws {
        let id = try #require(ResponseID(hex: String(repeating: "01", count: 16)))
        try WireText.expect(
            ApiResponse(
                id: id, kiosk: "k1", branch: "b1", survey: "exit", version: 3, completion: .timeout, language: "en",
                occurredMS: 5, receivedMS: 6, seq: 7, answers: ["visit": .score(4), "reason": .options(["queue"])],
                skips: ["contact": .noKey]),
            isWritten: #"{"answers":{"reason":["queue"],"visit":4},"branch":"b1","completion":"timeout","#
                + #""id":"01010101010101010101010101010101","kiosk":"k1","language":"en","occurred_ms":5,"received_ms":6,"#
                + #""seq":7,"skips":{"contact":"no-key"},"survey":"exit","version":3}"#)
    }

    @Test func `An exported response that is suspect says why`() throws {
        let id = try #require(ResponseID(hex: String(repeating: "01", count: 16)))
        try WireText.expect(
            ApiResponse(
                id: id, kiosk: "k1", branch: "b1", survey: "exit", version: 3, completion: .done, language: "en",
                occurredMS: 5, receivedMS: 6, seq: 7, answers: [:], skips: [:], suspect: .fast),
            isWritten: #"{"answers":{},"branch":"b1","completion":"done","id":"01010101010101010101010101010101","#
                + #""kiosk":"k1","language":"en","occurred_ms":5,"received_ms":6,"seq":7,"skips":{},"#
                + #""survey":"exit","suspect":"fast","version":3}"#)
    }

    @Test func `An assignment is written so`() throws {
        try WireText.expect(
            ApiAssign(survey: "exit", version: 3, kiosk: "k_1"),
            isWritten: #"{"kiosk":"k_1","survey":"exit","version":3}"#)
        try WireText.expect(ApiAssign(survey: "exit", version: nil), isWritten: #"{"survey":"exit"}"#)
    }
}
