import Foundation
import KioskStore
import SurveyKit
import WireProtocol

@testable import KioskSync

/// What the kiosk reads.
enum KioskParsers {
    // MARK: Verdicts

    /// The answer to three lines: settled is only what a verdict names by id and hash, whoever else says so.
    static func verdicts(_ bytes: Data) -> String? {
        let sent = FuzzExamples.lines
        let outcome = IngestOutcome.interpret(
            .success(FuzzExamples.answer(200, bytes, type: Wire.MediaType.results)), sent: sent,
            queue: FuzzExamples.queue, collectorID: FuzzExamples.collector)
        guard case .judged(let judgement) = outcome else { return nil }
        guard judgement.settlements.count == sent.count else { return "\(judgement.settlements.count) settlements" }
        for (line, settlement) in zip(sent, judgement.settlements) {
            if let fault = fault(in: settlement, of: line, by: bytes) { return fault }
        }
        return judgement.alarms.contains { $0.utf8.count > 1_000 } ? "an alarm without end" : nil
    }

    /// By another reader of JSON, and from the bytes alone.
    static func fault(in settlement: Settlement, of line: SealedLine, by bytes: Data) -> String? {
        let words = words(for: line, in: bytes)
        switch settlement {
        case .delivered(line.id, line.sha256):
            let isSaid = words == ["accepted"] || words == ["duplicate"] || words == ["quarantined"]
            return isSaid && isNamed(line.sha256.hex, for: line, in: bytes)
                ? nil : "line \(line.seq) settled by \(words)"
        case .dead(line.id, _):
            return words == ["rejected"] || words == ["conflict"] ? nil : "line \(line.seq) given up by \(words)"
        case .retry(line.id, _): return nil
        default: return "a settlement of another line: \(settlement)"
        }
    }

    private static func results(for line: SealedLine, in bytes: Data) -> [[String: Any]] {
        let object = (try? JSONSerialization.jsonObject(with: bytes)) as? [String: Any]
        return (object?["results"] as? [[String: Any]] ?? []).filter { $0["id"] as? String == line.id.hex }
    }

    private static func words(for line: SealedLine, in bytes: Data) -> [String] {
        results(for: line, in: bytes).map { $0["status"] as? String ?? "" }
    }

    private static func isNamed(_ hash: String, for line: SealedLine, in bytes: Data) -> Bool {
        results(for: line, in: bytes).contains { $0["sha256"] as? String == hash }
    }

    // MARK: Manifest and survey

    /// Signed is only what the release key has signed, byte for byte.
    static func manifest(_ bytes: Data) -> String? {
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: bytes) else { return nil }
        if envelope.isSigned(by: FuzzExamples.releaseKey, as: Envelope.manifestType) {
            let isOurs = FuzzExamples.manifests.contains(envelope.payload)
            guard isOurs else { return "a payload that was never signed counts as signed" }
        }
        guard let manifest = try? JSONDecoder().decode(Manifest.self, from: envelope.payload) else { return nil }
        if let key = manifest.contactKey, key.key.count != 32 { return "a contact key of \(key.key.count) bytes" }
        return CollectorParsers.sameAgain(Manifest.self, envelope.payload)
    }

    /// A survey that was read can be shown, and is the same after it was written.
    static func survey(_ bytes: Data) -> String? {
        let reading = SurveyReader.read(bytes: bytes, file: "fuzz.yaml")
        let hasError = reading.diagnostics.contains { $0.severity == .error }
        guard let survey = reading.survey else { return hasError ? nil : "refused without a reason" }
        guard !hasError else { return "taken with an error" }
        guard let written = try? survey.encoded() else { return "a survey can't be written" }
        let again = SurveyReader.read(bytes: written, file: "again.json")
        guard again.survey == survey else { return "another survey after writing: \(again.diagnostics)" }
        var interview = Interview(
            survey: survey, bundle: nil, abilities: .init(hasContactKey: false), at: FuzzExamples.moment)
        for _ in 0..<3 {
            _ = interview.apply(.answered(.score(1)), at: FuzzExamples.moment, newID: FuzzExamples.lines[0].id)
            _ = interview.apply(.skipped, at: FuzzExamples.moment, newID: FuzzExamples.lines[0].id)
        }
        return nil
    }

    // MARK: Patience

    /// Two lines, `Retry-After` and `Smilepost-Time`: whatever they say, the next try is within the limits.
    static func patience(_ bytes: Data) -> String? {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        let response = HTTPResponse(
            status: 503,
            headers: [
                "smilepost-collector": FuzzExamples.collector,
                "retry-after": String(decoding: parts.first ?? Data(), as: UTF8.self),
                "smilepost-time": String(decoding: parts.count > 1 ? parts[1] : Data(), as: UTF8.self),
            ], body: Data())
        let reply = Reply(.success(response), from: FuzzExamples.collector)
        var machine = SyncMachine(limits: Limits(), now: 0, random: { 0.5 })
        machine.responseSealed(now: 0, random: { 0.5 })
        machine.batchFailed(reply, sent: [1], now: 10_000, random: { 0.5 })
        return pace(machine, from: 10_000)
    }

    private static func pace(_ machine: SyncMachine, from now: Int64) -> String? {
        guard case .wait(let until) = machine.action(now: now) else { return nil }
        return until > now && until <= now + 2 * 3_600_000 ? nil : "the next step \(until - now) ms from now"
    }

    /// Two bytes of status, then the body.
    static func problem(_ bytes: Data) -> String? {
        let status = bytes.prefix(2).reduce(0) { ($0 << 8 | Int($1)) % 1_000 }
        let response = FuzzExamples.answer(status, Data(bytes.dropFirst(2)), type: Wire.MediaType.problem)
        let reply = Reply(.success(response), from: FuzzExamples.collector)
        if case .answered = reply, status != 200, status != 201 { return "status \(status) counts as an answer" }
        guard (reply.trouble ?? "").unicodeScalars.count < 4_000 else { return "a sentence without end" }
        var machine = SyncMachine(limits: Limits(), now: 0, random: { 0.5 })
        machine.batchFailed(reply, sent: [1, 2], now: 10_000, random: { 0.5 })
        machine.checkinFailed(reply, now: 10_000, random: { 0.5 })
        return pace(machine, from: 10_000)
    }

    /// The answer to a check-in: whatever it says, the kiosk comes back, and neither at once nor never.
    static func answer(_ bytes: Data) -> String? {
        guard let answer = try? JSONDecoder().decode(CheckinAnswer.self, from: bytes) else { return nil }
        if let notice = answer.notice, notice.payload != FuzzExamples.notice {
            let key = NoticeKey(key: FuzzExamples.releaseKey.key)
            let taken = try? Notice(notice, key: key, branch: "baku", after: nil)
            guard taken == nil else { return "a notice that was never signed is taken" }
        }
        var machine = SyncMachine(limits: Limits(), now: 0, random: { 0.5 })
        machine.nothingWasPending(now: 10_000)
        machine.checkinAnswered(nextMS: answer.nextMS, limits: answer.limits, now: 10_000, random: { 0.5 })
        if case .sendBatch(let lines, let size, _) = machine.action(now: 10_000) {
            guard (1...100).contains(lines), (1_024...4_194_304).contains(size) else {
                return "\(lines) lines, \(size) B"
            }
        }
        return pace(machine, from: 10_000) ?? CollectorParsers.sameAgain(CheckinAnswer.self, bytes)
    }
}
