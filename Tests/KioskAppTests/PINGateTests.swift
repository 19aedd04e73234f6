import Foundation
import KioskUI
import SurveyKit
import Synchronization
import TestSupport
import Testing

@testable import KioskApp

/// The rule of the lockout, with clocks that are moved and a device that is restarted.
@Suite struct PINLockoutTests {
    private func moment(boot: String = "a", _ bootMS: Int64, wall: Int64 = 0, _ clock: ClockState = .unknown)
        -> Timestamp
    {
        Timestamp(boot: boot, bootMS: bootMS, wallMS: wall, clock: clock)
    }

    private func failed(_ count: Int, at now: Timestamp) -> PINLockout {
        var lockout = PINLockout()
        for _ in 0..<count { lockout.failed(at: now) }
        return lockout
    }

    @Test func `five wrong tries lock for thirty seconds, then for twice as long, up to an hour`() {
        let now = moment(1_000)
        let locks = (0...16).map { failed($0, at: now).remaining(at: now) / 1_000 }
        #expect(locks == [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600, 3_600])
        #expect((0...6).map { failed($0, at: now).triesLeft } == [5, 4, 3, 2, 1, 1, 1])
        #expect(failed(900, at: now).remaining(at: now) == 3_600_000)
    }

    @Test func `within one boot no setting of the clock moves the end`() {
        let lockout = failed(5, at: moment(10_000, wall: 1_000_000, .synchronised))
        for wall: Int64 in [0, 1_000_000, 99_000_000_000] {
            #expect(lockout.remaining(at: moment(20_000, wall: wall, .synchronised)) == 20_000)
        }
        #expect(lockout.remaining(at: moment(40_000, wall: 0)) == 0)
    }

    @Test func `a restart of the device opens nothing by itself`() {
        let lockout = failed(7, at: moment(900_000, wall: 5_000_000))
        #expect(lockout.remaining(at: moment(boot: "b", 20_000, wall: 5_030_000)) == 100_000)
        // A dead battery's clock, and one set forward by hand, are worth nothing.
        #expect(lockout.remaining(at: moment(boot: "b", 20_000, wall: 0)) == 100_000)
        #expect(lockout.remaining(at: moment(boot: "b", 20_000, wall: 9_000_000_000)) == 100_000)
        #expect(lockout.remaining(at: moment(boot: "b", 120_000)) == 0)
    }

    @Test func `a clock that the network set before and after counts over a restart`() {
        let lockout = failed(7, at: moment(900_000, wall: 5_000_000, .synchronised))
        #expect(lockout.remaining(at: moment(boot: "b", 20_000, wall: 5_090_000, .synchronised)) == 30_000)
        #expect(lockout.remaining(at: moment(boot: "b", 20_000, wall: 1_000_000, .synchronised)) == 100_000)
    }

    @Test func `a boot without a name is still told from the one before by its clock`() {
        let lockout = failed(5, at: moment(boot: "unknown", 900_000))
        #expect(lockout.remaining(at: moment(boot: "unknown", 10_000)) == 20_000)
    }

    @Test(arguments: 0..<20)
    func `whatever the clocks do, a lock is never longer than an hour nor lifted early`(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 5...15, using: &random)
        let start = moment(500_000, wall: 70_000_000, .synchronised)
        let lockout = failed(count, at: start)
        let lock = lockout.remaining(at: start)
        var passed: Int64 = 0
        var (boot, since) = (0, -start.bootMS)
        while passed < lock {
            let now = moment(
                boot: boot == 0 ? "a" : "b\(boot)", passed - since, wall: .random(in: 0...140_000_000, using: &random))
            #expect(lockout.remaining(at: now) >= lock - passed && lockout.remaining(at: now) <= 3_600_000)
            passed += Int64.random(in: 1...120_000, using: &random)
            if Int.random(in: 0..<6, using: &random) == 0 { (boot, since) = (boot + 1, passed) }
        }
    }
}

/// The count on the disk.
@Suite struct PINGateTests {
    private static let boot = Timestamp(boot: "a", bootMS: 50_000, wallMS: 1_000, clock: .unknown)

    private final class Clock: Sendable {
        private let time = Mutex(PINGateTests.boot)
        var now: Timestamp { time.withLock { $0 } }
        func advance(_ milliseconds: Int64) { time.withLock { $0 = $0.advanced(by: milliseconds) } }
    }

    private func gate(_ folder: TemporaryFolder, _ clock: Clock) -> PINGate {
        PINGate(stateFolder: folder.path, now: { clock.now })
    }

    @Test func `nothing opens where no PIN is set`() throws {
        let folder = try TemporaryFolder()
        let gate = gate(folder, Clock())
        #expect(gate.gate(.staff) == .noPIN)
        #expect(gate.attempt(PIN("2468"), .staff) == .wrong(.noPIN))
    }

    @Test func `wrong tries are counted over a restart, for each role by itself, and the right PIN clears them`() throws
    {
        let folder = try TemporaryFolder()
        try PINFile(stateFolder: folder.path, role: .staff).set("2468")
        try PINFile(stateFolder: folder.path, role: .technician).set("13579")
        let clock = Clock()
        for left in [4, 3, 2, 1] {
            #expect(gate(folder, clock).attempt(PIN("1111"), .staff) == .wrong(.open(left: left)))
        }
        #expect(gate(folder, clock).attempt(PIN("1111"), .staff) == .wrong(.locked(milliseconds: 30_000)))
        // The right one is not even tried now.
        #expect(gate(folder, clock).attempt(PIN("2468"), .staff) == .wrong(.locked(milliseconds: 30_000)))
        #expect(gate(folder, clock).attempt(PIN("13579"), .technician) == .right)
        clock.advance(30_000)
        #expect(gate(folder, clock).gate(.staff) == .open(left: 1))
        #expect(gate(folder, clock).attempt(PIN("2468"), .staff) == .right)
        #expect(gate(folder, clock).gate(.staff) == .open(left: 5))
    }

    @Test func `a new PIN clears the count, and a spoilt count is no way in`() throws {
        let folder = try TemporaryFolder()
        try PINFile(stateFolder: folder.path, role: .staff).set("2468")
        let clock = Clock()
        for _ in 0..<5 { _ = gate(folder, clock).attempt(PIN("1111"), .staff) }
        gate(folder, clock).forget(.staff)
        #expect(gate(folder, clock).gate(.staff) == .open(left: 5))
        _ = try folder.write("rubbish", to: "pin-staff.tries")
        #expect(gate(folder, clock).attempt(PIN("1111"), .staff) == .wrong(.locked(milliseconds: 30_000)))
    }

    @Test func `where the count can't be written it holds as long as the process`() throws {
        let folder = try TemporaryFolder()
        try PINFile(stateFolder: folder.path, role: .staff).set("2468")
        // A folder in the place of the file to be written: no account can write there.
        try FileManager.default.createDirectory(
            atPath: folder.file("pin-staff.tries.new"), withIntermediateDirectories: false)
        let gate = gate(folder, Clock())
        for left in [4, 3, 2, 1] { #expect(gate.attempt(PIN("1111"), .staff) == .wrong(.open(left: left))) }
        #expect(gate.gate(.staff) == .open(left: 1))
        #expect(gate.attempt(PIN("1111"), .staff) == .wrong(.locked(milliseconds: 30_000)))
    }
}
