import Foundation
import SurveyKit
import TestSupport
import Testing

struct OpeningHoursTests {
    private static func hours(_ text: String) throws -> OpeningHours { try OpeningHours(reading: text) }

    @Test(arguments: [
        ("mon-fri 09:00-18:00; sat 10:00-16:00", "mon-fri 09:00-18:00; sat 10:00-16:00"),
        (" Mon-Fri  9:00-18:00 ", nil), ("SAT,sun 10:00-16:00;", "sat,sun 10:00-16:00"),
        ("mon, wed 09:00-12:00, 12:00-13:00", "mon,wed 09:00-13:00"),
        ("mon 09:00-12:00; mon 14:00-24:00", "mon 09:00-12:00, 14:00-24:00"),
        ("fri-mon 00:00-24:00", "mon,fri-sun 00:00-24:00"), ("", ""), ("closed", ""), (" Closed ; ", ""),
    ])
    func `a text is read, and written in one way`(text: String, plain: String?) throws {
        guard let plain else {
            #expect(throws: OpeningHoursFaults.self) { try Self.hours(text) }
            return
        }
        #expect(try Self.hours(text).text == plain)
        #expect(try Self.hours(text).isKnown != plain.isEmpty)
    }

    @Test func `every fault of a text is told at once`() {
        let faults = #expect(throws: OpeningHoursFaults.self) {
            try Self.hours("mno-fri 09:00-18:00; 10:00-12:00; sat; sun 18:00-09:00, 25:00-26:00; tue 9-10; closed")
        }
        #expect(
            faults?.messages == [
                "“mno-fri” is no day or range of days; write days as in `mon-fri` or `sat`.",
                "“10:00-12:00” names no day; write days first, as in `mon-fri 09:00-18:00`.",
                "“sat” has no hours; write them as in `mon-fri 09:00-18:00`.",
                "“18:00-09:00” ends before it begins; hours over midnight are two spans: "
                    + "`fri 22:00-24:00; sat 00:00-02:00`.",
                "“25:00-26:00” is no span of hours; write one as `09:00-18:00`, at most to `24:00`.",
                "“9-10” is no span of hours; write one as `09:00-18:00`, at most to `24:00`.",
                "“closed” is no day or range of days; write days as in `mon-fri` or `sat`.",
                "“closed” has no hours; write them as in `mon-fri 09:00-18:00`.",
            ])
        let overlap = #expect(throws: OpeningHoursFaults.self) {
            try Self.hours("mon-tue 09:00-12:00; tue 11:00-13:00")
        }
        #expect(overlap?.messages == ["On tue, 09:00-12:00 and 11:00-13:00 overlap; write each hour once."])
    }

    @Test func `hours read back as they were written, whatever they are`() throws {
        var random = SeededGenerator(seed: 16)
        for _ in 0..<300 {
            let hours = try Self.hours(Self.text(&random))
            #expect(try Self.hours(hours.text) == hours)
        }
    }

    @Test(arguments: [
        // Friday 17:00 in Baku: one hour left, then Saturday from ten.
        ("2026-11-27T13:00:00Z", 60, "2026-11-27T14:00:00Z"), ("2026-11-27T13:00:00Z", 61, "2026-11-28T06:01:00Z"),
        // Saturday after closing, over the Sunday.
        ("2026-11-28T13:00:00Z", 240, "2026-11-30T09:00:00Z"), ("2026-11-28T13:00:00Z", 0, "2026-11-28T13:00:00Z"),
        ("2026-11-28T13:00:00Z", -5, "2026-11-28T13:00:00Z"),
    ])
    func `a due time leaves out nights and closed days`(start: String, minutes: Int64, due: String) throws {
        let zone = try #require(TimeZone(identifier: "Asia/Baku"))
        let hours = try Self.hours("mon-fri 09:00-18:00; sat 10:00-16:00")
        let moment = hours.moment(afterOpenMS: minutes * 60_000, since: try Self.time(start), in: zone)
        #expect(moment == (try Self.time(due)))
    }

    @Test func `hours that nobody knows count as always open`() throws {
        #expect(OpeningHours().moment(afterOpenMS: 5, since: 7, in: .gmt) == 12)
    }

    /// Berlin and Lord Howe (half an hour) change their clocks, Baku and Samoa changed their time zone for good.
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-27T00:00:00Z"), ("Europe/Berlin", "2026-10-23T00:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-03T00:00:00Z"), ("Asia/Baku", "2016-03-25T00:00:00Z"),
        ("Pacific/Apia", "2011-12-28T00:00:00Z"), ("America/Havana", "2026-10-30T00:00:00Z"),
    ])
    func `the moment is that of a walk from minute to minute`(zone: String, from: String) throws {
        var random = SeededGenerator(seed: 2_016)
        let zone = try #require(TimeZone(identifier: zone))
        let from = try Self.time(from)
        for _ in 0..<12 {
            let hours = try Self.hours(Self.text(&random))
            guard hours.isKnown else { continue }
            let start = from + Int64.random(in: 0..<5_760, using: &random) * 60_000
            let minutes = Int64.random(in: 1...3_000, using: &random)
            let walked = Self.walk(hours, minutes, from: start, in: zone)
            #expect(hours.moment(afterOpenMS: minutes * 60_000, since: start, in: zone) == walked)
        }
    }

    @Test func `a later start and a longer time never end earlier`() throws {
        var random = SeededGenerator(seed: 5)
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let from = try Self.time("2026-03-25T00:00:00Z")
        for _ in 0..<300 {
            let hours = try Self.hours(Self.text(&random))
            let start = from + Int64.random(in: 0..<604_800_000, using: &random)
            let open = Int64.random(in: 0..<200_000_000, using: &random)
            let more = Int64.random(in: 0..<20_000_000, using: &random)
            let end = hours.moment(afterOpenMS: open, since: start, in: zone)
            #expect(end >= start + open)
            #expect(hours.moment(afterOpenMS: open, since: start + more, in: zone) >= end)
            #expect(hours.moment(afterOpenMS: open + more, since: start, in: zone) >= end + more)
        }
    }

    private static func time(_ text: String) throws -> Int64 {
        Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970 * 1_000)
    }

    /// Counts open minutes one by one, by Foundation's calendar and the written text.
    private static func walk(_ hours: OpeningHours, _ minutes: Int64, from start: Int64, in zone: TimeZone) -> Int64 {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let open = openMinutes(hours)
        var (now, left) = (start, minutes)
        while left > 0 {
            let parts = calendar.dateComponents(
                [.weekday, .hour, .minute], from: Date(timeIntervalSince1970: Double(now) / 1_000))
            let day = ((parts.weekday ?? 1) + 5) % 7
            if open.contains(day * 1_440 + (parts.hour ?? 0) * 60 + (parts.minute ?? 0)) { left -= 1 }
            now += 60_000
        }
        return now
    }

    /// The open minutes of a week from Monday on, read from the text by other means.
    private static func openMinutes(_ hours: OpeningHours) -> Set<Int> {
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        var open: Set<Int> = []
        for rule in hours.text.components(separatedBy: "; ") {
            let parts = rule.components(separatedBy: " ")
            for range in parts[0].components(separatedBy: ",") {
                let ends = range.components(separatedBy: "-").compactMap(names.firstIndex(of:))
                for day in (ends.first ?? 0)...(ends.last ?? 0) {
                    for span in parts.dropFirst() {
                        let clock = span.filter { $0 != "," }.components(separatedBy: "-").map { text in
                            let hour = Int(text.prefix(2)) ?? 0
                            return hour * 60 + (Int(text.suffix(2)) ?? 0)
                        }
                        open.formUnion((clock[0]..<clock[1]).map { day * 1_440 + $0 })
                    }
                }
            }
        }
        return open
    }

    /// Up to three spans on some days, apart from each other.
    private static func text(_ random: inout SeededGenerator) -> String {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        return days.filter { _ in Bool.random(using: &random) }.map { day in
            let count = Int.random(in: 1...3, using: &random)
            let cuts = Set((0..<count * 2).map { _ in Int.random(in: 0...288, using: &random) * 5 }).sorted()
            let spans = stride(from: 0, to: cuts.count - 1, by: 2).map { clock(cuts[$0]) + "-" + clock(cuts[$0 + 1]) }
            return spans.isEmpty ? "\(day) 00:00-00:05" : day + " " + spans.joined(separator: ", ")
        }.joined(separator: ";")
    }

    private static func clock(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}
