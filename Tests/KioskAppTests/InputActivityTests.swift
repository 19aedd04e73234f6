import Testing

@testable import KioskApp

/// "No input seen" is health too: what is counted, and what doctor makes of it.
struct InputActivityTests {
    @Test func `what came from hands is counted, and since when there was nothing`() {
        let activity = InputActivity(startedMS: 1_000)
        #expect(activity.report(at: 61_000) == report(running: 60_000, since: nil))
        activity.note(events: 0, ignored: 0, droppedBytes: 7, at: 70_000)
        #expect(activity.report(at: 71_000) == report(running: 70_000, since: nil, dropped: 7))
        activity.note(events: 2, ignored: 1, droppedBytes: 7, at: 80_000)
        activity.note(events: 1, ignored: 2, droppedBytes: 9, at: 81_000)
        #expect(
            activity.report(at: 91_000) == report(running: 90_000, since: 10_000, events: 3, ignored: 2, dropped: 9))
    }

    private func report(
        running: Int64, since: Int64?, events: Int64 = 0, ignored: Int64 = 0, dropped: Int64 = 0
    ) -> InputReport {
        InputReport(runningMS: running, sinceLastMS: since, events: events, ignored: ignored, droppedBytes: dropped)
    }

    @Test func `doctor tells a panel that nobody reaches from a quiet hour`() {
        let hour: Int64 = 3_600_000
        func state(_ report: InputReport?) -> Finding.State { DeviceChecks.input(report).state }
        #expect(state(nil) == .ok)
        #expect(state(report(running: hour - 1, since: nil)) == .ok)
        #expect(state(report(running: hour, since: nil)) == .warning)
        #expect(state(report(running: 900 * hour, since: 95 * hour, events: 1)) == .ok)
        #expect(state(report(running: 900 * hour, since: 96 * hour, events: 1)) == .warning)
        #expect(state(report(running: hour, since: 5, events: 900, dropped: 10_001)) == .warning)
        #expect(state(report(running: hour, since: 5, events: 9_000, dropped: 10_001)) == .ok)
    }

    @Test func `it is said in words`() {
        #expect(report(running: 7_200_000, since: nil).line == "no touch and no key since the start 2 h ago")
        let line = report(running: 7_200_000, since: 300_000, events: 40, ignored: 3).line
        #expect(line == "last touch or key 5 min ago; 40 since the start, 3 ignored")
        let finding = DeviceChecks.input(report(running: 7_200_000, since: nil))
        #expect(finding.lines.first == "look  input: no touch and no key since the start 2 h ago")
    }
}
