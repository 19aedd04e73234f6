import GRDB
import SurveyKit

/// What is wrong with a queue, as far as its faults tell.
struct QueueStanding {
    var anchors: [Anchors.Row] = []
    var faults: [QueueFaults.Row] = []
    /// Lines that are not what was sealed.
    var altered = SequenceNumbers()
    /// Lines that nobody held at the last check-in.
    var missing = SequenceNumbers()

    /// A queue that is well.
    init() {}

    init(_ queue: QueueID, _ db: Database) throws {
        anchors = try Anchors.all(of: queue, db)
        faults = try QueueFaults.all(queue: queue, db)
        let links = faults.filter { $0.kind == .link }.map {
            AlteredLines.Link(lower: $0.range.lowerBound, blamed: $0.range.upperBound)
        }
        missing = try CheckinProof.missing(queue, db)
        altered = AlteredLines.find(links: links, anchors: anchors)
    }

    var forks: [QueueFaults.Row] { faults.filter { $0.kind == .fork } }
    var rewinds: [QueueFaults.Row] { faults.filter { $0.kind == .rewound || $0.kind == .again } }

    /// Lines that nobody held at two check-ins in a row; those that came since the last one are still among them.
    var gaps: SequenceNumbers {
        let gaps = faults.filter { $0.kind == .gap && $0.clearedMS == nil }
        return missing.intersection(
            gaps.reduce(into: SequenceNumbers()) { $0.formUnion(SequenceNumbers($1.range)) })
    }
}
