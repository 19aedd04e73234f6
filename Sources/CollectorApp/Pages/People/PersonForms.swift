import CollectorStore
import WireProtocol

/// The roles to choose from.
struct RoleChoice: Equatable, Sendable {
    let name: String
    let isChosen: Bool

    static func all(_ chosen: Role) -> [RoleChoice] {
        Role.allCases.map { RoleChoice(name: $0.rawValue, isChosen: $0 == chosen) }
    }
}

/// A secret that is shown this once.
struct SecretView {
    let frame: PageFrame
    let title: String
    let words: String
    let secret: String
    let back: String
    let backName: String
}

extension String {
    /// The lines of a text field that say something.
    var filledLines: [String] {
        split(whereSeparator: \.isNewline).map { String($0).trimmingWhitespace }.filter { !$0.isEmpty }
    }
}

extension ReachPlace {
    /// Places as a form has them, one a line.
    ///
    /// - Throws: `Problem` `bad-request` naming every line that is none.
    static func lines(_ text: String?) throws(Problem) -> [ReachPlace] { try list((text ?? "").filledLines) }
}

extension [ReachPlace] {
    /// For people.
    var words: String { isEmpty ? "whole chain" : map(\.description).joined(separator: ", ") }
}

extension CollectorStore {
    /// The regions as places are written, for the note below the field.
    ///
    /// - Throws: The database's error.
    func regionPlaces() async throws -> String {
        Set(try await branches(in: .all).map(\.region)).filter { !$0.isEmpty }.sorted()
            .map { "region:\($0)" }.joined(separator: ", ")
    }
}
