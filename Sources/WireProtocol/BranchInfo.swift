import Foundation

/// Where a kiosk stands.
package struct BranchInfo: Equatable, Sendable, Codable {
    package let id: String
    package let name: String
    /// IANA name, such as `Asia/Baku`.
    package let timeZone: String
    /// Part of the chain that it belongs to; empty for none, and then absent on the wire.
    package let region: String
    /// For people and their lists; absent on the wire where there are none.
    package let labels: [String]
    /// As `OpeningHours.text`; nil where nobody wrote them down.
    package let openingHours: String?

    package init(
        id: String, name: String, timeZone: String, region: String = "", labels: [String] = [],
        openingHours: String? = nil
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        // One spelling of a name, whichever way its letters were composed: SQLite compares bytes.
        self.region = region.precomposedStringWithCanonicalMapping
        self.labels = labels
        self.openingHours = openingHours
    }

    private enum CodingKeys: String, CodingKey {
        case id, name
        case timeZone = "time_zone"
        case region, labels
        case openingHours = "opening_hours"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(String.self, forKey: .id)
        name = try fields.decode(String.self, forKey: .name)
        timeZone = try fields.decode(String.self, forKey: .timeZone)
        region = try fields.decodeIfPresent(String.self, forKey: .region) ?? ""
        labels = try fields.decodeIfPresent([String].self, forKey: .labels) ?? []
        openingHours = try fields.decodeIfPresent(String.self, forKey: .openingHours)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(name, forKey: .name)
        try fields.encode(timeZone, forKey: .timeZone)
        if !region.isEmpty { try fields.encode(region, forKey: .region) }
        if !labels.isEmpty { try fields.encode(labels, forKey: .labels) }
        try fields.encodeIfPresent(openingHours, forKey: .openingHours)
    }
}
