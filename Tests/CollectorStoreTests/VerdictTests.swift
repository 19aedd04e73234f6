import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@Suite struct VerdictTests {
    @Test func `a new line is accepted with the hash of its bytes`() async throws {
        let centre = try await Centre()
        let line = try Centre.lines(1)[0]
        let answer = try await centre.ingest([line.bytes])
        #expect(
            answer
                == IngestAnswer(
                    results: [Verdict(n: 0, id: line.id, status: .accepted, sha256: line.sha256.hex)], durableSeq: 1,
                    limits: Limits(gzip: true)))
    }

    @Test func `a line that comes again is a duplicate, also after a restart`() async throws {
        var centre = try await Centre()
        let line = try Centre.lines(1)[0]
        _ = try await centre.ingest([line.bytes])
        let again = Verdict(n: 0, id: line.id, status: .duplicate, sha256: line.sha256.hex)
        #expect(try await centre.ingest([line.bytes]).results == [again])
        try centre.reopen()
        #expect(try await centre.ingest([line.bytes]).results == [again])
        #expect(try await centre.exported() == [line.id])
    }

    @Test func `a second line of a batch with the same id is a duplicate or a conflict`() async throws {
        let centre = try await Centre()
        let line = try Centre.lines(1)[0]
        let other = try SealedLine(
            sealing: Examples.draft(id: line.id, score: 4), queue: Centre.queue, seq: 1,
            prev: SealedLine.genesis(of: Centre.queue))
        let answer = try await centre.ingest([line.bytes, line.bytes, other.bytes])
        #expect(answer.results.map(\.status) == [.accepted, .duplicate, .conflict])
        #expect(answer.results.map(\.sha256) == [line.sha256.hex, line.sha256.hex, line.sha256.hex])
        #expect(try await centre.exported() == [line.id])
    }

    @Test func `the newcomer of a conflict is kept once, and the ledger does not count it`() async throws {
        let centre = try await Centre()
        let line = try Centre.lines(1)[0]
        let other = Data(line.bytes + Data(" ".utf8))
        _ = try await centre.ingest([line.bytes])
        for _ in 1...2 {
            let verdict = try await centre.ingest([other]).results[0]
            #expect(verdict == Verdict(n: 0, id: line.id, status: .conflict, sha256: line.sha256.hex, code: "conflict"))
        }
        let counts = try await centre.store.storeCounts()
        #expect(counts.ledger == 1)
        #expect(counts.quarantined == ["conflict": 1])
    }

    @Test func `what can't be stored at all is rejected by number, and its neighbours are not`() async throws {
        let centre = try await Centre()
        let line = try Centre.lines(1)[0]
        let answer = try await centre.ingest([
            Data("<html>".utf8), Data(#"{"seq":1}"#.utf8), line.bytes, Data(repeating: 0x20, count: 65_537),
            Data(#"{"id":"ABC"}"#.utf8), Data("[1,2]".utf8),
        ])
        #expect(
            answer.results == [
                Verdict(n: 0, id: nil, status: .rejected, code: "not-json"),
                Verdict(n: 1, id: nil, status: .rejected, code: "no-id"),
                Verdict(n: 2, id: line.id, status: .accepted, sha256: line.sha256.hex),
                Verdict(n: 3, id: nil, status: .rejected, code: "line-too-large"),
                Verdict(n: 4, id: nil, status: .rejected, code: "no-id"),
                Verdict(n: 5, id: nil, status: .rejected, code: "no-id"),
            ])
    }

    private static let customer = Examples.draft(id: Examples.responseID(1))
    private static let misfits: [(code: String, draft: Draft)] = [
        ("unknown-survey", copy(customer, survey: "lobby")),
        ("unknown-version", copy(customer, version: 9)),
        ("bad-answer", copy(customer, answers: ["visit": .score(6)])),
        ("bad-answer", copy(customer, answers: ["nonsense": .score(1)])),
        ("bad-answer", copy(customer, answers: ["reason": .options(["queue", "queue"])])),
        ("bad-answer", copy(customer, answers: ["reason": .options(["queue", "staff", "price"])])),
        ("bad-answer", copy(customer, answers: ["comment": .option(String(repeating: "x", count: 281))])),
        ("bad-answer", copy(customer, language: "fr")),
    ]

    @Test(arguments: misfits)
    func `a line that is not understood is kept, counted and answered as quarantined`(
        code: String, draft: Draft
    ) async throws {
        let centre = try await Centre()
        let line = try Centre.chain([draft])[0]
        let verdict = Verdict(n: 0, id: line.id, status: .quarantined, sha256: line.sha256.hex, code: code)
        let answer = try await centre.ingest([line.bytes])
        #expect(answer.results == [verdict])
        #expect(answer.durableSeq == 1)
        #expect(try await centre.ingest([line.bytes]).results.map(\.status) == [.duplicate])
        let counts = try await centre.store.storeCounts()
        #expect(counts.ledger == 1)
        #expect(counts.responses == 0)
        #expect(counts.quarantined == [code: 1])
    }

    @Test func `a JSON object with an id and little else is quarantined under the request's queue`() async throws {
        let centre = try await Centre()
        let bytes = Data(#"{"id":"00000000000000000000000000000001","seq":1,"t":-5}"#.utf8)
        let answer = try await centre.ingest([bytes])
        #expect(answer.results.map(\.status) == [.quarantined])
        #expect(answer.results.map(\.code) == ["bad-line"])
        #expect(answer.durableSeq == 1)
    }

    @Test func `a line of another queue is kept apart until its own kiosk brings it`() async throws {
        var centre = try await Centre()
        let other = Examples.queueID(7)
        let line = try Centre.lines(1, queue: other)[0]
        let answer = try await centre.ingest([line.bytes])
        #expect(answer.results.map(\.code) == ["wrong-queue"])
        #expect(answer.durableSeq == 0)
        #expect(try await centre.exported() == [])
        let owner = try await Centre.enrol(in: centre.store, number: 1, queue: other)
        try centre.reopen()
        let again = try await centre.store.ingest(
            lines: [line.bytes], kiosk: owner, queue: other, sent: nil, nowMS: Centre.now)
        #expect(again.results.map(\.status) == [.accepted])
        #expect(try await centre.exported() == [line.id])
        #expect(try await centre.store.storeCounts().quarantined == [:])
    }

    @Test func `a survey published later lets a quarantined line through, once`() async throws {
        let centre = try await Centre()
        let next = Survey(
            id: "branch-exit", version: 4, languages: ["en", "ar"], title: Examples.branchExit.title,
            questions: Examples.branchExit.questions, thanks: Examples.branchExit.thanks)
        let line = try Centre.chain([copy(Examples.draft(id: Examples.responseID(1)), version: 4)])[0]
        #expect(try await centre.ingest([line.bytes]).results.map(\.code) == ["unknown-version"])
        _ = try await centre.publish(next, after: try await centre.manifest())
        #expect(try await centre.exported() == [line.id])
        #expect(try await centre.ingest([line.bytes]).results.map(\.status) == [.duplicate])
        #expect(try await centre.exported() == [line.id])
    }
}

func copy(
    _ draft: Draft, survey: String? = nil, version: Int? = nil, language: String? = nil,
    answers: [String: Answer]? = nil
) -> Draft {
    Draft(
        id: draft.id, surveyID: survey ?? draft.surveyID, surveyVersion: version ?? draft.surveyVersion, bundle: nil,
        started: draft.started, language: language ?? draft.language, answers: answers ?? draft.answers,
        completion: draft.completion)
}
