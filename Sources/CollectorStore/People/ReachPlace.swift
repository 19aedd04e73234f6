import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// A part of the chain that somebody is held to, as it is written down.
package enum ReachPlace: Hashable, Sendable, CustomStringConvertible {
    /// Every branch of a region, whichever these are at the time.
    case region(String)
    /// A branch by its id.
    case branch(String)

    /// `region:NAME` or `branch:ID`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[1].isPlainLine(1...100) else { return nil }
        switch parts[0] {
        // As the names of regions are kept.
        case "region": self = .region(parts[1].precomposedStringWithCanonicalMapping)
        case "branch": self = .branch(parts[1])
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .region(let name): "region:\(name)"
        case .branch(let id): "branch:\(id)"
        }
    }
}

extension ReachPlace {
    /// - Throws: `Problem` `bad-request` naming every one that is no branch and no region here: whoever were held to it would
    ///   see nothing, and nobody would know why.
    static func requireKnown(_ places: some Collection<ReachPlace>, _ db: Database) throws {
        let unknown = try places.filter { try !$0.isKnown(db) }.map { "\"\($0.description.prefix(72))\"" }
        guard unknown.isEmpty else {
            throw Problem(
                .badRequest, status: 400, title: "A value can't be taken",
                detail:
                    "There is no such branch or region here: \(unknown.joined(separator: ", ")). Make the branch first, "
                    + "or check the spelling; smilepost-ops branches list shows them.", retry: .afterChange)
        }
    }

    private func isKnown(_ db: Database) throws -> Bool {
        let (column, name) =
            switch self {
            case .region(let name): ("region", name)
            case .branch(let id): ("id", id)
            }
        return try Bool.fetchOne(
            db, sql: "SELECT EXISTS(SELECT 1 FROM branch WHERE \(column) = ?)", arguments: [name]) == true
    }
}

/// Lists of places in one column.
enum PlaceList {
    static func encode(_ places: [ReachPlace]) throws -> String { try WordList.encode(places.map(\.description)) }

    /// A word that no release wrote stands for no branch at all, never for the whole chain.
    static func decode(_ text: String) throws -> [ReachPlace] {
        try WordList.decode(text).map { ReachPlace($0) ?? .branch("") }
    }
}
