import Foundation
import SurveyKit
import TestSupport
import Testing

struct IdentifierTests {
    @Test(
        arguments: [
            "", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0",
            "0123456789ABCDEF0123456789abcdef",
            "0123456789abcdef0123456789abcdeg", "٠123456789abcdef0123456789abcd", " 123456789abcdef0123456789abcdef",
        ])
    func `Only 32 lower-case hex digits are an identifier`(text: String) {
        #expect(ResponseID(hex: text) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(ResponseID.self, from: JSONEncoder().encode(text))
        }
    }

    @Test func `An identifier is its digits, in JSON too`() throws {
        let id = try #require(QueueID(hex: "0123456789abcdef0123456789abcdef"))
        #expect(id.description == "0123456789abcdef0123456789abcdef")
        #expect(try String(decoding: JSONEncoder().encode(id), as: UTF8.self) == "\"0123456789abcdef0123456789abcdef\"")
        #expect(try JSONDecoder().decode(QueueID.self, from: JSONEncoder().encode(id)) == id)
    }

    @Test func `Drawn identifiers are well formed, different, and repeat with their generator`() throws {
        var one = SeededGenerator(seed: 3)
        var other = SeededGenerator(seed: 3)
        let ids = (0..<1_000).map { _ in ResponseID(drawnFrom: &one) }
        #expect(Set(ids).count == 1_000)
        #expect(ids.allSatisfy { ResponseID(hex: $0.hex) == $0 })
        #expect(ids == (0..<1_000).map { _ in ResponseID(drawnFrom: &other) })
    }

    @Test func `A response's id is a UUID of version 7: in order of time, and different within a millisecond`() throws {
        var generator = SeededGenerator(seed: 4)
        let moments: [Int64] = [0, 1, 1_790_000_000_000, 1_790_000_000_001, 1 << 47]
        let ids = moments.flatMap { moment in
            (0..<200).map { _ in ResponseID(atMS: moment, drawnFrom: &generator).hex }
        }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}/) != nil })
        #expect(ids.map { Int64($0.prefix(12), radix: 16) } == moments.flatMap { repeatElement($0, count: 200) })
    }

    @Test func `Bytes and hex digits turn into each other`() {
        let bytes = Data((0...255).map { UInt8($0) })
        #expect(Data(hex: bytes.hex) == bytes)
        #expect(Data([0x00, 0x0F, 0xA0, 0xFF]).hex == "000fa0ff")
        #expect(Data(hex: "0FaB") == Data([0x0F, 0xAB]))
        #expect(Data(hex: "") == Data())
        #expect(Data(hex: "abc") == nil)
        #expect(Data(hex: "zz") == nil)
    }
}
