import Dispatch
import Foundation
import Glibc
import KioskStore
import Logging
import SurveyKit
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// The thread around the engine, on the machine's own clock; every wait is for an event.
struct SyncWorkerTests {
    private let folder: TemporaryFolder
    private let store: KioskStore
    private let collector = FakeCollector()

    init() throws {
        folder = try TemporaryFolder()
        store = try KioskStore(stateFolder: folder.path)
        collector.change { $0.nextMS = 3_600_000 }
    }

    private func worker(
        enrolment: Enrolment?, exchange: (any HTTPExchange & Sendable)? = nil,
        abort: @escaping @Sendable () -> Void = {}, onEvent: @escaping @Sendable (SyncEvent) -> Void = { _ in }
    ) throws -> SyncWorker {
        let clock = try #require(SystemSyncClock(now: systemNow))
        let network = exchange ?? collector
        return SyncWorker(
            store: store, settings: Lane.settings, enrolment: enrolment,
            network: .init(open: { network }, abort: abort), clock: clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), onEvent: onEvent)
    }

    private func syncNow(_ worker: SyncWorker) async -> SyncReport {
        await withCheckedContinuation { continuation in worker.syncNow { continuation.resume(returning: $0) } }
    }

    private func seal(_ n: Int) throws {
        try store.saveDraft(Examples.draft(id: Examples.responseID(n)))
        _ = try store.sealDraft()
    }

    @Test func `a round sends everything and reports it`() async throws {
        for n in 0..<3 { try seal(n) }
        let worker = try worker(enrolment: Lane.enrolment)
        worker.start()
        let report = await syncNow(worker)
        worker.stop()
        #expect(report.error == nil)
        #expect(collector.now.lines.count == 3)
        #expect(worker.status.state == .online)
        #expect(worker.progress.steps > 2)
        #expect(worker.progress.isStuck(nowMS: systemNow().bootMS) == false)
    }

    @Test func `a sealed response wakes the lane`() async throws {
        let arrived = AsyncStream<Void>.makeStream()
        let worker = try worker(
            enrolment: Lane.enrolment, exchange: Telling(collector) { arrived.continuation.yield() })
        worker.start()
        _ = await syncNow(worker)
        try seal(1)
        worker.poke()
        for await _ in arrived.stream { break }
        worker.stop()
        #expect(collector.now.lines.count == 1)
    }

    @Test func `a kiosk that is enrolled while running starts syncing`() async throws {
        let worker = try worker(enrolment: nil)
        worker.start()
        #expect(await syncNow(worker).error == "This kiosk is not enrolled. Enrol it: smilepost-kiosk enroll.")
        worker.use(Lane.enrolment)
        #expect(await syncNow(worker).error == nil)
        worker.stop()
        #expect(collector.now.checkins.count > 0)
    }

    @Test func `stopping aborts a transfer that does not end, and ends twice without harm`() async throws {
        let stuck = StuckExchange()
        let worker = try worker(enrolment: Lane.enrolment, exchange: stuck, abort: { stuck.abort() })
        try seal(1)
        worker.start()
        for await _ in stuck.started { break }
        worker.stop(graceMS: 1)
        worker.stop(graceMS: 1)
        #expect(try store.accounting(nowMS: 0).pending == 1)
    }

    @Test func `stopping a lane that was never started returns`() throws {
        try worker(enrolment: nil).stop()
    }

    @Test func `a wait ends when it is woken, before or during it, and not for the past`() throws {
        let clock = try #require(SystemSyncClock(now: systemNow))
        clock.wait(untilMS: 0)
        clock.wake()
        clock.wait(untilMS: .max)
        let thread = Thread { clock.wake() }
        thread.start()
        clock.wait(untilMS: .max)
        let start = systemNow().bootMS
        clock.wait(untilMS: start + 3)
        #expect(systemNow().bootMS >= start + 3)
    }

    @Test func `a lane is stuck when a step or an overdue wait lasts too long`() {
        #expect(SyncProgress(steps: 1, busySinceMS: 1_000, waitingUntilMS: nil).isStuck(nowMS: 241_001))
        #expect(!SyncProgress(steps: 1, busySinceMS: 1_000, waitingUntilMS: nil).isStuck(nowMS: 241_000))
        #expect(SyncProgress(steps: 1, busySinceMS: nil, waitingUntilMS: 500).isStuck(nowMS: 241_000))
        #expect(!SyncProgress(steps: 1, busySinceMS: nil, waitingUntilMS: .max).isStuck(nowMS: 241_000))
        #expect(!SyncProgress().isStuck(nowMS: 241_000))
    }
}

@Sendable private func systemNow() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    let ms = Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    return Timestamp(boot: Examples.start.boot, bootMS: ms, wallMS: Examples.start.wallMS + ms, clock: .unknown)
}

/// Tells when a batch has been answered.
private struct Telling: HTTPExchange, Sendable {
    let collector: FakeCollector
    let onBatch: @Sendable () -> Void

    init(_ collector: FakeCollector, onBatch: @escaping @Sendable () -> Void) {
        self.collector = collector
        self.onBatch = onBatch
    }

    func send(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse {
        let response = try collector.send(request)
        if request.url.hasSuffix(Wire.Path.responses) { onBatch() }
        return response
    }
}

/// A network that answers nothing until it is aborted.
private final class StuckExchange: HTTPExchange, Sendable {
    let started: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let aborted = DispatchSemaphore(value: 0)

    init() { (started, continuation) = AsyncStream<Void>.makeStream() }

    func send(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPResponse {
        continuation.yield()
        aborted.wait()
        aborted.signal()
        throw HTTPFailure(kind: .aborted, message: "Aborted.")
    }

    func abort() { aborted.signal() }
}
