import Foundation
import GRDB

/// The branches that somebody sees and acts on, at this moment.
///
/// Whoever is held to places is looked up anew with every request, so that a branch that changes its region changes
/// who sees it at once.
package enum Reach: Equatable, Sendable {
    /// The whole chain, with what belongs to no branch.
    case all
    /// These ids; what belongs to no branch is out of reach.
    case branches(Set<String>)

    package func contains(_ branch: String) -> Bool {
        switch self {
        case .all: true
        case .branches(let ids): ids.contains(branch)
        }
    }

    /// The ids as a JSON array, for `(?1 IS NULL OR branch IN (SELECT value FROM json_each(?1)))`; nil for all.
    package var list: String? {
        get throws {
            switch self {
            case .all: nil
            case .branches(let ids): try WordList.encode(ids.sorted())
            }
        }
    }

    /// What these places are now; none of them is the whole chain.
    static func resolve(_ places: [ReachPlace], _ db: Database) throws -> Reach {
        guard !places.isEmpty else { return .all }
        let branches = places.compactMap { place in if case .branch(let id) = place { id } else { nil } }
        let regions = places.compactMap { place in if case .region(let name) = place { name } else { nil } }
        let statement = try db.cachedStatement(
            sql: """
                SELECT id FROM branch WHERE id IN (SELECT value FROM json_each(?))
                  OR region IN (SELECT value FROM json_each(?))
                """)
        let arguments: StatementArguments = [try WordList.encode(branches), try WordList.encode(regions)]
        return .branches(try String.fetchSet(statement, arguments: arguments))
    }
}
