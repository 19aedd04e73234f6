import Faults
import Foundation
import KioskStore
import Logging
import SurveyKit
import WireProtocol

/// One step of syncing at a time: asks `SyncMachine` what to do, does it with network and store, tells it the outcome.
///
/// Lives on one thread; it neither waits nor knows who calls it, so that tests drive it with a clock of their own.
final class SyncEngine {
    let store: KioskStore
    let settings: SyncSettings
    let clock: any SyncClock
    let logger: Logger
    let exchange: any HTTPExchange
    let random: () -> Double
    let notify: (SyncEvent) -> Void
    let inspect: (Survey) -> String?
    /// The collector's time at its last answer to a check-in, ms since 1970.
    var serverMS: Int64 = 0
    var enrolment: Enrolment?
    var machine: SyncMachine
    var memory = SurveyPull.Memory()
    var checkins = CheckinMemory()
    /// An enrolment that waits for a person's approval; nil for none.
    var approval: Approval?
    /// Commands that were tried, by id, and when: one that fails is not tried again at once.
    var triedCommands: [String: Int64] = [:]
    /// The credential before is tried, since the one in use was not known.
    var isTryingOther = false
    var listening = ClockListening()
    /// The notice that was refused last, and why, so that it is told once.
    var refusedNotice: String?
    var settledInRound = 0
    /// Why the last step came to nothing; nil when it did not.
    var stepError: String?
    private var steps = 0
    private var lastPurgeMS: Int64?
    /// As the store has it; nil before anything was heard.
    private var isRetired: Bool?
    private(set) var status: SyncStatus

    init(
        store: KioskStore, settings: SyncSettings, enrolment: Enrolment?, exchange: any HTTPExchange,
        clock: any SyncClock, logger: Logger, random: @escaping () -> Double,
        inspect: @escaping (Survey) -> String? = { _ in nil },
        notify: @escaping (SyncEvent) -> Void
    ) {
        self.store = store
        self.settings = settings
        self.enrolment = enrolment
        self.exchange = exchange
        self.clock = clock
        self.logger = logger
        self.random = random
        self.notify = notify
        self.inspect = inspect
        status = SyncStatus(state: enrolment == nil ? .notEnrolled : .starting)
        status.branch = enrolment?.branch
        machine = SyncMachine(limits: store.collectorLimits(), now: clock.now().bootMS, random: random)
    }

    /// Does what is due.
    ///
    /// - Returns: The moment to wait for when nothing is; nil to be called again at once.
    func step() -> Int64? {
        stepError = nil
        steps += 1
        if askForApproval() { return nil }
        let asking = approval?.due ?? .max
        guard let enrolment else {
            if approval != nil { exchange.endSession() }
            return asking
        }
        let now = clock.now().bootMS
        switch machine.action(now: now) {
        case .wait(let due):
            let until = min(due, asking)
            // A connection that was idle may be dead without anybody knowing.
            exchange.endSession()
            publish { $0.nextTryMS = until }
            return until
        case .sendBatch(let lines, let bytes, let excluding):
            attempt { try self.sendBatch(lines, bytes, excluding, enrolment) }
        case .checkIn:
            attempt { try self.checkIn(enrolment) }
            purgeHourly()
        }
        return nil
    }

    // MARK: Asked from outside

    /// The enrolment at the start, or a new one: a kiosk that has just been enrolled syncs at once.
    func begin(_ enrolment: Enrolment) {
        let isFirst = self.enrolment == nil && status.state == .notEnrolled && steps == 0
        self.enrolment = enrolment
        memory = SurveyPull.Memory()
        checkins.forget()
        isTryingOther = false
        lookForApproval()
        publish {
            $0.state = .starting
            $0.lastError = nil
            $0.branch = enrolment.branch
        }
        // At boot the collector's spread holds.
        if !isFirst { machine.syncRequested(now: nowMS) }
    }

    func responseSealed() { machine.responseSealed(now: nowMS, random: random) }

    func beginRound() {
        settledInRound = 0
        triedCommands = [:]
        memory.forget()
        approval?.due = nowMS
        machine.syncRequested(now: nowMS)
    }

