package import Foundation

/// A day of the civil calendar, without a time zone: what a branch calls its date.
///
/// Arithmetic after Howard Hinnant, "chrono-compatible low-level date algorithms" (2013): proleptic Gregorian.
package struct LocalDay: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// - Parameters:
    ///   - month: 1 to 12.
    ///   - day: 1 to 31; one that its month does not have runs over into the next.
    package init(year: Int, month: Int, day: Int) {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Reads `2026-11-20`; nil for anything else, the 31st of a month of 30 days included.
    package init?(iso text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            (1...9_999).contains(year), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard iso == text else { return nil }
    }

    package var date: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let index = (5 * dayOfYear + 2) / 153
        let month = index < 10 ? index + 3 : index - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * index + 2) / 5 + 1)
    }

    /// `2026-11-20`.
    package var iso: String {
        let (year, month, day) = date
        let digits = { (value: Int, width: Int) in
            String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
        }
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
    }

    /// 0 for Monday to 6 for Sunday.
    package var weekday: Int { (number + 3).modulo(7) }

    /// Weeks since the Monday before 1970-01-01; each begins on a Monday.
    package var week: Int { (number + 3).floored(by: 7) }

    /// Months since January of the year 0.
    package var month: Int {
        let (year, month, _) = date
        return year * 12 + month - 1
    }

    package init(startOfWeek week: Int) { self.init(number: week * 7 - 3) }

    package init(startOfMonth month: Int) {
        self.init(year: month.floored(by: 12), month: month.modulo(12) + 1, day: 1)
    }

    /// When it begins on clocks in `zone`, ms since 1970: midnight, or when there is none, the first moment after.
    package func start(in zone: TimeZone) -> Int64 {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let (year, month, day) = date
        // At noon every zone has the date that it is asked for.
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12))
        return noon.map { Int64(calendar.startOfDay(for: $0).timeIntervalSince1970 * 1_000) }
            ?? Int64(number) * 86_400_000
    }

    package static func < (one: LocalDay, other: LocalDay) -> Bool { one.number < other.number }
    package static func + (day: LocalDay, count: Int) -> LocalDay { LocalDay(number: day.number + count) }
    package static func - (day: LocalDay, count: Int) -> LocalDay { LocalDay(number: day.number - count) }
}

/// An hour as the clock on a branch's wall shows it.
///
/// In the night when clocks go back, two hours of the world are the same hour here; one is missing in spring.
package struct LocalHour: Hashable, Comparable, Sendable {
    /// Hours since 1970-01-01T00, counting 24 a day.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// - Parameters:
    ///   - ms: Milliseconds since 1970, UTC.
    ///   - offset: What the branch's clocks are ahead of UTC at that moment, in seconds.
    package init(ms: Int64, offset: Int) {
        number = Int(ms.floored(by: 1_000) + Int64(offset)).floored(by: 3_600)
    }

    /// The hour that clocks in `zone` show at a moment in ms since 1970.
    package init(ms: Int64, in zone: TimeZone) {
        self.init(ms: ms, offset: zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(ms) / 1_000)))
    }

    package var day: LocalDay { LocalDay(number: number.floored(by: 24)) }
    /// 0 to 23.
    package var hour: Int { number.modulo(24) }

    package static func < (one: LocalHour, other: LocalHour) -> Bool { one.number < other.number }
}

extension BinaryInteger {
    /// Quotient rounded down, also below zero; `divisor` is positive.
    fileprivate func floored(by divisor: Self) -> Self {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// Remainder of `floored(by:)`: 0 up to `divisor`.
    fileprivate func modulo(_ divisor: Self) -> Self { self - floored(by: divisor) * divisor }
}
