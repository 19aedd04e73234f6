import CollectorStore

/// All the branches that one is compared to, in words: as far as who looks reaches, and the filter of regions lets through.
enum BranchPool: Equatable, Sendable {
    case chain, region
    /// A reader's own branches, of a chain that has others.
    case reach
    /// Those of them that lie in one region.
    case reachInRegion

    init(_ reach: Reach, region: String?) {
        self = reach == .all ? (region == nil ? .chain : .region) : region == nil ? .reach : .reachInRegion
    }

    var all: String {
        switch self {
        case .chain: "the whole chain"
        case .region: "the whole region"
        case .reach: "all your branches together"
        case .reachInRegion: "all your branches of the region together"
        }
    }

    /// Without the branch that is spoken of.
    var rest: String {
        switch self {
        case .chain: "the rest of the chain"
        case .region: "the rest of the region"
        case .reach: "the rest of your branches"
        case .reachInRegion: "the rest of your branches of the region"
        }
    }
}
