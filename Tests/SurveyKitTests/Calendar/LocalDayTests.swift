import Foundation
import SurveyKit
import Testing

@Suite struct LocalDayTests {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = .gmt
        return calendar
    }()

    @Test func `dates, weeks and months are the civil calendar's`() throws {
        // From 1970 to 2120, in steps that meet every day of week, month and year.
        for number in stride(from: 0, to: 54_800, by: 3) {
            let day = LocalDay(number: number)
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = Self.calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            #expect(day.date == (parts.year, parts.month, parts.day) as (Int?, Int?, Int?))
            #expect(day.weekday == ((parts.weekday ?? 0) + 5) % 7)
            #expect(LocalDay(iso: day.iso) == day)
            #expect(LocalDay(startOfWeek: day.week) == day - day.weekday)
            #expect(LocalDay(startOfMonth: day.month) == day - (day.date.day - 1))
        }
    }

    @Test func `days before 1970 have their weeks and months too`() {
        for number in -40_000..<1_000 {
            let day = LocalDay(number: number)
            #expect((0..<7).contains(day.weekday))
            #expect((LocalDay(startOfWeek: day.week)..<LocalDay(startOfWeek: day.week + 1)).contains(day))
            #expect((LocalDay(startOfMonth: day.month)..<LocalDay(startOfMonth: day.month + 1)).contains(day))
            let (year, month, date) = day.date
            #expect(LocalDay(year: year, month: month, day: date) == day)
        }
    }

    @Test(arguments: [
        "2026-02-30", "2026-13-01", "2026-1-01", "26-01-01", "2026-01-01x", "", "2026-04-31", "+026-01-01",
    ])
    func `what is no date is none`(text: String) {
        #expect(LocalDay(iso: text) == nil)
    }

    @Test func `the hour that comes twice in autumn is one, and the day has its date`() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        // 25 October 2026, 00:30 and 01:30 UTC are both half past two in Berlin.
        let hours = [1_792_888_200_000, 1_792_891_800_000].map { (ms: Int64) in
            LocalHour(ms: ms, offset: zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(ms) / 1_000)))
        }
        #expect(hours.map(\.hour) == [2, 2])
        #expect(hours[0] == hours[1])
        #expect(hours[0].day.iso == "2026-10-25")
        #expect(LocalHour(ms: -1, offset: 0).hour == 23)
        #expect(LocalHour(ms: -1, offset: 0).day.iso == "1969-12-31")
    }

    @Test(arguments: [
        "UTC", "Asia/Baku", "America/Los_Angeles", "Asia/Kathmandu", "Africa/Cairo", "Pacific/Kiritimati",
    ])
    func `a day begins where the one before ends, also when the clocks are changed at midnight`(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        for number in 20_000..<21_100 {
            let day = LocalDay(number: number)
            let start = day.start(in: zone)
            #expect(LocalHour(ms: start, in: zone).day == day)
            #expect(LocalHour(ms: start - 1, in: zone).day == day - 1)
        }
    }
}

private func == (one: (year: Int, month: Int, day: Int), other: (Int?, Int?, Int?)) -> Bool {
    one.year == other.0 && one.month == other.1 && one.day == other.2
}
