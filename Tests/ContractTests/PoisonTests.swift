import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// One line among many that is none.
@Suite(.timeLimit(.minutes(2)))
struct PoisonTests {
    enum Poison: String, CaseIterable, Sendable {
        case tooLarge, badUTF8, deepNesting, rawNUL, escapedNUL, doubledKeys, noJSON

        func line(like good: SealedLine) -> Data {
            let text = String(decoding: good.bytes, as: UTF8.self)
            switch self {
            case .tooLarge: return Data(text.replacing("\"lang\":\"en\"", with: "\"lang\":\"\(Self.long)\"").utf8)
            case .badUTF8:
                var bytes = good.bytes
                bytes[bytes.endIndex - 4] = 0xFF
                return bytes
            case .deepNesting:
                return Data(text.dropLast().utf8) + Data(",\"x\":".utf8)
                    + Data(repeating: UInt8(ascii: "["), count: 60_000)
            case .rawNUL: return good.bytes.dropLast() + Data([0x00]) + good.bytes.suffix(1)
            case .escapedNUL: return Data(text.replacing("\"lang\":\"en\"", with: "\"lang\":\"\\u0000\"").utf8)
            case .doubledKeys: return Data((text.dropLast() + ",\"answers\":{\"visit\":5}}").utf8)
            case .noJSON: return Data("<html>".utf8)
            }
        }

        private static let long = String(repeating: "a", count: 70_000)
    }

    @Test("N11: one poison line among 99 good ones holds up none of them", arguments: Poison.allCases)
    func among99(poison: Poison) async throws {
        let scene = try await Scene()
        try await scene.kiosk.seal(100)
        let lines = scene.kiosk.sealed
        var bodies = lines.map(\.bytes)
        bodies[50] = poison.line(like: lines[50])
        let courier = scene.courier
        var (request, _) = try courier.request()
        request.body = Data(bodies.map { $0 + Data("\n".utf8) }.joined())
        request.headers.removeAll { $0.name == Wire.Header.contentDigest }
        let sent = request
        let answer = try await onThread { try courier.send(sent).get() }
        #expect(answer.status == 200)
        let results = try JSONDecoder().decode(IngestAnswer.self, from: answer.body).results
        #expect(results.map(\.n) == Array(0..<100))
        #expect(results.count { $0.status == .accepted } == 99)
        #expect([.rejected, .quarantined].contains(results[50].status), "\(results[50])")
        let good = lines.enumerated().filter { $0.offset != 50 }.map(\.element)
        #expect(try scene.collector.database.bodies() == good.map(\.bytes))
        // A line that was kept apart was kept as it came.
        let kept = results[50].status == .quarantined ? [bodies[50]] : []
        #expect(try scene.collector.database.quarantined() == kept)
    }

    @Test("N11: a line that is too large becomes a dead letter of the kiosk, and the 99 others are delivered")
    func deadLetter() async throws {
        let scene = try await Scene()
        scene.kiosk.use(scene.enrolment)
        #expect(await scene.kiosk.sync().error == nil)
        try await scene.kiosk.seal(50)
        try await scene.kiosk.seal(1, comment: String(repeating: "x", count: 70_000))
        try await scene.kiosk.seal(49)
        #expect(await scene.kiosk.sync().error == nil)
        #expect(try scene.kiosk.books.figures == [100, 99, 0, 1, 0])
        #expect(try scene.kiosk.store.deadLetters().map(\.reason) == ["line-too-large"])
        #expect(try scene.collector.database.ledger().count == 99)
        #expect(try await scene.collector.fleet().map(\.difference) == [0])
    }
}
