import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

struct IngestOutcomeTests {
    private let queue = Examples.queueID()
    private let sent: [SealedLine]

    init() throws {
        var head = SealedLine.genesis(of: Examples.queueID())
        sent = try (1...3).map { n in
            let line = try SealedLine(
                sealing: Examples.draft(id: Examples.responseID(n)), queue: Examples.queueID(), seq: Int64(n),
                prev: head)
            head = line.sha256
            return line
        }
    }

    private func interpret(_ response: HTTPResponse) -> IngestOutcome {
        IngestOutcome.interpret(.success(response), sent: sent, queue: queue, collectorID: FakeCollector.id)
    }

    private func answer(
        _ verdicts: [Verdict], headers: [String: String] = [:], cut: Int = 0
    ) throws -> HTTPResponse {
        let body = try JSONEncoder().encode(IngestAnswer(results: verdicts, durableSeq: 3, limits: nil))
        return FakeCollector.response(
            200, body.dropLast(cut), type: Wire.MediaType.results,
            headers: ["smilepost-queue": queue.hex].merging(headers) { $1 })
    }

    private func verdict(_ n: Int, _ status: Verdict.Status, sha256: String? = nil) -> Verdict {
        Verdict(n: n, id: sent[n].id, status: status, sha256: sha256 ?? sent[n].sha256.hex)
    }

    private func settlements(_ verdicts: [Verdict]) throws -> [Settlement]? {
        guard case .judged(let judgement) = interpret(try answer(verdicts)) else { return nil }
        return judgement.settlements
    }

    private func delivered(_ n: Int) -> Settlement { .delivered(sent[n].id, sha256: sent[n].sha256) }

    private var otherHash: String { String(repeating: "ab", count: 32) }

