import Faults
import Foundation
package import KioskStore
import Logging
import SurveyKit
package import WireProtocol

// MARK: A batch

extension SyncEngine {
    func sendBatch(_ maxLines: Int, _ maxBytes: Int, _ excluding: Set<Int64>, _ enrolment: Enrolment) throws {
        let batch = try store.pending(maxLines: maxLines, maxBytes: maxBytes, excluding: excluding)
        for seq in batch.corrupt {
            alarm("Line \(seq) was altered on this kiosk's disk: it is kept as a dead letter. Check the disk or card.")
        }
        guard !batch.lines.isEmpty else { return machine.nothingWasPending(now: nowMS) }
        let requests = try requests(enrolment)
        let outcome = IngestOutcome.interpret(
            send(
                requests.batch(
                    batch.lines, packedTo: machine.packs ? machine.limits.maximumRatio : nil, at: clock.now())),
            sent: batch.lines, queue: requests.queue, collectorID: enrolment.collectorID)
        switch outcome {
        case .judged(let judgement): try book(judgement, batch.lines)
        case .unjudged(let reply):
            if useOtherCredential(after: reply) { return }
            if SeededBug.isPlanted(.dropAfterTries), machine.backoff.failures >= 10 { try giveUp(batch.lines) }
            let parked = machine.parkedLines(now: nowMS)
            machine.batchFailed(reply, sent: batch.lines.map(\.seq), now: nowMS, random: random)
            contactFailed(reply)
            for seq in machine.parkedLines(now: nowMS).subtracting(parked).sorted() {
                alarm("Line \(seq) can't be sent even alone. It is kept and tried again; the others go on without it.")
            }
        }
    }

    /// What a kiosk would do that loses patience: for a seeded bug.
    private func giveUp(_ lines: [SealedLine]) throws {
        try store.settle(lines.map { .dead($0.id, reason: "gave-up") }, nowMS: clock.now().wallMS)
    }

    private func book(_ judgement: IngestOutcome.Judgement, _ lines: [SealedLine]) throws {
        CrashPoint.reached(.verdictsReceived)
        let count = try store.settle(judgement.settlements, nowMS: clock.now().wallMS)
        settledInRound += count.delivered + count.dead
        let pairs = zip(lines, judgement.settlements)
        machine.batchJudged(
            settled: pairs.filter { $1.isFinal }.map(\.0.seq), retried: pairs.filter { !$1.isFinal }.map(\.0.seq),
            limits: judgement.limits, now: nowMS, random: random)
        contactMade()
        for sentence in judgement.alarms { alarm(sentence) }
        if !judgement.settlements.contains(where: \.isFinal) {
            stepError = "The collector took none of \(lines.count) responses; they are tried again."
        }
        logger.debug("Sent \(lines.count) responses: \(count.delivered) delivered, \(count.dead) dead letters.")
    }
}

// MARK: A check-in

extension SyncEngine {
    func checkIn(_ enrolment: Enrolment) throws {
        let requests = try requests(enrolment)
        let refusals = try store.refusals()
        let times = try store.untoldTimes(atMost: CheckinRequest.maximumHeard)
        let asked = clock.now()
        let queue = try store.queueState(parked: machine.held(now: asked.bootMS), nowMS: asked.wallMS)
        let told = try checkinRequest(queue, refusals, times, asked)
        let report = try Self.encoded(told)
        let (reply, isShort) = try send(report, requests, asked, enrolment)
        if isShort, case .failing(status: 428, _) = reply {
            // It was put back from a backup, or is another one: once more, and whole.
            checkins.forget()
            return try checkIn(enrolment)
        }
        guard let (answer, epoch) = checkins.take(reply, to: report) else {
            if case .answered(let response) = reply {
                return checkinFailed(
                    .failing(status: response.status, detail: "Its answer to a check-in can't be read."))
            }
            return checkinFailed(reply)
        }
        if let last = refusals.last { try store.clearRefusals(upTo: last.number) }
        try store.markTold(queue.declared)
        if let last = times.last { try store.timesTold(upTo: last.number) }
        machine.checkinAnswered(nextMS: answer.nextMS, limits: answer.limits, now: nowMS, random: random)
        contactMade()
        try remember(answer.limits)
        try compareBooks(answer, epoch, enrolment)
        try take(answer, enrolment)
        try heed(answer.closed ?? [])
        if let assignment = answer.assign { try pull(assignment, requests, enrolment) }
        if let notice = answer.notice { try take(notice, branch: answer.branch.id) }
        try obey(answer, told: told)
    }

