package import Foundation

/// A day of the calendar, wherever it is.
package struct CalendarDay: Sendable, Equatable, CustomStringConvertible {
    package let year: Int
    package let month: Int
    package let day: Int

    package init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-09-30`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }

    init(_ date: Date, in calendar: Calendar) {
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        self.init(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
    }

    package var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// The day `days` earlier.
    package func back(_ days: Int) -> CalendarDay {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12)) ?? .distantPast
        return CalendarDay(calendar.date(byAdding: .day, value: -days, to: noon) ?? noon, in: calendar)
    }
}

/// One hour that a branch lives through: 23 or 25 of them on the days on which its clocks change.
struct HourSlot: Sendable {
    /// Its begin, ms since 1970.
    let startMS: Int64
    /// By the branch's clock, 0 to 23.
    let hour: Int
    /// 1 is Monday.
    let weekday: Int

    /// The hours of `count` days in a time zone, the last of them `until`.
    static func days(_ count: Int, until: CalendarDay, in zone: String) throws -> [[HourSlot]] {
        guard let timeZone = TimeZone(identifier: zone) else {
            throw ChainPlan.Impossible(reason: "this machine does not know the time zone \(zone)")
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone
        return (0..<count).map { day in
            let date = until.back(count - 1 - day)
            let noon = calendar.date(from: DateComponents(year: date.year, month: date.month, day: date.day, hour: 12))
            let start = calendar.startOfDay(for: noon ?? .distantPast)
            let end = calendar.date(byAdding: .day, value: 1, to: start) ?? start
            let weekday = (calendar.component(.weekday, from: start) + 5) % 7 + 1
            return stride(from: start, to: end, by: 3_600).map { moment in
                HourSlot(
                    startMS: Int64(moment.timeIntervalSince1970) * 1_000,
                    hour: calendar.component(.hour, from: moment), weekday: weekday)
            }
        }
    }
}

extension CalendarDay {
    /// The day of a moment, in UTC.
    package init(now: Date) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        self.init(now, in: calendar)
    }
}

extension ChainPlan {
    /// A moment after a day has ended in all of the chain's time zones, ms since 1970.
    package func receiptMS(after day: Int) -> Int64 {
        let ends = calendars.values.compactMap { $0[day].last?.startMS }
        return (ends.max() ?? 0) + 2 * 3_600_000
    }
}
