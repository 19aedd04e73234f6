import FoundationEssentials
import KioskStore

/// What was chosen in the staff menu, kept in the state folder: it outlives a restart.
struct StaffSettings: Codable, Equatable, Sendable {
    var language: String?
    var theme: String?

    private static let name = "staff.json"

    /// The defaults where nothing was kept, or it can't be read.
    static func read(_ folder: StateFolder) -> StaffSettings {
        guard let data = try? folder.read(name) else { return StaffSettings() }
        return (try? JSONDecoder().decode(StaffSettings.self, from: data)) ?? StaffSettings()
    }

    func save(_ folder: StateFolder) throws { try folder.save(JSONEncoder().encode(self), as: Self.name) }
}