    private func send(
        _ report: Data, _ requests: DeviceRequests, _ asked: Timestamp, _ enrolment: Enrolment
    ) throws -> (Reply, isShort: Bool) {
        let short = try checkins.short(report).map { try Self.encoded($0) }
        let request = requests.checkin(short ?? report, knownAs: checkins.etag, at: asked)
        let result = send(request)
        heedTime(in: result, from: enrolment.collectorID)
        return (Reply(result, from: enrolment.collectorID), short != nil)
    }

    /// The same report has the same bytes.
    static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    func checkinFailed(_ reply: Reply) {
        if useOtherCredential(after: reply) { return }
        if SeededBug.isPlanted(.rollbackOnSilence), let shown = try? store.activeSurvey() {
            try? store.fail(surveyID: shown.surveyID, version: shown.version, code: "silence")
        }
        machine.checkinFailed(reply, now: nowMS, random: random)
        contactFailed(reply)
    }

    private func checkinRequest(
        _ queue: QueueState, _ refusals: [RefusedSurvey], _ times: [HeardTime], _ now: Timestamp
    ) throws -> CheckinRequest {
        let books = queue.books
        if !books.isBalanced {
            alarm(
                "This kiosk's books don't balance: \(books.created) created, \(books.delivered) delivered, "
                    + "\(books.pending) pending, \(books.dead) dead, \(books.lost) lost. Export the queue and call support."
            )
        }
        publish {
            $0.pending = books.pending
            $0.parked = queue.parked
        }
        return CheckinRequest(
            app: settings.app, queue: QueueReport(queue),
            survey: try store.activeSurvey().map {
                SurveyReport(id: $0.surveyID, version: $0.version, sha256: $0.sha256)
            },
            manifest: try store.manifest()?.version ?? 0, clock: now.clock,
            refused: refusals.map { Refusal(survey: $0.surveyID, version: $0.version, code: $0.code) },
            activation: try activationReport(), heard: times.isEmpty ? nil : times.map(\.observation),
            noticeMS: try heldNoticeMS())
    }

    private func compareBooks(_ answer: CheckinAnswer, _ epoch: String?, _ enrolment: Enrolment) throws {
        let gaps = answer.gaps.compactMap { $0.count == 2 && $0[0] <= $0[1] ? $0[0]...$0[1] : nil }
        let change = try store.collectorState(
            collectorID: enrolment.collectorID, epoch: epoch,
            durableSeq: answer.durableSeq, gaps: gaps, nowMS: clock.now().wallMS)
        if change.epochChanged { try store.tellTimesAgain() }
        if change.requeued > 0 {
            logger.warning("The collector misses \(change.requeued) responses it once had; they are sent again.")
            machine.linesRequeued(now: nowMS)
        }
        if change.lost > 0 {
            alarm("The collector misses \(change.lost) responses that this kiosk no longer keeps; they are lost.")
        }
        if change.isAhead {
            alarm(
                "The collector holds lines that this kiosk has never made: its state folder was copied or put back. "
                    + "Export the queue and call support.")
        }
    }

    private func take(_ answer: CheckinAnswer, _ enrolment: Enrolment) throws {
        if let key = answer.releaseKey, key.key.count == 32, try !store.setReleaseKey(key.key) {
            alarm("The collector names another release key than the one this kiosk trusts; it was not taken.")
        }
        let branch = Enrolment.Branch(answer.branch)
        guard branch != enrolment.branch else { return }
        var changed = enrolment
        changed.branch = branch
        guard try keep(changed) else { return }
        publish { $0.branch = branch }
    }
}

extension Enrolment.Branch {
    package init(_ info: BranchInfo) { self.init(id: info.id, name: info.name, timeZone: info.timeZone) }
}
