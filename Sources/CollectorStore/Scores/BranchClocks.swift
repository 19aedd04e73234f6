import Foundation
import GRDB
import SurveyKit

/// The branches' regions and clocks, each looked up once in a writing.
struct BranchClocks {
    struct Branch {
        let region: String
        let zone: TimeZone

        /// The hour on the branch's wall.
        func hour(_ ms: Int64) -> LocalHour {
            let date = Date(timeIntervalSince1970: Double(ms) / 1_000)
            return LocalHour(ms: ms, offset: zone.secondsFromGMT(for: date))
        }
    }

    private var known: [String: Branch] = [:]

    /// A branch that is not known, or whose time zone isn't, keeps UTC.
    mutating func branch(_ id: String, _ db: Database) throws -> Branch {
        if let branch = known[id] { return branch }
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT region, time_zone FROM branch WHERE id = ?"), arguments: [id])
        let branch = Branch(
            region: row?["region"] ?? "", zone: TimeZone(identifier: row?["time_zone"] ?? "") ?? .gmt)
        known[id] = branch
        return branch
    }
}
