import Crypto
import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// What was erased does not come back: by no kiosk, no stick, no backup, no restart.
@Suite struct ErasureTests {
    private static let words = "the-lady-at-counter-four"

    /// A customer who wrote something.
    private static func draft(_ number: Int) -> Draft {
        copy(
            Examples.draft(id: Examples.responseID(number)),
            answers: ["visit": .score(1), "comment": .option("\(words)-\(number)")])
    }

    private static func lines(_ count: Int) throws -> [SealedLine] { try Centre.chain((1...count).map(draft)) }

    @Test("C6: an erased answer is gone from every table and from the file, and sent again it is a duplicate")
    func gone() async throws {
        var centre = try await Centre()
        let lines = try Self.lines(3)
        _ = try await centre.ingest(lines.map(\.bytes))
        #expect(try await centre.erase(lines[1].id) == .erased(copies: 1))
        #expect(try await centre.exported() == [lines[0].id, lines[2].id])
        for _ in 1...2 {
            let again = Verdict(n: 0, id: lines[1].id, status: .duplicate, sha256: lines[1].sha256.hex)
            #expect(try await centre.ingest([lines[1].bytes]).results == [again])
            #expect(
                try await centre.store.importLines([lines[1].bytes], nowMS: Centre.now).map(\.status) == [.duplicate])
            try centre.reopen()
        }
        #expect(try await centre.exported() == [lines[0].id, lines[2].id])
        let counts = try await centre.store.storeCounts()
        #expect((counts.ledger, counts.responses) == (3, 2))
        #expect(try await centre.store.comments(CommentQuery(limit: 9)).comments.count == 2)
        for _ in 1...2 { try await centre.store.tendLog() }
        try #require(centre.store.logBytes == 0)
        try centre.store.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: centre.folder.file("collector.sqlite")))
        #expect(file.contains(words: "\(Self.words)-1"))
        #expect(!file.contains(words: "\(Self.words)-2"))
        #expect(!(try centre.log()).contains(Self.words))
    }

    @Test("C6: sealed contact details are erased with their response")
    func contact() async throws {
        let centre = try await Centre()
        let survey = Survey(
            id: "call", version: 1, languages: ["en"], title: LocalizedText(["en": "Call"]),
            questions: [
                Question(id: "visit", kind: .smiley(levels: 5), ask: LocalizedText(["en": "How?"])),
                Question(
                    id: "call", kind: .contact(consent: LocalizedText(["en": "Call me"])),
                    ask: LocalizedText(["en": "Call me"]), isOptional: true),
            ], thanks: LocalizedText(["en": "Thanks"]))
        _ = try await centre.publish(survey, after: try await centre.manifest())
        let pair = Curve25519.KeyAgreement.PrivateKey()
        let key = try #require(ContactKey(key: pair.publicKey.rawRepresentation))
        let id = Examples.responseID(1)
        let envelope = try ContactEnvelope.sealing(
            Contact(kind: .email, value: "leyla@example.az"), to: key, response: id)
        let draft = Draft(
            id: id, surveyID: "call", surveyVersion: 1, bundle: nil, started: Examples.start, language: "en",
            answers: ["call": .contact(envelope)], completion: .done)
        _ = try await centre.ingest(try Centre.chain([draft]).map(\.bytes))
        #expect(try await centre.erase(id) == .erased(copies: 1))
        let reveal = await problem {
            _ = try await centre.store.revealContacts(
                of: id, in: .all, by: Centre.eraser, reason: "x", nowMS: Centre.now)
        }
        #expect(reveal == .notFound)
        #expect(
            try await centre.store.pool.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sealed_contact") } == 0)
    }

    @Test("C6: a backup from before the erasure, put back, is erased again as it is opened")
    func backup() async throws {
        var centre = try await Centre()
        let lines = try Self.lines(2)
        _ = try await centre.ingest(lines.map(\.bytes))
        let backup = try await centre.backup()
        _ = try await centre.erase(lines[0].id)
        try centre.putBack(backup)
        #expect(try await centre.exported() == [lines[1].id])
        #expect(try await centre.ingest([lines[0].bytes]).results.map(\.status) == [.duplicate])
        // The audit log of the backup did not know of it either.
        let entries = try await centre.store.auditEntries(limit: 9)
        #expect(entries.map(\.action) == ["erasure"])
        #expect(entries.map(\.reason) == ["a customer's wish"])
        #expect(entries.map(\.actor) == [Centre.eraser])
    }

    @Test("C6: a backup from before the line came keeps its place in the queue without its words")
    func place() async throws {
        var centre = try await Centre()
        let backup = try await centre.backup()
        let lines = try Self.lines(5)
        _ = try await centre.ingest(lines.map(\.bytes))
        _ = try await centre.erase(lines[1].id)
        _ = try await centre.erase(lines[2].id)
        try centre.putBack(backup)
        // The kiosk keeps neither erased line any more, and is not asked for them.
        let missing = try await centre.checkIn(Centre.books(created: 5, head: lines[4].sha256))
        #expect(missing.gaps == [[1, 1], [4, 5]])
        #expect(try await centre.ingest([lines[0], lines[3], lines[4]].map(\.bytes)).durableSeq == 5)
        #expect(try await centre.exported() == [lines[0].id, lines[3].id, lines[4].id])
        let record = try unwrap(try await centre.store.kiosks(in: .all).first)
        #expect((record.chainBreaks, record.forks) == (0, 0))
        #expect(try await centre.store.storeCounts().ledger == 5)
    }

    @Test("C6: the same interview in other bytes is a conflict, and is not kept either")
    func otherBytes() async throws {
        var centre = try await Centre()
        let empty = try await centre.backup()
        let line = try Self.lines(1)[0]
        let other = Data(line.bytes + Data(" ".utf8))
        _ = try await centre.ingest([line.bytes, other])
        #expect(try await centre.erase(line.id) == .erased(copies: 2))
        #expect(try await centre.ingest([other]).results.map(\.status) == [.duplicate])
        let third = Data(line.bytes + Data("  ".utf8))
        #expect(try await centre.ingest([third]).results.map(\.status) == [.conflict])
        #expect(try await centre.store.storeCounts().quarantined == [:])
        try centre.putBack(empty)
        #expect(try await centre.ingest([third]).results.map(\.status) == [.conflict])
        #expect(try await centre.store.storeCounts().quarantined == [:])
        #expect(try await centre.exported() == [])
        #expect(try await centre.store.auditEntries(limit: 9).count == 1)
    }

    @Test("C6: what lay in quarantine is erased too, and does not come back when its survey is published")
    func quarantine() async throws {
        let centre = try await Centre()
        let late = copy(Self.draft(1), survey: "lobby", version: 1)
        let stranger = try Centre.chain([Self.draft(9)], Examples.queueID(5))[0]
        let line = try Centre.chain([late])[0]
        _ = try await centre.ingest([line.bytes, stranger.bytes])
        #expect(try await centre.erase(line.id) == .erased(copies: 1))
        #expect(try await centre.erase(stranger.id) == .erased(copies: 1))
        let survey = Survey(
            id: "lobby", version: 1, languages: ["en", "ar"], title: Examples.text("L", "L"),
            questions: Examples.branchExit.questions, thanks: Examples.text("T", "T"))
        _ = try await centre.publish(survey, after: try await centre.manifest())
        #expect(
            try await centre.ingest([line.bytes, stranger.bytes]).results.map(\.status) == [.duplicate, .duplicate])
        let counts = try await centre.store.storeCounts()
        #expect(counts.quarantined == [:])
        #expect((counts.ledger, counts.responses) == (1, 0))
    }

    @Test func `erasing again changes nothing, and what never was here is told`() async throws {
        let centre = try await Centre()
        let line = try Self.lines(1)[0]
        #expect(await problem { _ = try await centre.erase(line.id) } == .notFound)
        _ = try await centre.ingest([line.bytes])
        #expect(try await centre.erase(line.id) == .erased(copies: 1))
        let log = try centre.log()
        #expect(try await centre.erase(line.id) == .erasedBefore)
        #expect(try centre.log() == log)
        #expect(try await centre.store.auditEntries(limit: 9).count == 1)
    }
}

extension Data {
    func contains(words: String) -> Bool { firstRange(of: Data(words.utf8)) != nil }
}

extension Centre {
    static let eraser = AuditActor(name: "care", role: .ops, token: "0123456789ab")

    func erase(_ id: ResponseID) async throws -> ErasureOutcome {
        try await store.erase(id, by: Self.eraser, reason: "a customer's wish", nowMS: Self.now)
    }

    func backup() async throws -> String {
        let path = folder.file("backup-\(UUID().uuidString).sqlite")
        try await store.backup(to: path, nowMS: Self.now)
        return path
    }

    /// Puts a backup in the place of the database, as an operator without a restore command would.
    mutating func putBack(_ backup: String) throws {
        try store.close()
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: folder.file("collector.sqlite" + suffix))
        }
        try FileManager.default.copyItem(atPath: backup, toPath: folder.file("collector.sqlite"))
        store = try CollectorStore(path: folder.file("collector.sqlite"))
    }

    /// The text of the erasure log.
    func log() throws -> String { try String(contentsOfFile: folder.file("erasures.jsonl"), encoding: .utf8) }
}
