import Foundation
import KioskUI
import SurveyKit

extension Schedule {
    /// Whether the kiosk asks at this moment.
    ///
    /// - Parameters:
    ///   - wallMS: Milliseconds since 1970.
    ///   - timeZone: The branch's; hours are branch-local.
    func isOpen(atWallMS wallMS: Int64, timeZone: TimeZone) -> Bool {
        let calendar = Self.calendar(in: timeZone)
        let parts = calendar.dateComponents([.weekday, .hour, .minute], from: Self.date(wallMS))
        guard let weekday = parts.weekday, let hour = parts.hour, let minute = parts.minute,
            let day = Day(weekday: weekday)
        else { return true }
        return days.contains(day) && (from..<to).contains(hour * 60 + minute)
    }

    /// When the kiosk begins to ask again after this moment; nil where it never does.
    ///
    /// Where the clock jumps over the time of opening, it is the first minute after the jump.
    func nextOpening(afterWallMS wallMS: Int64, timeZone: TimeZone) -> OpeningTime? {
        let calendar = Self.calendar(in: timeZone)
        let now = Self.date(wallMS)
        let moments = days.compactMap { day in
            calendar.nextDate(
                after: now,
                matching: DateComponents(hour: from / 60, minute: from % 60, second: 0, weekday: day.weekday),
                matchingPolicy: .nextTime)
        }
        guard let moment = moments.min() else { return nil }
        let parts = calendar.dateComponents([.weekday, .hour, .minute], from: moment)
        let ahead = calendar.dateComponents(
            [.day], from: calendar.startOfDay(for: now), to: calendar.startOfDay(for: moment))
        guard let day = parts.weekday.flatMap(Day.init(weekday:)), let hour = parts.hour, let minute = parts.minute,
            let daysAhead = ahead.day
        else { return nil }
        return OpeningTime(day: day, daysAhead: daysAhead, minutes: hour * 60 + minute)
    }

    private static func calendar(in timeZone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = timeZone
        return calendar
    }

    private static func date(_ wallMS: Int64) -> Date { Date(timeIntervalSince1970: Double(wallMS) / 1_000) }
}

extension Schedule.Day {
    /// Foundation counts from Sunday = 1, we from Monday = 1.
    fileprivate init?(weekday: Int) { self.init(rawValue: (weekday + 5) % 7 + 1) }

    fileprivate var weekday: Int { rawValue % 7 + 1 }
}
