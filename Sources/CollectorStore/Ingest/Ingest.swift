package import Foundation
import GRDB
package import SurveyKit
package import WireProtocol

extension CollectorStore {
    /// Takes a batch of sealed lines and says of each what became of it, after all of that is on the disk.
    ///
    /// - Parameters:
    ///   - lines: The exact bytes of each line, without line ends.
    ///   - kiosk: The kiosk behind the credential.
    ///   - queue: The queue that the request is for (`Smilepost-Queue`); one that is nobody's becomes this kiosk's,
    ///     and lines of another kiosk's are kept apart without touching that kiosk's ledger.
    ///   - sent: The kiosk's clocks at this attempt (`Smilepost-Boot`), for the time at which a response was given.
    ///   - nowMS: The collector's time.
    ///   - isClockCertain: False while that may be wrong: the responses are kept, and their times marked as doubtful.
    /// - Throws: `Problem` `overloaded` or `storage`: nothing of the batch is stored then, nothing acknowledged.
    package func ingest(
        lines: [Data], kiosk: Kiosk, queue: QueueID, sent: Timestamp?, nowMS: Int64, isClockCertain: Bool = true
    ) async throws(Problem) -> IngestAnswer {
        try await answering {
            let isOwn = try await admits(queue, of: kiosk, nowMS: nowMS)
            let sender = BatchSender(
                kiosk: kiosk.id, branch: kiosk.branch, queue: queue, sent: sent, isClockCertain: isClockCertain)
            let batch = try await judge(lines, sender: sender, trusted: isOwn ? queue : nil)
            let limits = pacing.limits
            return try await commits.perform { db, tallies in
                var writer = BatchWriter(sender: sender, nowMS: nowMS)
                let verdicts = try writer.store(batch, &tallies, db)
                if !isOwn { try CloneWatch.suspect(.foreignQueue, kiosk.id, db) }
                let durableSeq = isOwn ? try Ledger.advance(queue, db) : 0
                return IngestAnswer(results: verdicts, durableSeq: durableSeq, limits: limits)
            }
        }
    }

    /// Takes lines that came on a stick: each is credited to the kiosk whose queue it is of.
    ///
    /// - Throws: `Problem` `overloaded` or `storage`; lines of earlier queues of the file are stored then.
    package func importLines(_ lines: [Data], nowMS: Int64) async throws(Problem) -> [Verdict] {
        let limit = pacing.limits.lineBytes
        var groups: [QueueID?: [(n: Int, bytes: Data)]] = [:]
        for (n, bytes) in lines.enumerated() {
            // A line whose queue can't be read is one that is rejected, whatever the queue.
            let placeholder = QueueID(uncheckedHex: String(repeating: "0", count: 32))
            let line = try? IncomingLine(n: n, bytes: bytes, queue: placeholder, limit: limit)
            groups[line?.queue, default: []].append((n, bytes))
        }
        var verdicts: [Verdict] = []
        for (queue, group) in groups {
            verdicts += try await importGroup(group, queue: queue, nowMS: nowMS)
        }
        return verdicts.sorted { $0.n < $1.n }
    }

    private func importGroup(
        _ group: [(n: Int, bytes: Data)], queue: QueueID?, nowMS: Int64
    ) async throws(Problem) -> [Verdict] {
        try await answering {
            let owner = try await owner(of: queue)
            let queue = queue ?? QueueID(uncheckedHex: String(repeating: "0", count: 32))
            let sender = BatchSender(kiosk: owner?.id ?? "", branch: owner?.branch ?? "", queue: queue, sent: nil)
            var verdicts: [Verdict] = []
            for start in stride(from: 0, to: group.count, by: 500) {
                let part = group[start..<min(start + 500, group.count)]
                let batch = try await judge(part.map(\.bytes), sender: sender, trusted: owner == nil ? nil : queue)
                let stored = try await commits.perform { db, tallies in
                    var writer = BatchWriter(sender: sender, nowMS: nowMS)
                    let verdicts = try writer.store(batch, &tallies, db)
                    if owner != nil { _ = try Ledger.advance(queue, db) }
                    return verdicts
                }
                let numbers = part.map(\.n)
                verdicts += stored.map { verdict in
                    Verdict(
                        n: numbers[verdict.n], id: verdict.id, status: verdict.status, sha256: verdict.sha256,
                        code: verdict.code)
                }
            }
            return verdicts
        }
    }

    /// The newest kiosk that a queue belongs to; a response is credited to a kiosk though it was revoked since.
    private func owner(of queue: QueueID?) async throws -> (id: String, branch: String)? {
        guard let queue else { return nil }
        return try await pool.read { db in
            let sql = """
                SELECT k.id, k.branch FROM queue_owner o JOIN kiosk k ON k.id = o.kiosk WHERE o.queue_id = ?
                ORDER BY o.since_ms DESC LIMIT 1
                """
            return try Row.fetchOne(db, sql: sql, arguments: [queue.bytes]).map { ($0["id"], $0["branch"]) }
        }
    }
}

/// Who sent a batch, and when by its own clocks.
struct BatchSender: Sendable {
    let kiosk: String
    let branch: String
    let queue: QueueID
    let sent: Timestamp?
    /// Whether the collector's clock may be believed.
    var isClockCertain = true
}

/// A batch after the work that needs no writer: decoded, hashed, judged.
struct JudgedBatch: Sendable {
    var lines: [JudgedLine] = []
    var rejected: [Verdict] = []
}

/// One line with what the scores need of it; no facts in quarantine.
struct JudgedLine: Sendable {
    var incoming: IncomingLine
    var counted: Contribution?
    var comments: [CommentFact] = []
    /// What the ticket rules look at.
    var given: [GivenAnswer] = []
}

extension CollectorStore {
    /// Decodes and judges lines; `trusted` is the queue whose lines this sender may bring, nil for none.
    private func judge(_ lines: [Data], sender: BatchSender, trusted: QueueID?) async throws -> JudgedBatch {
        var batch = JudgedBatch()
        for (n, bytes) in lines.enumerated() {
            do throws(IncomingLine.Rejection) {
                var line = try IncomingLine(n: n, bytes: bytes, queue: sender.queue, limit: pacing.limits.lineBytes)
                if line.queue != trusted { line.reason = .wrongQueue }
                batch.lines.append(JudgedLine(incoming: line))
            } catch {
                batch.rejected.append(Verdict(n: n, id: error.id, status: .rejected, code: error.code))
            }
        }
        let keys = Set(batch.lines.compactMap(\.surveyKey))
        let found = try await surveys.lookUp(keys)
        for index in batch.lines.indices { batch.lines[index].judge(found) }
        return batch
    }
}

extension JudgedLine {
    var surveyKey: SurveyCache.Key? {
        guard incoming.reason == nil, let line = incoming.line else { return nil }
        return SurveyCache.Key(survey: line.survey, version: line.ver)
    }

    /// Says whether the line fits the survey that it names, where nothing else is wrong with it.
    mutating func judge(_ surveys: [SurveyCache.Key: SurveyCache.Lookup]) {
        guard let key = surveyKey, let line = incoming.line else { return }
        switch surveys[key] ?? .unknownSurvey {
        case .known(let known) where known.survey.fits(line):
            counted = Contribution(of: line, in: known.survey, plan: known.plan)
            comments = CommentFact.facts(of: line, in: known.survey)
            given = GivenAnswer.all(of: line, in: known.survey)
        case .known: incoming.reason = .badAnswer
        case .unknownVersion: incoming.reason = .unknownVersion
        case .unknownSurvey: incoming.reason = .unknownSurvey
        }
    }
}
