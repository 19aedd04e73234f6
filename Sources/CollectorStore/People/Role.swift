import WireProtocol

/// What a person or a tool may do; each role includes the ones before it.
package enum Role: String, CaseIterable, Comparable, Sendable, Codable {
    /// Looks at scores, comments and kiosks, and exports responses.
    case viewer
    /// Also works on tickets and has contact details revealed.
    case agent
    /// Also publishes what was done for customers, and edits the opening hours and rules of the own branches.
    case manager
    /// Also publishes surveys, changes branches, enrols kiosks and erases; always the whole chain.
    case ops
    /// Also manages users and tokens, shuts kiosks out and reads the audit log; always the whole chain.
    case admin

    package static func < (one: Role, other: Role) -> Bool {
        (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
    }

    /// As a log has it that nobody rewrites: central ops was called editor once; an unknown word may do the least.
    init(stored word: String) {
        self = word == "editor" ? .ops : Role(rawValue: word) ?? .viewer
    }

    /// Whether this role may be held to a part of the chain: what ops and admins do concerns all of it.
    package var takesPlaces: Bool { self < .ops }

    /// - Throws: `Problem` `bad-request` where the role and the places don't go together.
    func check(with places: [ReachPlace]) throws(Problem) {
        guard places.isEmpty || takesPlaces else {
            throw Problem(
                .badRequest, status: 400, title: "A value can't be taken",
                detail: "The role \(rawValue) is for the whole chain: leave its places out, or give a lower role.",
                retry: .afterChange)
        }
    }
}
