import Foundation
import TestSupport
import Testing

@testable import Gzip

struct GzipTests {
    /// Lines as a kiosk sends them: much is the same from line to line, hashes are not.
    private static func batch(_ count: Int, seed: UInt64 = 1) -> Data {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).reduce(into: Data()) { data, n in
            let hash = (0..<4).map { _ in String(UInt64.random(in: 0...UInt64.max, using: &generator), radix: 16) }
            data.append(Data("{\"answers\":{\"visit\":\(n % 5)},\"prev\":\"\(hash.joined())\",\"seq\":\(n)}\n".utf8))
        }
    }

    private func unpack(_ packed: Data, piece: Int, limit: Int = 1_048_576, ratio: Int = 20) throws -> Data {
        let inflater = try Inflater(maximumBytes: limit, maximumRatio: ratio)
        var rest = packed
        while !rest.isEmpty {
            try inflater.feed(Data(rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        return try inflater.finish()
    }

    @Test(arguments: [1, 7, 1_000, 1_000_000]) func `what was packed comes out, in whatever pieces it comes`(
        piece: Int
    ) throws {
        for plain in [Self.batch(100), Self.batch(1), Data("x".utf8)] {
            let packed = try #require(Gzip.pack(plain))
            #expect(try unpack(packed, piece: piece) == plain)
        }
    }

    @Test func `a batch of responses is packed to less than half, and not beyond the ratio`() throws {
        let plain = Self.batch(100)
        let packed = try #require(Gzip.pack(plain))
        #expect(packed.count * 2 < plain.count)
        #expect(packed.count * 20 > plain.count)
    }

    @Test func `nothing is unpacked to nothing`() throws {
        #expect(try unpack(try #require(Gzip.pack(Data())), piece: 100) == Data())
    }

    @Test func `N6: a bomb is stopped at the limit, with no more than the limit in memory`() throws {
        let packed = try #require(Gzip.pack(Data(count: 100_000_000)))
        #expect(packed.count < 200_000)
        let inflater = try Inflater(maximumBytes: 262_144, maximumRatio: 20)
        #expect(throws: Inflater.Fault.tooLarge) { try inflater.feed(packed) }
        #expect(inflater.plainBytes <= 262_144)
    }

    @Test func `N6: a body within the limit, but packed tighter than the ratio, is refused`() throws {
        let packed = try #require(Gzip.pack(Data(count: 200_000)))
        #expect(throws: Inflater.Fault.tooLarge) { try unpack(packed, piece: 64) }
        #expect(try unpack(packed, piece: 64, ratio: 2_000).count == 200_000)
    }

    @Test func `N6: a body cut after any byte is truncated, and gives nothing`() throws {
        let packed = try #require(Gzip.pack(Self.batch(5)))
        for count in 0..<packed.count {
            #expect(throws: Inflater.Fault.truncated, "cut after \(count)") {
                try unpack(packed.prefix(count), piece: 50)
            }
        }
    }

    @Test func `an altered byte is noticed wherever it counts, and nothing altered comes out`() throws {
        let plain = Self.batch(5)
        let packed = try #require(Gzip.pack(plain))
        for index in packed.indices {
            var altered = packed
            altered[index] ^= 0x10
            // The head carries a time and a system that mean nothing.
            if let out = try? unpack(altered, piece: 80) { #expect(out == plain, "byte \(index)") }
        }
    }

    @Test func `what follows the end is no part of the body`() throws {
        let packed = try #require(Gzip.pack(Self.batch(2)))
        #expect(throws: Inflater.Fault.damaged) { try unpack(packed + packed, piece: 1_000_000) }
        #expect(throws: Inflater.Fault.damaged) { try unpack(packed + Data([0]), piece: 10) }
        #expect(throws: Inflater.Fault.damaged) { try unpack(Self.batch(2), piece: 10) }
    }
}
