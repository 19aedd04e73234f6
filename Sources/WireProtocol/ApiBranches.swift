/// `GET /api/v1/branches`, by id.
package struct ApiBranches: Equatable, Sendable, Codable {
    package let branches: [BranchInfo]

    package init(branches: [BranchInfo]) { self.branches = branches }
}

/// `PUT /api/v1/branches/{id}`: 201 for a new branch, 200 for a changed one; both answer with `BranchInfo`.
package struct ApiBranchChange: Equatable, Sendable, Codable {
    package let name: String
    /// IANA name, such as `Asia/Baku`.
    package let timeZone: String
    /// Nil leaves it as it is, as for `labels` and `openingHours`; empty for none.
    package let region: String?
    package let labels: [String]?
    /// As people write them: `mon-fri 09:00-18:00; sat 10:00-16:00`; empty for not known.
    package let openingHours: String?

    package init(
        name: String, timeZone: String, region: String? = nil, labels: [String]? = nil, openingHours: String? = nil
    ) {
        self.name = name
        self.timeZone = timeZone
        self.region = region
        self.labels = labels
        self.openingHours = openingHours
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case timeZone = "time_zone"
        case region, labels
        case openingHours = "opening_hours"
    }
}

/// `PUT /api/v1/branches/{id}/opening-hours`.
package struct ApiOpeningHours: Equatable, Sendable, Codable {
    /// As people write them: `mon-fri 09:00-18:00; sat 10:00-16:00`; empty for not known.
    package let openingHours: String

    package init(openingHours: String) { self.openingHours = openingHours }

    private enum CodingKeys: String, CodingKey {
        case openingHours = "opening_hours"
    }
}

/// 200 to a file of branches: what it has changed, or would have with `dry_run`.
package struct ApiBranchImport: Equatable, Sendable, Codable {
    /// Ids in the order of the file.
    package let added: [String]
    package let changed: [String]
    package let unchanged: Int
    package let dryRun: Bool

    package init(added: [String], changed: [String], unchanged: Int, dryRun: Bool) {
        self.added = added
        self.changed = changed
        self.unchanged = unchanged
        self.dryRun = dryRun
    }

    private enum CodingKeys: String, CodingKey {
        case added, changed, unchanged
        case dryRun = "dry_run"
    }
}
