import Foundation
import SurveyKit
import Testing
import WireProtocol

/// The messages between kiosk and collector, to the letter: kiosks in the field read and write these for years.
struct DeviceMessageTests {
    private let key = PublicKey(key: Data(repeating: 7, count: 32))
    private let branch = BranchInfo(id: "baku-28-may", name: "Bakı, 28 May", timeZone: "Asia/Baku")
    private static let keyText = #"{"id":"4bb06f8e4e3a7715","key":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="}"#
    private static let branchText = #"{"id":"baku-28-may","name":"Bakı, 28 May","time_zone":"Asia/Baku"}"#
    private static let limitsText =
        #"{"batch_bytes":262144,"batch_lines":100,"gzip":false,"jitter_ms":0,"line_bytes":65536,"#
        + #""maximum_ratio":20,"pause_ms":0,"wire_bytes":1048576}"#

    private func queue() throws -> QueueID { try #require(QueueID(hex: String(repeating: "ab", count: 16))) }
    private func response() throws -> ResponseID { try #require(ResponseID(hex: String(repeating: "01", count: 16))) }

    @Test func `Enrolment is asked for`() throws {
        let request = EnrolRequest(
            token: "SP-TOKEN", publicKey: Data([1, 2, 255]), enrolmentID: "e1", queue: try queue(), hostname: "kiosk-7",
            name: "Exit 2", app: "1.0.0")
        try WireText.expect(
            request,
            isWritten: #"{"app":"1.0.0","enrolment_id":"e1","hostname":"kiosk-7","name":"Exit 2","public_key":"AQL/","#
                + #""queue":"abababababababababababababababab","token":"SP-TOKEN"}"#)
    }

    @Test func `Enrolment is answered, with a release key or none`() throws {
        func answer(_ key: PublicKey?) -> EnrolAnswer {
            EnrolAnswer(
                kioskID: "k1", credential: "secret", collectorID: "c1", epoch: "9", branch: branch, releaseKey: key)
        }
        let start =
            #"{"branch":\#(Self.branchText),"collector_id":"c1","credential":"secret","epoch":"9","kiosk_id":"k1""#
        try WireText.expect(answer(key), isWritten: start + #","release_key":\#(Self.keyText)}"#)
        try WireText.expect(answer(nil), isWritten: start + "}")
    }

    @Test func `A kiosk checks in`() throws {
        let request = CheckinRequest(
            app: "1.0.0",
            queue: QueueReport(
                created: 10, delivered: 5, pending: 3, dead: 1, lost: 1, head: "ff", oldestPendingMS: 4_000,
                waiting: [[4, 5], [9, 9]], keptFrom: 2,
                declared: [
                    DeclaredRange(first: 6, last: 7, reason: "evicted", sha256: "bb"),
                    DeclaredRange(first: 9, last: 9, reason: "parked", sha256: nil),
                ]),
            survey: SurveyReport(id: "exit", version: 3, sha256: "aa"), manifest: 4, clock: .corrected,
            refused: [Refusal(survey: "exit", version: 4, code: "bad-signature")])
        try WireText.expect(
            request,
            isWritten:
                #"{"app":"1.0.0","clock":2,"manifest":4,"queue":{"created":10,"dead":1,"#
                + #""declared":[{"first":6,"last":7,"reason":"evicted","sha256":"bb"},"#
                + #"{"first":9,"last":9,"reason":"parked"}],"delivered":5,"head":"ff","kept_from":2,"#
                + #""lost":1,"oldest_pending_ms":4000,"pending":3,"waiting":[[4,5],[9,9]]},"#
                + #""refused":[{"code":"bad-signature","survey":"exit","version":4}],"#
                + #""survey":{"id":"exit","sha256":"aa","version":3}}"#)
        #expect(request.queue.isBalanced)
    }

    @Test func `A new kiosk checks in with nothing to report`() throws {
        let queue = QueueReport(
            created: 0, delivered: 0, pending: 0, dead: 0, lost: 0, head: "00", oldestPendingMS: nil)
        try WireText.expect(
            CheckinRequest(app: "1", queue: queue, survey: nil, manifest: 0, clock: .unknown, refused: []),
            isWritten: #"{"app":"1","clock":0,"manifest":0,"queue":{"created":0,"head":"00"},"refused":[]}"#)
    }

    @Test func `A reason that this version does not know still declares a loss`() throws {
        let text = Data(#"{"first":3,"last":4,"reason":"struck-by-lightning"}"#.utf8)
        let range = try JSONDecoder().decode(DeclaredRange.self, from: text)
        #expect(range.cause == .lost)
        #expect(
            DeclaredRange.Reason.allCases.map(\.rawValue).joined(separator: " ")
                == "dead corrupt purged evicted salvaged parked lost")
    }

    @Test func `A report that does not add up is not balanced`() {
        let report = QueueReport(created: 4, delivered: 1, pending: 1, dead: 1, lost: 0, head: "", oldestPendingMS: nil)
        #expect(!report.isBalanced)
    }

    @Test func `A check-in is answered`() throws {
        let answer = CheckinAnswer(
            durableSeq: 41, gaps: [[43, 44], [50, 50]], assign: Assignment(survey: "exit", version: 3, manifest: 4),
            branch: branch, limits: Limits(), nextMS: 60_000, releaseKey: key)
        try WireText.expect(
            answer,
            isWritten: #"{"assign":{"manifest":4,"survey":"exit","version":3},"branch":\#(Self.branchText),"#
                + #""durable_seq":41,"gaps":[[43,44],[50,50]],"limits":\#(Self.limitsText),"next_ms":60000,"#
                + #""release_key":\#(Self.keyText)}"#)
        try WireText.expect(
            CheckinAnswer(
                durableSeq: 0, gaps: [], assign: nil, branch: branch, limits: Limits(), nextMS: 1, releaseKey: nil),
            isWritten:
                #"{"branch":\#(Self.branchText),"durable_seq":0,"gaps":[],"limits":\#(Self.limitsText),"next_ms":1}"#)
    }

    @Test func `A batch is answered line by line`() throws {
        let answer = IngestAnswer(
            results: [
                Verdict(n: 0, id: try response(), status: .accepted, sha256: "aa"),
                Verdict(n: 1, id: nil, status: .rejected, code: "not-json"),
            ], durableSeq: 12,
            limits: Limits(
                lineBytes: 1, batchLines: 2, batchBytes: 3, pauseMS: 4, jitterMS: 5, gzip: true, wireBytes: 6,
                maximumRatio: 7))
        try WireText.expect(
            answer,
            isWritten: #"{"durable_seq":12,"#
                + #""limits":{"batch_bytes":3,"batch_lines":2,"gzip":true,"jitter_ms":5,"line_bytes":1,"#
                + #""maximum_ratio":7,"pause_ms":4,"wire_bytes":6},"#
                + #""results":[{"id":"01010101010101010101010101010101","n":0,"sha256":"aa","status":"accepted"},"#
                + #"{"code":"not-json","n":1,"status":"rejected"}]}"#)
        try WireText.expect(
            IngestAnswer(results: [], durableSeq: 0, limits: nil), isWritten: #"{"durable_seq":0,"results":[]}"#)
    }

    @Test func `The words of verdicts are fixed, and another one is no verdict`() {
        #expect(
            Verdict.Status.allCases.map(\.rawValue)
                == ["accepted", "duplicate", "quarantined", "conflict", "retry", "rejected"])
        let unknown = Data(#"{"n":0,"status":"perhaps"}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Verdict.self, from: unknown) }
    }

    @Test func `Fields of a newer collector are passed over`() throws {
        let newer = Data(#"{"durable_seq":1,"results":[],"mood":"good"}"#.utf8)
        #expect(try JSONDecoder().decode(IngestAnswer.self, from: newer).durableSeq == 1)
    }

    @Test func `The paths, headers and media types are fixed`() {
        #expect(Wire.version == 1)
        #expect(
            [Wire.Path.enroll, Wire.Path.responses, Wire.Path.checkin, Wire.Path.manifest, Wire.Path.time]
                == [
                    "/device/v1/enroll", "/device/v1/responses", "/device/v1/checkin", "/device/v1/trust/manifest",
                    "/device/v1/time",
                ])
        #expect(Wire.Path.blob(sha256: "ab12") == "/device/v1/blob/sha256/ab12")
        #expect(
            [
                Wire.Header.kiosk, Wire.Header.queue, Wire.Header.boot, Wire.Header.proto, Wire.Header.signature,
                Wire.Header.collector, Wire.Header.time, Wire.Header.epoch,
            ]
                == ["Kiosk", "Queue", "Boot", "Proto", "Signature", "Collector", "Time", "Epoch"].map {
                    "Smilepost-\($0)"
                })
        #expect(
            [Wire.MediaType.ndjson, Wire.MediaType.results, Wire.MediaType.json, Wire.MediaType.problem]
                == [
                    "application/x-ndjson", "application/vnd.smilepost.results+json", "application/json",
                    "application/problem+json",
                ])
    }
}
