import Foundation
import KioskUI
import SurveyKit
import Testing

@testable import KioskApp

struct OpeningHoursTests {
    private let schedule = Schedule(days: [.mon, .tue, .wed, .thu, .fri, .sat], from: 8 * 60, to: 20 * 60)

    private func isOpen(_ text: String, zone: String) throws -> Bool {
        let date = try #require(ISO8601DateFormatter().date(from: text))
        let zone = try #require(TimeZone(identifier: zone))
        return schedule.isOpen(atWallMS: Int64(date.timeIntervalSince1970 * 1_000), timeZone: zone)
    }

    @Test(arguments: [
        ("2026-11-20T04:00:00Z", true), ("2026-11-20T03:59:59Z", false), ("2026-11-20T15:59:59Z", true),
        ("2026-11-20T16:00:00Z", false), ("2026-11-22T10:00:00Z", false),
    ])
    func `hours are the branch's, from included and to not`(moment: String, expected: Bool) throws {
        #expect(try isOpen(moment, zone: "Asia/Baku") == expected)
    }

    @Test func `hours follow the clock through a change to summer time`() throws {
        #expect(try isOpen("2026-03-28T07:00:00Z", zone: "Europe/Berlin"))
        #expect(try !isOpen("2026-03-28T06:59:00Z", zone: "Europe/Berlin"))
        #expect(try isOpen("2026-03-30T06:00:00Z", zone: "Europe/Berlin"))
    }

    private func wall(_ text: String) throws -> Int64 {
        Int64(try #require(ISO8601DateFormatter().date(from: text)).timeIntervalSince1970 * 1_000)
    }

    private func next(_ text: String, _ schedule: Schedule, zone: String) throws -> OpeningTime? {
        schedule.nextOpening(
            afterWallMS: try wall(text), timeZone: try #require(TimeZone(identifier: zone)))
    }

    @Test(arguments: [
        // Before opening, after closing, over the Sunday that has none.
        ("2026-11-20T03:00:00Z", OpeningTime(day: .fri, daysAhead: 0, minutes: 480)),
        ("2026-11-20T16:00:00Z", OpeningTime(day: .sat, daysAhead: 1, minutes: 480)),
        ("2026-11-21T16:00:00Z", OpeningTime(day: .mon, daysAhead: 2, minutes: 480)),
        // Midnight in Baku is 20:00 in UTC: from there Monday is tomorrow.
        ("2026-11-21T20:00:00Z", OpeningTime(day: .mon, daysAhead: 1, minutes: 480)),
    ])
    func `the next opening is told in branch time`(moment: String, expected: OpeningTime) throws {
        #expect(try next(moment, schedule, zone: "Asia/Baku") == expected)
    }

    @Test func `days begin and end at the branch's midnight`() throws {
        let night = Schedule(days: [.sun], from: 0, to: 24 * 60)
        func isOpen(_ text: String) throws -> Bool {
            night.isOpen(atWallMS: try wall(text), timeZone: try #require(TimeZone(identifier: "Asia/Baku")))
        }
        #expect(try !isOpen("2026-11-21T19:59:59Z"))
        #expect(try isOpen("2026-11-21T20:00:00Z"))
        #expect(try isOpen("2026-11-22T19:59:59Z"))
        #expect(try !isOpen("2026-11-22T20:00:00Z"))
        #expect(
            try next("2026-11-22T20:00:00Z", night, zone: "Asia/Baku")
                == OpeningTime(day: .sun, daysAhead: 6, minutes: 0))
    }

    @Test func `an hour that the clock jumps over opens right after it`() throws {
        let early = Schedule(days: Set(Schedule.Day.allCases), from: 2 * 60 + 30, to: 5 * 60)
        // Berlin, 29 March 2026: after 01:59:59 comes 03:00.
        #expect(
            try next("2026-03-28T23:30:00Z", early, zone: "Europe/Berlin")
                == OpeningTime(day: .sun, daysAhead: 0, minutes: 180))
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        #expect(!early.isOpen(atWallMS: try wall("2026-03-29T00:59:59Z"), timeZone: berlin))
        #expect(early.isOpen(atWallMS: try wall("2026-03-29T01:00:00Z"), timeZone: berlin))
    }

    @Test func `an hour that comes twice is open both times`() throws {
        let early = Schedule(days: Set(Schedule.Day.allCases), from: 2 * 60, to: 3 * 60)
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        // Berlin, 25 October 2026: 02:00 to 03:00 comes twice.
        for (moment, expected) in [
            ("2026-10-24T23:59:59Z", false), ("2026-10-25T00:00:00Z", true), ("2026-10-25T01:30:00Z", true),
            ("2026-10-25T02:00:00Z", false),
        ] {
            #expect(early.isOpen(atWallMS: try wall(moment), timeZone: berlin) == expected, "\(moment)")
        }
    }

    /// Every quarter of an hour for a year: what is said is when it opens.
    @Test(arguments: ["Europe/Berlin", "Asia/Baku", "America/New_York", "Australia/Lord_Howe"])
    func `at the moment that was told the kiosk is open, and at none before`(zone: String) throws {
        let timeZone = try #require(TimeZone(identifier: zone))
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = timeZone
        let start = try wall("2026-01-01T00:00:00Z")
        var told: OpeningTime?
        for step in 0..<(365 * 96) {
            let now = start + Int64(step) * 900_000
            let isOpen = schedule.isOpen(atWallMS: now, timeZone: timeZone)
            let date = Date(timeIntervalSince1970: Double(now) / 1_000)
            let minutes = calendar.component(.hour, from: date) * 60 + calendar.component(.minute, from: date)
            if isOpen, let before = told {
                #expect(before.daysAhead == 0 && before.minutes == 480 && minutes == 480, "\(date)")
            }
            // Asking is slow: only where the next step may be another.
            told = isOpen || minutes != 465 ? nil : schedule.nextOpening(afterWallMS: now, timeZone: timeZone)
        }
    }
}
