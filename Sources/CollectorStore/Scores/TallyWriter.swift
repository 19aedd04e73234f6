import GRDB
import SurveyKit

/// Sums changes up into rows, and adds these to the tables.
struct TallyWriter {
    private var places = PlaceNumbers()
    private var sums: [TallyCell: TallyCounts] = [:]

    /// What kiosks in a branch brought of one hour: everything else is made of these.
    private struct Leaf: Hashable {
        /// Index of the standing.
        let standing: Int
        let hour: LocalHour
        let bucket: TallyBucket
    }

    /// By sheet.
    fileprivate struct LeafCounts {
        var scores = TallyCounts()
        var details = TallyCounts()
    }

    init(_ changes: TallyChanges, _ db: Database) throws {
        var leaves: [Leaf: LeafCounts] = [:]
        var series = SeriesIDs()
        for (response, sign) in changes.responses {
            let standing = try places.standing(of: response, db)
            let leaf = Leaf(
                standing: standing, hour: places.all[standing].clocks.hour(of: response), bucket: response.bucket)
            let ids = try series.ids(of: response.contribution, db)
            leaves[leaf, default: LeafCounts()].add(response.contribution, ids, sign)
        }
        sums.reserveCapacity(leaves.count * 4)
        for (leaf, counts) in leaves {
            for sheet in TallySheet.allCases { add(sheet == .scores ? counts.scores : counts.details, sheet, of: leaf) }
        }
    }

    /// Adds what is of one hour to every place and time that it is a part of.
    private mutating func add(_ counts: TallyCounts, _ sheet: TallySheet, of leaf: Leaf) {
        guard !counts.isZero else { return }
        for grain in TallyGrain.allCases {
            let start = Int32(grain.start(leaf.hour))
            for (scope, place) in places.all[leaf.standing].places where sheet.isKept(scope, grain) {
                let cell = TallyCell(
                    scope: scope, grain: grain, sheet: sheet, place: place, start: start, bucket: leaf.bucket)
                sums[cell, default: TallyCounts()].add(counts)
            }
        }
    }

    /// In the order of the table, so that each of its pages is visited once.
    func write(_ db: Database) throws {
        let upsert = try TallyUpsert(db)
        let ranks = places.ranks
        let rows = sums.map { (order: $0.key.order(rank: ranks[Int($0.key.place)]), cell: $0.key, counts: $0.value) }
        for (_, cell, counts) in rows.sorted(by: { $0.order < $1.order }) where !counts.isZero {
            let place = places.name(cell.place)
            try upsert.add(counts, to: cell, at: place, db)
            if counts.hasNegative { try drop(cell, at: place, db) }
        }
    }

    /// A row that counts nothing any more is none.
    private func drop(_ cell: TallyCell, at place: String, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                DELETE FROM tally WHERE scope = ? AND grain = ? AND sheet = ? AND place = ? AND start = ? AND bucket = ?
                  AND length(counts) = 0
                """
        ).execute(arguments: [
            cell.scope.rawValue, cell.grain.rawValue, cell.sheet.rawValue, place, cell.start, cell.bucket.rawValue,
        ])
    }
}

extension TallyWriter.LeafCounts {
    /// - Parameter ids: Of the series, in the order of the facts.
    fileprivate mutating func add(_ contribution: Contribution, _ ids: [Int32], _ sign: Int32) {
        for (fact, id) in zip(contribution.facts, ids) {
            let key = TallyKey(series: id, column: fact.column)
            switch contribution.plan.series[fact.series].part.sheet {
            case .scores: scores.add(sign, at: key)
            case .details: details.add(sign, at: key)
            }
        }
    }
}
