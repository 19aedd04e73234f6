/// What was asked of the letters, and what came of it.
package final class LetterMemory {
    struct Request: Hashable {
        let texts: [String]
        let width: Int
        let height: Int
        /// At most so many lines; 0 for a question, which takes as many as look best.
        let lines: Int
        let direction: Direction
        let tallest: Int
        let canBlend: Bool
    }

    private var known: [Request: LetterGroup?] = [:]

    /// Enough for every text of a survey on two screen sizes; beyond it everything is forgotten at once.
    private static let most = 256

    package init() {}

    func group(_ request: Request, else make: () -> LetterGroup?) -> LetterGroup? {
        if let group = known[request] { return group }
        let group = make()
        if known.count >= Self.most { known.removeAll(keepingCapacity: true) }
        known[request] = .some(group)
        return group
    }
}

/// Texts of one style, rendered, that stand side by side on one baseline.
package struct LetterGroup {
    let letters: [String: Letters]
}
