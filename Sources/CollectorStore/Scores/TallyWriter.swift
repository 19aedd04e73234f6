import Foundation
import GRDB
import SurveyKit

/// Sums changes up into rows, and adds these to the tables.
struct TallyWriter {
    private var sums: [TallyCell: TallyCounts] = [:]
    private var places: PlaceNames
    private var hasRemovals = false

    init(_ changes: TallyChanges, _ db: Database) throws {
        var branches = BranchClocks()
        var series = SeriesIDs()
        places = PlaceNames()
        for (response, _) in changes.responses { places.note(response, try branches.branch(response.branch, db)) }
        places.rank()
        sums.reserveCapacity(changes.responses.count * 32)
        for (response, sign) in changes.responses {
            let branch = try branches.branch(response.branch, db)
            let ids = try series.ids(of: response.contribution, db)
            add(response, at: branch.hour(of: response), region: branch.region, ids: ids, sign: sign)
            hasRemovals = hasRemovals || sign < 0
        }
    }

    private mutating func add(
        _ response: CountedResponse, at hour: LocalHour, region: String, ids: [Int32], sign: Int32
    ) {
        let bucket = response.bucket
        let starts = TallyGrain.allCases.map { (grain: $0, start: Int32($0.start(hour))) }
        let scopes = places.ranks(of: response, region: region)
        for (fact, id) in zip(response.contribution.facts, ids) {
            let part = response.contribution.plan.series[fact.series].part
            for (scope, place) in scopes where scope != .kiosk || part.isFine {
                for (grain, start) in starts where grain != .hour || (part.isFine && scope != .kiosk) {
                    let cell = TallyCell(
                        scope: scope, grain: grain, part: part, place: place, start: start, series: id, bucket: bucket)
                    sums[cell, default: .zero][fact.column] += sign
                }
            }
        }
    }

    /// In the order of the table, so that each of its pages is visited once.
    func write(_ db: Database) throws {
        let upserts = try TallyUpserts(db)
        for (cell, counts) in sums.sorted(by: { $0.key < $1.key }) where counts != .zero {
            let place = places.names[Int(cell.place)]
            try upserts.add(counts, to: cell, at: place, db)
            if hasRemovals, (0..<11).contains(where: { counts[$0] < 0 }) { try drop(cell, at: place, db) }
        }
    }

    /// A row that counts nothing any more is none.
    private func drop(_ cell: TallyCell, at place: String, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                DELETE FROM tally WHERE scope = ? AND grain = ? AND part = ? AND place = ? AND start = ? AND series = ?
                  AND bucket = ? AND \(TallyColumns.areZero)
                """
        ).execute(arguments: [
            cell.scope.rawValue, cell.grain.rawValue, cell.part.rawValue, place, cell.start, cell.series,
            cell.bucket.rawValue,
        ])
    }

}

/// The columns of the table `tally` in SQL.
enum TallyColumns {
    static let all = (0..<11).map { "c\($0)" }
    /// Holds for a row that counts nothing any more.
    static let areZero = all.map { "\($0) = 0" }.joined(separator: " AND ")
    /// What an upsert does to a row that is there.
    static func added(_ columns: [String]) -> String {
        columns.map { "\($0) = \($0) + excluded.\($0)" }.joined(separator: ", ")
    }
}

/// The names of places, and their order, for one writing.
private struct PlaceNames {
    private var noted: Set<String> = [""]
    private(set) var names: [String] = []
    private var ranks: [String: Int32] = [:]

    mutating func note(_ response: CountedResponse, _ branch: BranchClocks.Branch) {
        noted.insert(response.branch)
        noted.insert(branch.region)
        noted.insert(Self.kiosk(response))
    }

    mutating func rank() {
        // By bytes, as SQLite orders them.
        names = noted.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        ranks = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int32($0)) })
    }

    /// Where a response counts; a branch without a region is in none.
    func ranks(of response: CountedResponse, region: String) -> [(scope: TallyScope, rank: Int32)] {
        let places: [(TallyScope, String)] = [
            (.chain, ""), (.region, region), (.branch, response.branch), (.kiosk, Self.kiosk(response)),
        ]
        return places.compactMap { scope, name in
            scope == .region && name.isEmpty ? nil : ranks[name].map { (scope, $0) }
        }
    }

    private static func kiosk(_ response: CountedResponse) -> String { "\(response.branch)/\(response.kiosk)" }
}
