import Foundation
import KioskStore
import Logging
import SurveyKit
import Synchronization
import TestSupport
import WireProtocol

@testable import KioskSync

/// A clock that tests move; waiting moves it too.
final class ManualClock: SyncClock {
    private let moment = Mutex(Examples.start)

    func now() -> Timestamp { moment.withLock { $0 } }
    func advance(by ms: Int64) { moment.withLock { $0 = $0.advanced(by: ms) } }
    func turn(wallMS: Int64, clock: ClockState) {
        moment.withLock { $0 = Timestamp(boot: $0.boot, bootMS: $0.bootMS, wallMS: wallMS, clock: clock) }
    }
    func wait(untilMS: Int64) { advance(by: max(0, untilMS - now().bootMS)) }
    func wake() {}

    /// Somebody sets the wall clock.
    func setWall(by ms: Int64) {
        moment.withLock {
            $0 = Timestamp(boot: $0.boot, bootMS: $0.bootMS, wallMS: $0.wallMS + ms, clock: .unknown)
        }
    }

    private let observations = Mutex<[ClockObservation]>([])
    /// What the lane has heard of the collector's clock.
    var heard: [ClockObservation] { observations.withLock { $0 } }
    func hear(_ observation: ClockObservation) { observations.withLock { $0.append(observation) } }
}

/// A sync engine on a real store, a collector in memory and a manual clock.
final class Lane {
    static let enrolment = Enrolment(
        kioskID: "k_1", credential: "secret", collectorID: FakeCollector.id, collectorURL: "http://c.test",
        branch: .init(id: "b1", name: "Sahil", timeZone: "Asia/Baku"))
    static let settings = SyncSettings(collectorURL: "http://c.test/", app: "smilepost-kiosk/test")

    let folder: TemporaryFolder
    let store: KioskStore
    let clock = ManualClock()
    let collector: FakeCollector
    let engine: SyncEngine
    private(set) var sealed: [SealedLine] = []

    init(
        seed: UInt64 = 1, limits: Limits = Limits(), settings: SyncSettings = Lane.settings,
        enrolment: Enrolment? = Lane.enrolment,
        inspect: @escaping (Survey) -> String? = { _ in nil }
    ) throws {
        folder = try TemporaryFolder()
        store = try KioskStore(stateFolder: folder.file("state"))
        let clock = clock
        collector = FakeCollector(onRequest: { clock.advance(by: 20) })
        collector.change { $0.limits = limits }
        var generator = SeededGenerator(seed: seed)
        let log = EventLog()
        engine = SyncEngine(
            store: store, settings: settings, enrolment: enrolment, exchange: collector, clock: clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            random: { Double.random(in: 0..<1, using: &generator) }, inspect: inspect,
            notify: { log.add($0) })
        self.log = log
    }

    private let log: EventLog
    var staged: [SyncEvent] { log.all.filter { $0 != .statusChanged } }

    private final class EventLog {
        private(set) var all: [SyncEvent] = []
        func add(_ event: SyncEvent) { all.append(event) }
    }

    var books: Accounting {
        get throws { try store.accounting(nowMS: clock.now().wallMS) }
    }

    /// Takes interviews as customers do: sealed, and the lane told.
    func seal(_ count: Int) throws {
        for _ in 0..<count {
            try store.saveDraft(Examples.draft(id: Examples.responseID(sealed.count), started: clock.now()))
            if let line = try store.sealDraft() { sealed.append(line) }
            engine.responseSealed()
        }
    }

    /// Lets the lane work for a while; `watch` looks after every step.
    func run(forMS duration: Int64, watch: () throws -> Void = {}) throws {
        let end = clock.now().bootMS + duration
        while clock.now().bootMS < end {
            let until = engine.step()
            try watch()
            if let until { clock.wait(untilMS: min(until, end)) }
        }
    }
}
