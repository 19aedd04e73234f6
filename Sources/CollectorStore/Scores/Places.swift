import GRDB

/// Where tallies are read: few rows of large places rather than many of small ones.
struct TallyPlace: Equatable {
    let scope: TallyScope
    let name: String
}

/// The branches that a filter and a reach have in common.
struct PlacesInReach {
    /// Ids by region, as the branches stand today.
    private let branches: [(id: String, region: String)]
    private let filter: ScoreFilter
    private let reach: Reach

    init(_ filter: ScoreFilter, _ reach: Reach, _ db: Database) throws {
        self.filter = filter
        self.reach = reach
        branches = try Row.fetchAll(db, sql: "SELECT id, region FROM branch ORDER BY id").map { ($0[0], $0[1]) }
    }

    /// Every branch in question.
    var each: [String] { branches.filter(isMeant).map(\.id) }

    /// The regions in question, each with the branches of it that are.
    var regions: [String: [String]] {
        Dictionary(grouping: branches.filter(isMeant), by: \.region).mapValues { $0.map(\.id) }
    }

    /// All of them together.
    var together: [TallyPlace] {
        if filter.region == nil, filter.branch == nil, reach == .all { return [TallyPlace(scope: .chain, name: "")] }
        return regions.sorted { $0.key < $1.key }.flatMap { places(of: $0.key, $0.value) }
    }

    /// A region as one where all of it is meant.
    func places(of region: String, _ ids: [String]) -> [TallyPlace] {
        let isWhole = !region.isEmpty && ids.count == branches.count { $0.region == region }
        return isWhole
            ? [TallyPlace(scope: .region, name: region)] : ids.map { TallyPlace(scope: .branch, name: $0) }
    }

    private func isMeant(_ branch: (id: String, region: String)) -> Bool {
        reach.contains(branch.id) && (filter.region ?? branch.region) == branch.region
            && (filter.branch ?? branch.id) == branch.id
    }
}
