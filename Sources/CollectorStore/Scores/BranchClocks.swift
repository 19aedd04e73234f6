import Foundation
import GRDB
import SurveyKit

/// The branches' regions and clocks, each looked up once in a writing.
struct BranchClocks {
    struct Branch {
        let region: String
        let zone: TimeZone

        /// The hour on the branch's wall, or where the wall had other clocks as it was counted.
        func hour(of response: CountedResponse) -> LocalHour {
            let counted = response.timeZone.map { TimeZone(identifier: $0) ?? .gmt }
            return LocalHour(ms: response.time.ms, in: counted ?? zone)
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
