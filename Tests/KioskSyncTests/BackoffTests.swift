import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

struct BackoffTests {
    @Test(arguments: [
        (0, 2_500, 7_500), (1, 5_000, 15_000), (3, 20_000, 60_000), (7, 320_000, 960_000), (8, 450_000, 1_350_000),
        (60, 450_000, 1_350_000),
    ]) func `the n-th failure waits within the table`(n: Int, least: Int64, most: Int64) {
        func wait(_ random: Double) -> Int64 {
            var backoff = Backoff()
            var last: Int64 = 0
            for _ in 0...n { last = backoff.failed(spreadMS: 0, random: { random }) }
            return last
        }
        #expect(wait(0) == least)
        #expect(abs(wait(0.999_999_9) - most) <= 2)
    }

    @Test func `at the cap two kiosks still differ`() {
        var generator = SeededGenerator(seed: 3)
        var backoff = Backoff()
        let waits = (0..<40).map { _ in
            backoff.failed(spreadMS: 0, random: { Double.random(in: 0..<1, using: &generator) })
        }
        #expect(Set(waits.suffix(20)).count == 20)
    }

    @Test func `the collector's spread counts on the first failure only, and success starts anew`() {
        var backoff = Backoff()
        #expect(backoff.failed(spreadMS: 30_000, random: { 0.5 }) == 2_500 + 1_250 + 1_250 + 15_000)
        #expect(backoff.failed(spreadMS: 30_000, random: { 0.5 }) == 10_000)
        backoff.succeeded()
        #expect(backoff.failed(spreadMS: 0, random: { 0 }) == 2_500)
    }

    @Test(arguments: [(0, 1_000), (5_000, 5_000), (9_000_000_000, 3_600_000), (-4, 1_000), (.max, 3_600_000)])
    func `a wish to wait is clamped`(asked: Int64, least: Int64) {
        #expect(Backoff.retryAfterMS(asked, random: { 0 }) == least)
        #expect(Backoff.retryAfterMS(asked, random: { 0.999_999_9 }) <= least + least / 4)
    }

    @Test(
        arguments: [
            ("120", 120_000), ("0", 0), ("1000000000000", .max), ("99999999999999999999999", .max), ("-5", nil),
            ("soon", nil), ("", nil), ("1.5", nil), ("Thu, 09 Oct 2025 08:54:00 GMT", 40_000),
            ("Thu, 09 Oct 2025 08:00:00 GMT", 0), ("Thu, 40 Foo 2025 08:00:00 GMT", nil),
            ("Thu, 09 Oct 2025 08:54:00 CET", nil),
        ] as [(String, Int64?)]) func `Retry-After is read as seconds or a date of the collector's clock`(
            text: String, expected: Int64?
        )
    {
        // The collector's clock in the answer says 1760000000000: Thu, 09 Oct 2025 08:53:20 GMT.
        let response = FakeCollector.response(503, headers: ["retry-after": text])
        #expect(RetryAfter.milliseconds(in: response) == expected)
    }

    @Test(
        "N7: a collector's time that can't be is none, whatever Retry-After says",
        arguments: ["-9223372036854775808", "9223372036854775807", "0", "-1", "253402300800000", "soon"])
    func impossibleTime(time: String) {
        let date = "Thu, 09 Oct 2025 08:54:00 GMT"
        let headers = ["retry-after": date, "smilepost-time": time]
        #expect(RetryAfter.milliseconds(in: FakeCollector.response(503, headers: headers)) == nil)
        let dated = headers.merging(["date": "Thu, 09 Oct 2025 08:53:20 GMT"]) { $1 }
        #expect(RetryAfter.milliseconds(in: FakeCollector.response(503, headers: dated)) == 40_000)
    }

    @Test func `dates are counted as everybody counts them`() {
        #expect(RetryAfter.dateMS("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777_000)
        #expect(RetryAfter.dateMS("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(RetryAfter.dateMS("Thu, 29 Feb 2024 12:00:00 GMT") == 1_709_208_000_000)
    }
}
