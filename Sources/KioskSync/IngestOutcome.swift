import Faults
import Foundation
package import KioskStore
package import SurveyKit
package import WireProtocol

/// What the answer to a batch means for every line of it.
package enum IngestOutcome: Equatable, Sendable {
    /// The collector gave verdicts: one settlement for each line that was sent, in their order.
    case judged(Judgement)
    /// It gave none: nothing is settled.
    case unjudged(Reply)

    package struct Judgement: Equatable, Sendable {
        package let settlements: [Settlement]
        /// What an operator must look at; no answers in them.
        package let alarms: [String]
        package let durableSeq: Int64
        package let limits: Limits?
    }

    /// Judges the answer to a batch.
    ///
    /// A line is settled only where the collector's word names its id and its hash; every doubt leaves it pending.
    ///
    /// - Parameters:
    ///   - sent: The lines of the request, in its order.
    ///   - queue: The queue they belong to, which the answer must echo.
    ///   - collectorID: The collector this kiosk is enrolled at.
    package static func interpret(
        _ result: Result<HTTPResponse, HTTPFailure>, sent: [SealedLine], queue: QueueID, collectorID: String
    ) -> IngestOutcome {
        if SeededBug.isPlanted(.settleOnStatus), let judged = settledByStatus(result, sent) { return judged }
        let reply = Reply(result, from: collectorID)
        guard case .answered(let response) = reply else { return .unjudged(reply) }
        guard response.status == 200, Reply.mediaType(of: response) == Wire.MediaType.results,
            response.header(Wire.Header.queue) == queue.hex
        else { return .unjudged(.portal(status: response.status)) }
        guard let answer = unambiguous(response.body) else {
            return .unjudged(.failing(status: 200, detail: "Its verdicts were cut short or can't be read."))
        }
        return .judged(judge(answer, sent))
    }

    /// The verdicts of a body that can be read in one way only.
    ///
    /// JSONDecoder passes over damage in what it does not look at, which JSONSerialization does not; and of two fields of
    /// one name each takes another: an answer with either is damaged, and settles nothing.
    private static func unambiguous(_ body: Data) -> IngestAnswer? {
        guard (try? JSONSerialization.jsonObject(with: body)) != nil, !DoubledKeys.exist(in: body) else { return nil }
        return try? JSONDecoder().decode(IngestAnswer.self, from: body)
    }

    /// What a kiosk would believe that looks at the status only: for a seeded bug.
    private static func settledByStatus(
        _ result: Result<HTTPResponse, HTTPFailure>, _ sent: [SealedLine]
    ) -> IngestOutcome? {
        guard case .success(let response) = result, response.status == 200 else { return nil }
        let settlements = sent.map { Settlement.delivered($0.id, sha256: $0.sha256) }
        return .judged(Judgement(settlements: settlements, alarms: [], durableSeq: 0, limits: nil))
    }

    private static func judge(_ answer: IngestAnswer, _ sent: [SealedLine]) -> Judgement {
        var alarms: [String] = []
        let known = Set(sent.map(\.id))
        let verdicts = Dictionary(grouping: answer.results.filter { $0.id != nil }) { $0.id }
        let strangers = verdicts.keys.filter { $0.map { !known.contains($0) } ?? false }.count
        if strangers > 0 {
            alarms.append("The collector answered for \(strangers) responses that were not in the batch.")
        }
        let settlements = sent.map { line in settle(line, verdicts[line.id] ?? [], &alarms) }
        return Judgement(
            settlements: settlements, alarms: alarms, durableSeq: answer.durableSeq, limits: answer.limits)
    }

    private static func settle(_ line: SealedLine, _ verdicts: [Verdict], _ alarms: inout [String]) -> Settlement {
        guard let verdict = verdicts.first else { return .retry(line.id, reason: "no-verdict") }
        guard verdicts.count == 1 else {
            alarms.append(
                "The collector gave \(verdicts.count) verdicts for line \(line.seq); none of them was believed.")
            return .retry(line.id, reason: "several-verdicts")
        }
        let isSame = verdict.sha256 == line.sha256.hex || SeededBug.isPlanted(.settleWithoutHash)
        switch verdict.status {
        case .accepted, .duplicate, .quarantined:
            if isSame { return .delivered(line.id, sha256: line.sha256) }
            alarms.append("The collector holds other bytes than line \(line.seq): the line stays pending.")
            return .retry(line.id, reason: "hash-mismatch")
        case .conflict:
            // The collector says that what it holds differs, and names our own hash: a contradiction is no verdict.
            if isSame { return .retry(line.id, reason: "contradiction") }
            alarms.append("The collector already holds another response under the id of line \(line.seq).")
            return .dead(line.id, reason: "conflict")
        case .retry: return .retry(line.id, reason: "retry")
        case .rejected:
            alarms.append(
                "The collector rejected line \(line.seq) for good (\((verdict.code ?? "no reason given").prefix(64))).")
            return .dead(line.id, reason: String((verdict.code ?? "rejected").prefix(64)))
        }
    }
}

extension Settlement {
    /// Whether the line needs no more sending.
    package var isFinal: Bool {
        switch self {
        case .delivered, .dead: true
        case .retry: false
        }
    }
}
