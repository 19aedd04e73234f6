import Foundation
import SurveyKit
import TestSupport
import Testing

struct SealedLineTests {
    private let queue = Examples.queueID()

    private func draft(_ n: Int, completion: Completion? = .done) -> Draft {
        Examples.draft(
            id: Examples.responseID(n), score: n % 5 + 1, started: Examples.start.advanced(by: Int64(n) * 7_000),
            completion: completion)
    }

    private func chain(_ length: Int) throws -> [SealedLine] {
        var head = SealedLine.genesis(of: queue)
        return try (1...length).map { seq in
            let line = try SealedLine(sealing: draft(seq), queue: queue, seq: Int64(seq), prev: head)
            head = line.sha256
            return line
        }
    }

    private func decode(_ line: SealedLine) throws -> ResponseLine {
        try JSONDecoder().decode(ResponseLine.self, from: line.bytes)
    }

    @Test func `A draft is sealed as exactly these bytes`() throws {
        let queue = try #require(QueueID(hex: String(repeating: "ab", count: 16)))
        let id = try #require(ResponseID(hex: String(repeating: "01", count: 16)))
        let draft = Draft(
            id: id, surveyID: "branch-exit", surveyVersion: 3, bundle: String(repeating: "c", count: 64),
            started: Examples.start, language: "en",
            answers: [
                "visit": .score(2), "reason": .options(["queue", "price"]), "back": .option("no"),
                "comment": .text("Slow / \"very\""),
            ], skips: ["contact": .noKey], durations: ["visit": 1_200, "reason": 3_000], completion: .skipped)
        let line = try SealedLine(sealing: draft, queue: queue, seq: 7, prev: SealedLine.genesis(of: queue))
        #expect(
            String(decoding: line.bytes, as: UTF8.self)
                == #"{"answers":{"back":"no","comment":"Slow / \"very\"","reason":["queue","price"],"visit":2},"#
                + #""boot":"5f0c9c0e-0000-4000-8000-000000000001","#
                + #""bundle":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc","clock":1,"#
                + #""dur":{"reason":3000,"visit":1200},"end":"skipped","id":"01010101010101010101010101010101","lang":"en","#
                + "\"prev\":\"\(SealedLine.genesis(of: queue).hex)\","
                + #""q":"abababababababababababababababab","seq":7,"skips":{"contact":"no-key"},"survey":"branch-exit","#
                + #""t":1000000,"ver":3,"wall":1760000000000}"#)
        #expect(line.id == id)
        #expect(line.seq == 7)
        #expect(line.sha256.count == 32)
    }

    @Test func `The chain begins with the hash of the queue's digits`() throws {
        let queue = try #require(QueueID(hex: String(repeating: "0", count: 32)))
        #expect(SealedLine.genesis(of: queue).hex == "84e0c0eafaa95a34c293f278ac52e45ce537bab5e752a00e6959a13ae103b65a")
        #expect(
            SealedLine.hash(of: Data("abc".utf8)).hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `A chain of a hundred lines closes`() throws {
        var head = SealedLine.genesis(of: queue)
        for (index, line) in try chain(100).enumerated() {
            let fields = try decode(line)
            #expect(fields.prev == head.hex)
            #expect(fields.seq == Int64(index + 1))
            #expect(fields.q == queue)
            #expect(line.isIntact)
            head = line.sha256
        }
    }

    @Test func `Any altered byte is noticed`() throws {
        let line = try #require(try chain(1).first)
        for index in line.bytes.indices {
            var bytes = line.bytes
            bytes[index] ^= 0x01
            #expect(
                !SealedLine(id: line.id, seq: line.seq, bytes: bytes, sha256: line.sha256).isIntact, "byte \(index)")
        }
        var longer = line.bytes
        longer.append(0x20)
        #expect(!SealedLine(id: line.id, seq: line.seq, bytes: longer, sha256: line.sha256).isIntact)
        #expect(SealedLine(id: line.id, seq: line.seq, bytes: line.bytes, sha256: line.sha256).isIntact)
    }

    @Test func `A line that is taken out or exchanged opens the chain`() throws {
        let lines = try chain(3)
        let other = try SealedLine(sealing: draft(9), queue: queue, seq: 2, prev: lines[0].sha256)
        #expect(try decode(lines[2]).prev == lines[1].sha256.hex)
        #expect(try decode(lines[2]).prev != lines[0].sha256.hex)
        #expect(try decode(lines[2]).prev != other.sha256.hex)
    }

    @Test func `Sealing the same draft at the same place gives the same bytes`() throws {
        let genesis = SealedLine.genesis(of: queue)
        let lines = try (0..<20).map { _ in try SealedLine(sealing: draft(1), queue: queue, seq: 1, prev: genesis) }
        #expect(Set(lines.map(\.bytes)).count == 1)
    }

    @Test func `a suspect response says why, and another has no such key`() throws {
        var suspect = draft(1)
        suspect.suspect = .burst
        let genesis = SealedLine.genesis(of: queue)
        let line = try SealedLine(sealing: suspect, queue: queue, seq: 1, prev: genesis)
        #expect(String(decoding: line.bytes, as: UTF8.self).contains(#""suspect":"burst""#))
        #expect(try decode(line).suspect == .burst)
        let clean = try SealedLine(sealing: draft(1), queue: queue, seq: 1, prev: genesis)
        #expect(!String(decoding: clean.bytes, as: UTF8.self).contains("suspect"))
        #expect(try decode(clean).suspect == nil)
        #expect(try JSONDecoder().decode(Draft.self, from: JSONEncoder().encode(suspect)) == suspect)
    }

    @Test func `A draft without an end was left`() throws {
        let line = try SealedLine(
            sealing: draft(1, completion: nil), queue: queue, seq: 1, prev: SealedLine.genesis(of: queue))
        #expect(try decode(line).end == .left)
        #expect(try decode(line).bundle == nil)
    }
}
