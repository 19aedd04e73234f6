import TestSupport
import Testing

@testable import KioskStore

struct SequenceSetTests {
    @Test(arguments: 0..<30) func `ranges say what a plain set says`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func drawn() -> (SequenceSet, Set<Int64>) {
            var (ranges, plain) = (SequenceSet(), Set<Int64>())
            for _ in 0..<Int.random(in: 0..<25, using: &random) {
                let first = Int64.random(in: 1...90, using: &random)
                let range = first...first + Int64.random(in: 0...6, using: &random)
                ranges.insert(range)
                plain.formUnion(range)
            }
            return (ranges, plain)
        }
        let (one, other) = (drawn(), drawn())
        let pairs = [
            one, (one.0.subtracting(other.0), one.1.subtracting(other.1)), (one.0.union(other.0), one.1.union(other.1)),
        ]
        for (ranges, plain) in pairs {
            #expect(ranges.ranges.flatMap(Array.init) == plain.sorted())
            #expect(ranges.count == Int64(plain.count) && ranges.last == plain.max())
            #expect((1...100).allSatisfy { ranges.contains($0) == plain.contains($0) })
            #expect(zip(ranges.ranges, ranges.ranges.dropFirst()).allSatisfy { $0.upperBound + 1 < $1.lowerBound })
        }
    }
}
