/// Which way a score leans: what separates the unhappy from the happy when reasons are compared.
package enum Leaning: Int, CaseIterable, Sendable {
    case low
    case middle
    case high

    /// - Parameter kind: `Question.Kind.name` of a question that is answered by a score; nil for another kind.
    ///
    /// Faces and stars lean to the side of the middle they are on; NPS has its groups; CES 1 to 3 is hard, 5 to 7 easy.
    package init?(kind: String, score: Int, levels: Int) {
        switch kind {
        case "smiley", "stars": self.init(score, below: levels + 1, above: levels + 1, doubled: true)
        case "nps": self.init(score, below: 7, above: 8, doubled: false)
        case "ces": self.init(score, below: 4, above: 4, doubled: false)
        default: return nil
        }
    }

    private init(_ score: Int, below: Int, above: Int, doubled: Bool) {
        let value = doubled ? 2 * score : score
        self = value < below ? .low : value > above ? .high : .middle
    }
}
