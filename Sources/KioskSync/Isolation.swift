/// Looks for a line that fails every batch it is in: pure, in memory, forgotten at a restart.
///
/// Only what fails while check-ins are answered is the batch's own fault. When nothing gets through, the line is the
/// fault, and no line is suspected for it.
struct Isolation: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        /// Nothing is known yet.
        case wait
        /// Fewer lines are sent next time.
        case halved
        /// A single line failed: it is the one. After the first in a row the next may follow soon; where one line after
        /// the other is found, it is hardly the lines.
        case found(isFirst: Bool)
    }

    /// So many failures, with an answered check-in after each, make a batch suspect.
    private static let patience = 3

    /// Most lines in the next batch.
    private(set) var batchLines = Int.max
    private var answeredFailures = 0
    /// A batch failed, and no check-in was answered since.
    private var isFailing = false
    private var foundInARow = 0

    /// A batch of so many lines failed as a whole.
    mutating func failed(_ count: Int) -> Step {
        isFailing = true
        guard answeredFailures >= Self.patience else { return .wait }
        guard count > 1 else {
            foundInARow += 1
            return .found(isFirst: foundInARow == 1)
        }
        batchLines = count / 2
        return .halved
    }

    /// Something was settled: batches grow again.
    mutating func passed(batchLines limit: Int) {
        isFailing = false
        foundInARow = 0
        if batchLines > limit / 2 {
            // The search is over.
            batchLines = .max
            answeredFailures = 0
        } else {
            batchLines *= 2
        }
    }

    /// What fails now fails for a reason of its own.
    mutating func checkinAnswered() {
        if isFailing { answeredFailures = min(answeredFailures + 1, Self.patience) }
        isFailing = false
    }
}
