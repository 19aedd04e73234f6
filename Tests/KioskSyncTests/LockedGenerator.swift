import Synchronization
import TestSupport

/// A seeded source that closures of a fake may share.
final class LockedGenerator: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func number(below bound: Int) -> Int { generator.withLock { Int.random(in: 0..<bound, using: &$0) } }
}
