import Testing

@testable import CollectorApp

@Suite struct DeviceGateTests {
    @Test func `a credential has four doors, and another one has its own`() {
        let doors = DeviceDoors()
        for _ in 0..<DeviceDoors.perCredential { #expect(doors.enter("a", isCheckin: true)) }
        #expect(!doors.enter("a", isCheckin: true))
        #expect(doors.enter("b", isCheckin: false))
        doors.leave("a")
        #expect(doors.enter("a", isCheckin: false))
        #expect(!doors.enter("a", isCheckin: false))
    }

    @Test func `responses are turned away before check-ins, and all at the limit`() {
        let doors = DeviceDoors()
        for n in 0..<DeviceDoors.responses { #expect(doors.enter("k\(n)", isCheckin: false)) }
        #expect(!doors.enter("late", isCheckin: false))
        for n in DeviceDoors.responses..<DeviceDoors.all { #expect(doors.enter("k\(n)", isCheckin: true)) }
        #expect(!doors.enter("late", isCheckin: true))
        for n in 0..<DeviceDoors.all { doors.leave("k\(n)") }
        #expect(doors.enter("late", isCheckin: false))
    }

    @Test func `those without a credential share the house only`() {
        let doors = DeviceDoors()
        for _ in 0..<20 { #expect(doors.enter(nil, isCheckin: false)) }
    }

    @Test func `a slow body is allowed its grace, and then the rate`() {
        let pace = Pace(headMS: 1, graceMS: 10_000, bytesPerSecond: 1_024)
        #expect(pace.allowanceMS(0) == 10_000)
        #expect(pace.allowanceMS(1_024) == 11_000)
        #expect(pace.allowanceMS(262_144) == 266_000)
    }
}