    /// The report of a round that was asked for; nil while it goes on.
    func roundReport() -> SyncReport? {
        guard enrolment != nil else {
            if let approval, approval.due <= nowMS { return nil }
            return SyncReport(
                settled: 0, error: stepError ?? "This kiosk is not enrolled. Enrol it: smilepost-kiosk enroll.")
        }
        guard stepError != nil || machine.isIdle(now: nowMS) else { return nil }
        return SyncReport(settled: settledInRound, error: stepError)
    }

    // MARK: Shared by batch and check-in

    var nowMS: Int64 { clock.now().bootMS }

    func send(_ request: HTTPRequest) -> Result<HTTPResponse, HTTPFailure> {
        let sent = clock.now()
        let sealed = listening.isDue(at: sent) ? try? store.identity().created : nil
        do {
            let response = try exchange.send(request)
            hear(response, sent: sent, sealed: sealed)
            return .success(response)
        } catch {
            return .failure(error)
        }
    }

    func requests(_ enrolment: Enrolment) throws -> DeviceRequests {
        DeviceRequests(settings: settings, enrolment: enrolment, queue: try store.identity().queueID)
    }

    private func attempt(_ body: () throws -> Void) {
        do {
            try body()
        } catch {
            // The store's own sentence; nothing was settled, so nothing is lost.
            let sentence = String(describing: error)
            logger.error("\(sentence)")
            machine.storeFailed(now: nowMS, random: random)
            stepError = sentence
            publish { $0.lastError = sentence }
        }
    }

    /// The collector answered as it should.
    func contactMade() {
        keep(isRetired: false)
        let wall = clock.now().wallMS
        keepOtherCredential()
        publish {
            $0.state = .online
            $0.lastContactMS = wall
            $0.lastError = nil
        }
    }

    /// It did not.
    func contactFailed(_ reply: Reply) {
        if reply == .retired { keep(isRetired: true) }
        if SeededBug.isPlanted(.enrolByItself), case .unauthorised = reply { enrolAgain() }
        let sentence = reply.trouble
        stepError = sentence
        if sentence != status.lastError { logger.warning("\(sentence ?? "")") }
        publish {
            $0.lastError = sentence
            switch reply {
            case .portal: $0.state = .portal
            case .unauthorised: $0.state = .refused
            case .retired: $0.state = .retired
            case .answered, .notModified, .tooLarge, .badBatch, .codingRefused: break
            case .offline, .busy, .misrouted, .failing: $0.state = .offline
            }
        }
    }

    /// The screen reads it from the store, now and after a restart.
    private func keep(isRetired: Bool) {
        guard isRetired != self.isRetired else { return }
        do throws(StoreError) {
            try store.setRetired(isRetired)
            self.isRetired = isRetired
        } catch {
            logger.error("\(error)")
        }
    }

    /// What a kiosk would try that helps itself: for a seeded bug.
    private func enrolAgain() {
        let url = settings.collectorURL + Wire.Path.enroll
        _ = send(HTTPRequest(method: .post, url: url, headers: [], body: Data("{}".utf8), timeoutMS: 5_000))
    }

    func alarm(_ sentence: String) {
        logger.critical("\(sentence)")
        publish {
            $0.alarms.removeAll { $0 == sentence }
            $0.alarms = Array(($0.alarms + [sentence]).suffix(5))
        }
    }

    func publish(_ change: (inout SyncStatus) -> Void) {
        var changed = status
        changed.nextTryMS = nil
        change(&changed)
        guard changed != status else { return }
        status = changed
        notify(.statusChanged)
    }

    // MARK: Housekeeping

    /// So that the spread of the first sync after the next boot is the collector's.
    func remember(_ limits: Limits) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try store.remember(try encoder.encode(limits), as: "limits")
    }

    /// How long delivered lines stay: as the kiosk's settings say, and never shorter than the collector may need them to
    /// come back from its newest backup.
    static func retentionMS(_ settings: SyncSettings, _ limits: Limits) -> Int64 {
        max(settings.retentionMS, Int64(limits.keepDays ?? 0) * 86_400_000)
    }

    private func purgeHourly() {
        if let last = lastPurgeMS, nowMS - last < 3_600_000 { return }
        lastPurgeMS = nowMS
        let before = clock.now().wallMS - Self.retentionMS(settings, machine.limits)
        do {
            let count = try store.purgeDelivered(before: before, keeping: settings.keptLines)
            try store.purgeLeft(before: before)
            if count > 0 { logger.info("Forgot \(count) delivered responses that are older than the retention.") }
        } catch {
            logger.error("\(error)")
        }
    }
}
