import Foundation
import GRDB

/// What SQL can do with the counts of the tallies.
enum TallyFunctions {
    /// `tally_sum(counts, counts)`: both together, without what is zero then.
    static let sum = DatabaseFunction("tally_sum", argumentCount: 2, pure: true) { values in
        var sum = counts(values[0])
        sum.add(counts(values[1]))
        return sum.data
    }

    /// `tally_negated(counts)`: what takes them away where it is added.
    static let negated = DatabaseFunction("tally_negated", argumentCount: 1, pure: true) { values in
        counts(values[0]).negated().data
    }

    /// What an upsert does to a row that is there; no bytes at all come back from a function as null.
    static let added = "counts = ifnull(tally_sum(counts, excluded.counts), x'')"

    private static func counts(_ value: DatabaseValue) -> TallyCounts {
        Data.fromDatabaseValue(value).map { TallyCounts($0) } ?? TallyCounts()
    }
}
