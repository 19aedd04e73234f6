import Foundation
import SurveyKit

extension Schedule {
    /// Whether the kiosk asks at this moment.
    ///
    /// - Parameters:
    ///   - wallMS: Milliseconds since 1970.
    ///   - timeZone: The branch's; hours are branch-local.
    func isOpen(atWallMS wallMS: Int64, timeZone: TimeZone) -> Bool {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = timeZone
        let date = Date(timeIntervalSince1970: Double(wallMS) / 1_000)
        let parts = calendar.dateComponents([.weekday, .hour, .minute], from: date)
        guard let weekday = parts.weekday, let hour = parts.hour, let minute = parts.minute,
            // Foundation counts from Sunday = 1, we from Monday = 1.
            let day = Day(rawValue: (weekday + 5) % 7 + 1)
        else { return true }
        return days.contains(day) && (from..<to).contains(hour * 60 + minute)
    }
}
