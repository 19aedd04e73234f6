package import WireProtocol

/// `Retry-After` (RFC 9110, 10.2.3): seconds, or a date.
package enum RetryAfter {
    /// How long the answer asks to wait, ms, not yet clamped; nil where it does not say, or says nonsense.
    ///
    /// A date is compared with the collector's own time in the same answer: the kiosk's clock may be wrong.
    package static func milliseconds(in response: HTTPResponse) -> Int64? {
        guard let text = response.header("retry-after") else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
            // Beyond ten digits it is more than any clamp allows.
            return text.utf8.count > 10 ? .max : Int64(text).map { $0 * 1_000 }
        }
        guard let until = dateMS(text) else { return nil }
        let server = response.collectorMS ?? response.header("date").flatMap(dateMS)
        return server.map { max(0, until - $0) }
    }

    /// Milliseconds since 1970 of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
    static func dateMS(_ text: String) -> Int64? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int64(parts[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(parts[2])), let year = Int64(parts[3]),
            (1970...9999).contains(year)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        let days = daysSince1970(year: year, month: Int64(month + 1), day: day)
        return (((days * 24 + clock[0]) * 60 + clock[1]) * 60 + clock[2]) * 1_000
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Howard Hinnant's `days_from_civil`, for years from 0 on.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
