import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// What passed a parser goes on into a database: there too no message, however wild, is a failure of ours.
@Suite struct StoreFuzzTests {
    private static let now: Int64 = 1_763_800_000_000
    private static let wildFaults: Set<Problem.Code> = [.badRequest, .forbidden]

    private func collector() async throws -> (TemporaryFolder, CollectorStore, Kiosk) {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(path: folder.file("collector.sqlite"))
        try await store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        let (token, credential) = (Data("token".utf8), Data("credential".utf8))
        try await store.createEnrolToken(
            hash: token, branch: "baku", uses: 1, expiresMS: Self.now + 1_000, nowMS: Self.now)
        let wish = EnrolRequest(
            token: "t", publicKey: Data(repeating: 1, count: 32), enrolmentID: "e", queue: FuzzExamples.queue,
            hostname: "h", name: "n", app: "a")
        _ = try await store.enrol(wish, tokenHash: token, credentialHash: credential, nowMS: Self.now)
        return (folder, store, try #require(try await store.kiosk(credentialHash: credential)))
    }

    @Test func `changed check-ins are taken or refused, and a valid one is taken after them`() async throws {
        let (_, store, kiosk) = try await collector()
        var generator = SeededGenerator(seed: 11)
        let examples = FuzzExamples.of(.checkin)
        var taken = 0
        for _ in 0..<600 {
            let bytes = Mutation.changed(examples[0], with: examples, &generator)
            guard let request = try? JSONDecoder().decode(CheckinRequest.self, from: bytes) else { continue }
            do throws(Problem) {
                let answer = try await store.checkIn(kiosk, queue: FuzzExamples.queue, request, nowMS: Self.now)
                #expect(answer.durableSeq >= 0)
                #expect(answer.gaps.allSatisfy { $0.count == 2 && $0[0] <= $0[1] })
                taken += 1
            } catch {
                #expect(
                    error.code.map { Self.wildFaults.contains($0) } == true, "\(error): \(bytes.base64EncodedString())")
            }
        }
        #expect(taken > 10)
        let valid = try JSONDecoder().decode(CheckinRequest.self, from: examples[0])
        _ = try await store.checkIn(kiosk, queue: FuzzExamples.queue, valid, nowMS: Self.now)
        try store.close()
    }

    @Test func `changed lines and sticks get one verdict each, and the true lines are all taken after them`()
        async throws
    {
        let (_, store, kiosk) = try await collector()
        var generator = SeededGenerator(seed: 12)
        let examples = FuzzExamples.lines.map(\.bytes)
        for round in 0..<25 {
            let lines = (0..<20).compactMap { _ -> Data? in
                guard let seed = examples.randomElement(using: &generator) else { return nil }
                let bytes = Mutation.changed(seed, with: examples, &generator).filter { $0 != 0x0A }
                // The true ids are the true lines' own here: a forger who knows them is another test's.
                let hasTrueID = FuzzExamples.lines.contains { bytes.range(of: Data($0.id.hex.utf8)) != nil }
                return bytes.isEmpty || hasTrueID ? nil : bytes
            }
            guard !lines.isEmpty else { continue }
            let verdicts: [Verdict]
            if round.isMultiple(of: 2) {
                verdicts = try await store.importLines(lines, nowMS: Self.now)
            } else {
                verdicts = try await store.ingest(
                    lines: lines, kiosk: kiosk, queue: FuzzExamples.queue, sent: FuzzExamples.moment, nowMS: Self.now
                ).results
            }
            #expect(verdicts.map(\.n) == Array(lines.indices))
        }
        let answer = try await store.ingest(
            lines: examples, kiosk: kiosk, queue: FuzzExamples.queue, sent: FuzzExamples.moment, nowMS: Self.now)
        // Of a survey that nobody published here: kept apart, and settled.
        #expect(answer.results.map(\.status) == [.quarantined, .quarantined, .quarantined])
        try store.close()
    }

    @Test func `changed answers to a check-in never unbalance a kiosk's books, nor lose a line that was not delivered`()
        throws
    {
        let folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.file("state"))
        var generator = SeededGenerator(seed: 13)
        for n in 0..<6 {
            try store.saveDraft(Examples.draft(id: Examples.responseID(n)))
            try store.sealDraft()
        }
        let pending = try store.pending(maxLines: 6, maxBytes: .max).lines
        try store.settle(pending.prefix(3).map { .delivered($0.id, sha256: $0.sha256) }, nowMS: Self.now)
        let examples = FuzzExamples.of(.answer)
        for _ in 0..<400 {
            let bytes = Mutation.changed(examples[0], with: examples, &generator)
            guard let answer = try? JSONDecoder().decode(CheckinAnswer.self, from: bytes) else { continue }
            let gaps = answer.gaps.compactMap { $0.count == 2 && $0[0] <= $0[1] ? $0[0]...$0[1] : nil }
            _ = try store.collectorState(
                collectorID: "c", epoch: nil, durableSeq: answer.durableSeq, gaps: gaps, nowMS: Self.now)
            let books = try store.accounting(nowMS: Self.now)
            #expect(books.isBalanced && books.created == 6 && books.lost == 0)
        }
        let left = Set(try store.pending(maxLines: 9, maxBytes: .max).lines.map(\.id))
        #expect(left.isSuperset(of: pending.dropFirst(3).map(\.id)))
        store.close()
    }
}
