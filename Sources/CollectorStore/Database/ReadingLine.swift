/// Who reads at length and who waits for a turn: pure, first come, first served.
struct ReadingLine: Equatable, Sendable {
    /// So many read side by side.
    let width: Int
    /// So many wait, at most.
    let mostWaiting: Int
    private(set) var running = 0
    private(set) var waiting: [Int] = []
    private var last = 0

    init(width: Int, mostWaiting: Int) {
        self.width = width
        self.mostWaiting = mostWaiting
    }

    enum Arrival: Equatable {
        case enters
        /// Under this number.
        case waits(Int)
        case isTurnedAway
    }

    mutating func arrive() -> Arrival {
        guard running >= width || !waiting.isEmpty else {
            running += 1
            return .enters
        }
        guard waiting.count < mostWaiting else { return .isTurnedAway }
        last += 1
        waiting.append(last)
        return .waits(last)
    }

    /// A reading has ended: who enters in its place; nil for nobody.
    mutating func leave() -> Int? {
        guard !waiting.isEmpty else {
            running -= 1
            return nil
        }
        return waiting.removeFirst()
    }

    /// Somebody has waited for long enough: whether that one was still waiting.
    mutating func giveUp(_ number: Int) -> Bool {
        guard let place = waiting.firstIndex(of: number) else { return false }
        waiting.remove(at: place)
        return true
    }
}