    @Test func `verdicts settle line by line, whatever their order`() throws {
        #expect(
            try settlements([verdict(2, .quarantined), verdict(0, .accepted), verdict(1, .duplicate)])
                == [delivered(0), delivered(1), delivered(2)])
    }

    @Test(arguments: [Verdict.Status.accepted, .duplicate, .quarantined])
    func `another hash leaves the line pending and raises an alarm`(status: Verdict.Status) throws {
        let outcome = interpret(try answer([verdict(0, status, sha256: otherHash), verdict(1, .accepted)]))
        guard case .judged(let judgement) = outcome else { return #expect(Bool(false), "not judged") }
        #expect(judgement.settlements[0] == .retry(sent[0].id, reason: "hash-mismatch"))
        #expect(judgement.settlements[1] == delivered(1))
        #expect(judgement.alarms == ["The collector holds other bytes than line 1: the line stays pending."])
    }

    @Test func `a verdict without a hash settles nothing`() throws {
        let bare = Verdict(n: 0, id: sent[0].id, status: .accepted, sha256: nil)
        #expect(try settlements([bare])?[0] == .retry(sent[0].id, reason: "hash-mismatch"))
    }

    @Test func `conflict and rejected are dead letters, retry is not`() throws {
        let rejected = Verdict(n: 1, id: sent[1].id, status: .rejected, code: "line-too-large")
        #expect(
            try settlements([verdict(0, .conflict, sha256: otherHash), rejected, verdict(2, .retry)]) == [
                .dead(sent[0].id, reason: "conflict"), .dead(sent[1].id, reason: "line-too-large"),
                .retry(sent[2].id, reason: "retry"),
            ])
    }

    @Test func `a conflict that names our own hash is no verdict`() throws {
        #expect(try settlements([verdict(0, .conflict)])?[0] == .retry(sent[0].id, reason: "contradiction"))
    }

    @Test func `missing, doubled and unknown ids settle nothing`() throws {
        let stranger = Verdict(n: 0, id: Examples.responseID(50), status: .accepted, sha256: sent[0].sha256.hex)
        #expect(
            try settlements([stranger, verdict(1, .accepted), verdict(1, .accepted)]) == [
                .retry(sent[0].id, reason: "no-verdict"), .retry(sent[1].id, reason: "several-verdicts"),
                .retry(sent[2].id, reason: "no-verdict"),
            ])
        #expect(
            try settlements(sent.indices.flatMap { [verdict($0, .accepted), verdict($0, .conflict)] })?
                .contains { $0.isFinal } == false)
    }

    @Test func `a verdict without an id settles nothing`() throws {
        let nameless = Verdict(n: 0, id: nil, status: .rejected, code: "not-json")
        #expect(try settlements([nameless])?.contains { $0.isFinal } == false)
    }

    @Test(arguments: [200, 204, 301, 302, 401, 410, 429, 500, 503])
    func `an answer without the collector's name is a portal whatever its status`(status: Int) throws {
        let verdicts = try answer([verdict(0, .accepted), verdict(1, .accepted), verdict(2, .accepted)])
        let anonymous = HTTPResponse(
            status: status, headers: verdicts.headers.filter { $0.key != "smilepost-collector" },
            body: verdicts.body)
        #expect(interpret(anonymous) == .unjudged(.portal(status: status)))
        let other = HTTPResponse(
            status: status, headers: verdicts.headers.merging(["smilepost-collector": "c_other"]) { $1 },
            body: verdicts.body)
        #expect(interpret(other) == .unjudged(.portal(status: status)))
    }

    @Test func `200 with a page, the wrong queue or the wrong type is a portal`() throws {
        let good = [verdict(0, .accepted)]
        let page = FakeCollector.response(200, Data("<html>".utf8), type: "text/html; charset=utf-8")
        #expect(interpret(page) == .unjudged(.portal(status: 200)))
        #expect(
            interpret(try answer(good, headers: ["smilepost-queue": Examples.queueID(5).hex]))
                == .unjudged(.portal(status: 200)))
        #expect(
            interpret(try answer(good, headers: ["content-type": "application/json"]))
                == .unjudged(.portal(status: 200)))
        #expect(
            try settlements(good) != nil
                && interpret(answer(good, headers: ["content-type": "Application/vnd.smilepost.results+JSON; v=1"]))
                    == interpret(answer(good))
        )
    }

    @Test(arguments: [1, 10, 60]) func `verdicts that were cut short settle nothing`(cut: Int) throws {
        let outcome = interpret(try answer([verdict(0, .accepted)], cut: cut))
        #expect(
            outcome
                == .unjudged(.failing(status: 200, detail: "Its verdicts were cut short or can't be read.")))
    }

    @Test func `statuses of the collector are told apart`() {
        typealias Make = FakeCollector
        let cases: [(HTTPResponse, Reply)] = [
            (Make.response(301), .portal(status: 301)), (Make.response(202), .portal(status: 202)),
            (Make.problem(.credentialUnknown, 401), .unauthorised(.credentialUnknown)),
            (Make.problem(.credentialRevoked, 401), .unauthorised(.credentialRevoked)),
            (Make.response(401), .misrouted(status: 401, detail: "")),
            (Make.problem(.kioskRetired, 410), .retired), (Make.response(410), .misrouted(status: 410, detail: "")),
            (Make.problem(.tooLarge, 413), .tooLarge(isCollector: true)),
            (HTTPResponse(status: 413, headers: [:], body: Data()), .tooLarge(isCollector: false)),
            (Make.problem(.badBatch, 400), .badBatch), (Make.response(400), .failing(status: 400, detail: "")),
            (Make.problem(.notFound, 404), .misrouted(status: 404, detail: "Detail.")),
            (
                Make.problem(.tooManyRequests, 429, headers: ["retry-after": "7"]),
                .busy(status: 429, retryAfterMS: 7_000)
            ),
            (Make.response(415), .misrouted(status: 415, detail: "")),
            (Make.problem(.unsupportedMediaType, 415, headers: ["accept-encoding": "identity"]), .codingRefused),
            (HTTPResponse(status: 415, headers: ["accept-encoding": "identity"], body: Data()), .codingRefused),
            (Make.problem(.protocolVersion, 426), .misrouted(status: 426, detail: "Detail.")),
            (Make.problem(.reportNeeded, 428), .failing(status: 428, detail: "Detail.")),
            (Make.problem(.overloaded, 503), .busy(status: 503, retryAfterMS: nil)),
            (Make.response(408), .failing(status: 408, detail: "")),
            (Make.problem(.internal, 500), .failing(status: 500, detail: "Detail.")),
        ]
        for (response, reply) in cases { #expect(interpret(response) == .unjudged(reply)) }
    }

    @Test(arguments: [408, 425, 429, 500, 502, 503, 507])
    func `Retry-After is read wherever it counts`(status: Int) {
        let response = FakeCollector.response(status, headers: ["retry-after": "7"])
        #expect(interpret(response) == .unjudged(.busy(status: status, retryAfterMS: 7_000)))
    }

    @Test(arguments: [403, 404, 405, 415, 426]) func `Retry-After counts nowhere else`(status: Int) {
        let response = FakeCollector.response(status, headers: ["retry-after": "7"])
        #expect(interpret(response) == .unjudged(.misrouted(status: status, detail: "")))
    }

    @Test func `no answer is no answer`() {
        let failure = HTTPFailure(kind: .refused, message: "Connection refused.")
        let outcome = IngestOutcome.interpret(
            .failure(failure), sent: sent, queue: queue, collectorID: FakeCollector.id)
        #expect(outcome == .unjudged(.offline(failure)))
    }

    @Test func `every kind of trouble has its sentence`() {
        let failure = HTTPFailure(kind: .refused, message: "Connection refused.")
        let troubles: [Reply] = [
            .offline(failure), .portal(status: 200), .unauthorised(.credentialRevoked), .retired,
            .tooLarge(isCollector: true), .badBatch, .codingRefused, .busy(status: 503, retryAfterMS: nil),
            .misrouted(status: 404, detail: ""), .failing(status: 500, detail: ""),
        ]
        #expect(Set(troubles.compactMap(\.trouble)).count == troubles.count)
        #expect(
            Reply.portal(status: 302).trouble
                == "Something else than the collector answered (status 302). Look for a network login page, a proxy, "
                + "or a wrong collector.url.")
    }
}
