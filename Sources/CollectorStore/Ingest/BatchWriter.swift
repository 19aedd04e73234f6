import Foundation
import GRDB
import SurveyKit
import WireProtocol

/// Stores one judged batch inside the transaction of a group.
struct BatchWriter {
    let sender: BatchSender
    let nowMS: Int64
    private var times: TimeEvidenceReader
    private var rules = TicketRulesReader()
    /// Whether any line of this queue was erased, or lies in quarantine: most queues have neither, and then no line of
    /// theirs is looked for there.
    private var hasErased = true
    private var hasHeld = true
    /// Whether the kiosk ever stood at another branch.
    private var hasMoved = true

    init(sender: BatchSender, nowMS: Int64) {
        self.sender = sender
        self.nowMS = nowMS
        times = TimeEvidenceReader(queue: sender.queue)
    }

    mutating func store(
        _ batch: JudgedBatch, _ tallies: inout TallyChanges, _ db: Database
    ) throws -> [Verdict] {
        hasErased = try ErasedLines.hold(sender.queue, db)
        hasHeld = try Self.holds(sender.queue, db)
        hasMoved = try BranchHistory.hasMoved(sender.kiosk, db)
        var verdicts = batch.rejected
        var entered: [IncomingLine] = []
        for line in batch.lines {
            let (verdict, isEntered) = try store(line, &tallies, db)
            verdicts.append(verdict)
            if isEntered { entered.append(line.incoming) }
        }
        try Ledger.count(entered, queue: sender.queue, nowMS: nowMS, db)
        try db.cachedStatement(
            sql: "UPDATE kiosk SET last_contact_ms = ? WHERE id = ?"
        )
        .execute(arguments: [nowMS, sender.kiosk])
        return verdicts.sorted { $0.n < $1.n }
    }

    /// Says what became of a line, and whether the ledger has it since now.
    private mutating func store(
        _ judged: JudgedLine, _ tallies: inout TallyChanges, _ db: Database
    ) throws -> (Verdict, isEntered: Bool) {
        let line = judged.incoming
        if line.reason == .wrongQueue {
            // Another queue's ledger, with its numbers and its chain, is its own kiosk's to write.
            guard try !ErasedLines.hold(line, db) else { return (verdict(line, .duplicate, held: line.sha256), false) }
            try quarantine(line, .wrongQueue, db)
            return (verdict(line, .quarantined, held: line.sha256, code: .wrongQueue), false)
        }
        let entry = try Ledger.enter(line, nowMS: nowMS, db)
        if entry == .known(sha256: line.sha256) {
            try release(judged, &tallies, db)
            return (verdict(line, .duplicate, held: line.sha256), false)
        }
        // What was erased keeps its place in the queue, and nothing of what it said.
        if hasErased, try ErasedLines.hold(line, db) {
            return (verdict(line, .duplicate, held: line.sha256), isEntered: entry == .new)
        }
        switch entry {
        case .new: return (try storeNew(judged, &tallies, db), true)
        case .known(let held):
            // The same interview in other bytes is erased too.
            if try !ErasedLines.hold(line.queue, line.id, sha256: held, db) { try quarantine(line, .conflict, db) }
            if line.seq >= 1 {
                try QueueFaults.record(.fork, line.seq...line.seq, queue: line.queue, nowMS: nowMS, db)
            }
            return (verdict(line, .conflict, held: held, code: .conflict), false)
        }
    }

    private mutating func storeNew(
        _ judged: JudgedLine, _ tallies: inout TallyChanges, _ db: Database
    ) throws -> Verdict {
        let line = judged.incoming
        // Another kiosk may have brought it before.
        _ = try unhold(line, db)
        if let reason = line.reason {
            try quarantine(line, reason, db)
            return verdict(line, .quarantined, held: line.sha256, code: reason)
        }
        try insertBody(judged, &tallies, db)
        return verdict(line, .accepted, held: line.sha256)
    }

    private func verdict(
        _ line: IncomingLine, _ status: Verdict.Status, held: Data, code: IncomingLine.Reason? = nil
    ) -> Verdict {
        Verdict(n: line.n, id: line.id, status: status, sha256: held.hex, code: code?.rawValue)
    }

    private mutating func quarantine(
        _ line: IncomingLine, _ reason: IncomingLine.Reason, _ db: Database
    ) throws {
        hasHeld = true
        let time = try line.line.map { try occurred($0, db) }
        try db.cachedStatement(
            sql: """
                INSERT INTO quarantine (queue_id, id, sha256, kiosk, reason, received_ms, line, occurred_ms,
                  occurred_err_ms, time_certain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [
            line.queue.bytes, line.id.bytes, line.sha256, sender.kiosk, reason.rawValue, nowMS, line.bytes, time?.ms,
            time?.errMS, time?.isCertain,
        ])
    }

    private mutating func occurred(_ line: ResponseLine, _ db: Database) throws -> OccurredTime {
        let time = try times.occurred(line, attempt: sender.sent, receivedMS: nowMS, db)
        return sender.isClockCertain ? time : OccurredTime(ms: time.ms, errMS: nil)
    }

    /// A line that was kept apart, and now comes again and fits, becomes a response.
    private mutating func release(
        _ judged: JudgedLine, _ tallies: inout TallyChanges, _ db: Database
    ) throws {
        guard judged.incoming.reason == nil, try unhold(judged.incoming, db) else { return }
        try insertBody(judged, &tallies, db)
    }

    /// Takes a line out of quarantine; false where it is not there.
    private func unhold(_ line: IncomingLine, _ db: Database) throws -> Bool {
        guard hasHeld else { return false }
        try db.cachedStatement(sql: "DELETE FROM quarantine WHERE queue_id = ? AND id = ? AND sha256 = ?")
            .execute(arguments: [line.queue.bytes, line.id.bytes, line.sha256])
        return db.changesCount == 1
    }

    private static func holds(_ queue: QueueID, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT EXISTS(SELECT 1 FROM quarantine WHERE queue_id = ?)")
        return try Bool.fetchOne(statement, arguments: [queue.bytes]) == true
    }

    private mutating func insertBody(
        _ judged: JudgedLine, _ tallies: inout TallyChanges, _ db: Database
    ) throws {
        guard let line = judged.incoming.line else { return }
        let time = try occurred(line, db)
        // Credited to where the kiosk stood when it was given; where that is a guess, to where it stands.
        let branch = hasMoved && time.isCertain ? try BranchHistory.branch(of: sender.kiosk, at: time.ms, db) : nil
        let record = ResponseRecord(
            kiosk: sender.kiosk, branch: branch ?? sender.branch, time: time, receivedMS: nowMS)
        try record.insert(judged, &tallies, &rules, db)
    }
}
