import Crypto
import Foundation
import SurveyKit
import Testing
import WireProtocol

/// The example in docs/wire-protocol.md is what a stranger builds from: it must be true to the byte.
struct WorkedExampleTests {
    private struct Message {
        let head: [String]
        let body: String

        func header(_ name: String) -> String? {
            head.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
        }

        func decoded<T: Decodable>(_ type: T.Type) throws -> T {
            try JSONDecoder().decode(type, from: Data(body.utf8))
        }
    }

    private let messages: [Message]

    init() throws {
        let root = (0..<3).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let text = try String(contentsOf: root.appending(path: "docs/wire-protocol.md"), encoding: .utf8)
        messages = text.components(separatedBy: "```http\n").dropFirst().map { block in
            let inside = block.components(separatedBy: "\n```")[0]
            let parts = inside.components(separatedBy: "\n\n")
            return Message(
                head: parts[0].components(separatedBy: "\n"), body: parts.count > 1 ? parts[1] : "")
        }
        try #require(messages.count == 8)
    }

    @Test func `the enrolment is signed by the key in it, and answered by the collector it names`() throws {
        let request = try messages[0].decoded(EnrolRequest.self)
        let key = try Curve25519.Signing.PublicKey(rawRepresentation: request.publicKey)
        let secret = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(1...32))
        #expect(secret.publicKey.rawRepresentation == request.publicKey)
        let signature = try #require(messages[0].header(Wire.Header.signature).flatMap { Data(base64Encoded: $0) })
        #expect(key.isValidSignature(signature, for: Data(messages[0].body.utf8)))
        #expect(messages[0].header(Wire.Header.queue) == request.queue.hex)
        let answer = try messages[1].decoded(EnrolAnswer.self)
        #expect(messages[1].header(Wire.Header.collector) == answer.collectorID)
        #expect(messages[1].header(Wire.Header.epoch) == answer.epoch)
        #expect(messages[2].header("Authorization") == "Bearer \(answer.credential)")
        #expect(messages[2].header(Wire.Header.kiosk) == answer.kioskID)
    }

    @Test func `the lines form a chain, and their verdicts name their hashes`() throws {
        let queue = try #require(messages[2].header(Wire.Header.queue).flatMap(QueueID.init(hex:)))
        let lines = messages[2].body.components(separatedBy: "\n").map { Data($0.utf8) }
        #expect(lines.count == 2)
        var head = SealedLine.genesis(of: queue)
        for (n, bytes) in lines.enumerated() {
            let line = try JSONDecoder().decode(ResponseLine.self, from: bytes)
            #expect((line.q, line.seq, line.prev) == (queue, Int64(n + 1), head.hex))
            // The kiosk of this project would write the very same bytes.
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            #expect(try encoder.encode(line) == bytes)
            head = SealedLine.hash(of: bytes)
        }
        let body = Data((messages[2].body + "\n").utf8)
        #expect(messages[2].header(Wire.Header.contentDigest) == ContentDigest.value(of: body))
        let answer = try messages[3].decoded(IngestAnswer.self)
        #expect(answer.results.map(\.sha256) == lines.map { SealedLine.hash(of: $0).hex })
        #expect(answer.limits == Limits(gzip: true))
        #expect(messages[3].header("Content-Type") == Wire.MediaType.results)
        #expect(messages[3].header(Wire.Header.queue) == queue.hex)
        let report = try messages[4].decoded(CheckinRequest.self)
        #expect(report.queue.isBalanced && report.queue.head == head.hex)
    }

    @Test func `the second check-in names the report of the first`() throws {
        #expect(try messages[5].decoded(CheckinAnswer.self).durableSeq == 2)
        let unchanged = try messages[6].decoded(UnchangedReport.self)
        #expect(unchanged.same == UnchangedReport.tag(of: Data(messages[4].body.utf8)))
        #expect(messages[6].header("If-None-Match") == messages[5].header("ETag"))
        #expect(messages[7].head.first == "HTTP/1.1 304 Not Modified")
        #expect(messages[7].body.isEmpty)
    }
}
