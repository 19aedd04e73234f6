import Foundation
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
}
