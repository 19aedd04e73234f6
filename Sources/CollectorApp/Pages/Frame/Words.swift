import Foundation
import SurveyKit

/// Figures and times as people read them; times are milliseconds since 1970.
enum Words {
    /// `1204551` as `1,204,551`, with a real minus sign.
    static func count(_ value: Int64) -> String {
        var text = ""
        for (index, digit) in String(value.magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text = "," + text }
            text = String(digit) + text
        }
        return value < 0 ? "\u{2212}" + text : text
    }

    /// `1 answer`, `1,204 answers`.
    static func count(_ value: Int64, _ one: String, _ many: String) -> String {
        "\(count(value)) \(value == 1 ? one : many)"
    }

    /// A score without decimals, which is as exact as most of them are; CES, of 1 to 7, has one.
    static func score(_ value: Double, decimals: Int = 0) -> String {
        guard decimals > 0 else { return count(Int64(value.rounded())) }
        let tenths = Int64((value * 10).rounded())
        return (tenths < 0 ? "\u{2212}" : "") + "\(count(Int64(tenths.magnitude / 10))).\(tenths.magnitude % 10)"
    }

    /// `+4`, `−5`, `0`.
    static func change(_ value: Double, decimals: Int = 0) -> String {
        let text = score(value, decimals: decimals)
        return value > 0 && text.contains { ("1"..."9").contains($0) } ? "+" + text : text
    }

    /// `12 s`, `3 min`, `2 h`, `5 days`.
    static func age(_ milliseconds: Int64) -> String {
        let seconds = max(0, milliseconds) / 1_000
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3_600: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(count(seconds / 86_400)) days"
        }
    }

    /// Time in which a branch is open: `45 min`, `16 h`, `1 h 30 min`.
    static func openTime(_ minutes: Int) -> String {
        let (hours, rest) = minutes.quotientAndRemainder(dividingBy: 60)
        let parts = [hours > 0 ? "\(count(Int64(hours))) h" : nil, rest > 0 ? "\(rest) min" : nil].compactMap(\.self)
        return parts.isEmpty ? "0 min" : parts.joined(separator: " ")
    }

    static func ago(_ time: Int64, now: Int64) -> String { "\(age(now - time)) ago" }

    /// `Fri 20 Nov 17:42` in the time zone of a branch; an unknown zone reads as UTC and says so.
    static func moment(_ time: Int64, zone identifier: String) -> String {
        let zone = TimeZone(identifier: identifier)
        let text = formatted(time, "EEE d MMM HH:mm", zone ?? .gmt)
        return zone == nil ? text + " UTC" : text
    }

    /// `Fri 20 Nov` in the time zone of a branch.
    static func day(_ time: Int64, zone identifier: String) -> String {
        formatted(time, "EEE d MMM", TimeZone(identifier: identifier) ?? .gmt)
    }

    /// `2026-11-20T17:42:10.123Z`.
    static func iso(_ time: Int64) -> String { formatted(time, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", .gmt) }

    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `20 Nov 2026`, or `20 Nov` where the year is known.
    static func date(_ day: LocalDay, withYear: Bool = true) -> String {
        let (year, month, date) = day.date
        return "\(date) \(months[month - 1])" + (withYear ? " \(year)" : "")
    }

    /// `14 – 20 Nov 2026`, saying of the first date only what differs.
    static func dates(_ days: ClosedRange<LocalDay>) -> String {
        let (first, last) = (days.lowerBound, days.upperBound)
        if first == last { return date(last) }
        if first.date.year != last.date.year { return "\(date(first)) – \(date(last))" }
        let start = first.month == last.month ? "\(first.date.day)" : date(first, withYear: false)
        return "\(start) – \(date(last))"
    }

    /// A language by its own name, such as `Azərbaycan`; the code where it has none.
    static func language(_ code: String) -> String {
        guard let name = Locale(identifier: code).localizedString(forLanguageCode: code), !name.isEmpty else {
            return code
        }
        return name.prefix(1).uppercased() + name.dropFirst()
    }

    /// A score as it was given, such as `Good`, `4 of 5 stars`, `6 of 10`.
    static func score(_ score: Int, kind: String, levels: Int) -> String {
        switch kind {
        case "nps": "\(score) of 10"
        case "ces": "\(score) of 7"
        case "stars": "\(score) of 5 stars"
        default: face(score, of: levels)
        }
    }

    /// What a face is called, 1 being the worst of `levels`.
    static func face(_ score: Int, of levels: Int) -> String {
        switch (levels, score) {
        case (_, ...1): "Terrible"
        case (_, levels...): "Excellent"
        case (3, _): "Okay"
        case (4, 2): "Bad"
        case (4, _): "Good"
        case (_, 2): "Bad"
        case (_, 3): "Okay"
        default: "Good"
        }
    }

    private static func formatted(_ time: Int64, _ pattern: String, _ zone: TimeZone) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_GB")
        formatter.timeZone = zone
        formatter.dateFormat = pattern
        return formatter.string(from: Date(timeIntervalSince1970: Double(time) / 1_000))
    }
}
