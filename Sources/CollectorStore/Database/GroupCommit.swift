import Faults
import GRDB
import WireProtocol

/// Gathers what waits for the disk: whatever came while one transaction was on its way to the disk, up to 64 jobs, makes
/// the next one, with one flush (sync.md 6.1; nobody is waited for, decision 0013).
///
/// Each job has its own savepoint, so that one that fails takes nothing from its neighbours, and is answered only after
/// the commit of all.
actor GroupCommit {
    private struct Job: Sendable {
        /// Does the work inside a transaction, and gives what tells the waiting caller once it is committed.
        let run: @Sendable (Database, inout TallyChanges) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    static let groupSize = 64

    private let pool: DatabasePool
    private let capacity: Int
    private var waiting: [Job] = []
    private var isRunning = false

    init(pool: DatabasePool, capacity: Int = 1_024) {
        self.pool = pool
        self.capacity = capacity
    }

    /// How much is shed first when too much waits: answers keep, a check-in carries the back-pressure.
    enum Urgency: Sendable { case normal, high }

    /// Runs `work` in one of the next transactions and returns when that is on the disk.
    ///
    /// - Throws: `Problem.overloaded` when too much waits; what `work` threw; the database's error, and then nothing of
    ///   `work` is stored.
    func perform<T: Sendable>(
        _ urgency: Urgency = .normal, _ work: @escaping @Sendable (Database) throws -> T
    ) async throws -> T {
        try await perform(urgency) { db, _ in try work(db) }
    }

    /// The same for work that changes what is counted: that is written once for all of a group.
    func perform<T: Sendable>(
        _ urgency: Urgency = .normal, _ work: @escaping @Sendable (Database, inout TallyChanges) throws -> T
    ) async throws -> T {
        guard waiting.count < (urgency == .high ? 2 * capacity : capacity) else { throw Problem.overloaded }
        return try await withCheckedThrowingContinuation { continuation in
            enqueue(
                Job(
                    run: { db, tallies in
                        let value = try work(db, &tallies)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { error in continuation.resume(throwing: error) }))
        }
    }

    private func enqueue(_ job: Job) {
        waiting.append(job)
        guard !isRunning else { return }
        isRunning = true
        // Not a child of the caller: a request that is cancelled must not stop the others' commit.
        Task { await drain() }
    }

    private func drain() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(Self.groupSize))
            waiting.removeFirst(group.count)
            await commit(group)
        }
        isRunning = false
    }

    private func commit(_ group: [Job]) async {
        do {
            let outcomes = try await pool.write { db in
                var tallies = TallyChanges()
                let outcomes = try group.map { try Self.attempt($0, &tallies, db) }
                try tallies.write(db)
                CrashPoint.reached(.groupWritten)
                guard SeededBug.isPlanted(.answerBeforeCommit) else { return outcomes }
                for outcome in outcomes { outcome() }
                return []
            }
            CrashPoint.reached(.groupCommitted)
            for outcome in outcomes { outcome() }
        } catch {
            for job in group { job.fail(error) }
        }
    }

    private static func attempt(
        _ job: Job, _ tallies: inout TallyChanges, _ db: Database
    ) throws -> @Sendable () -> Void {
        var outcome: @Sendable () -> Void = {}
        let before = tallies.mark
        do {
            try db.inSavepoint {
                outcome = try job.run(db, &tallies)
                return .commit
            }
        } catch {
            // A full disk or an I/O error rolls back the whole transaction, and then nobody's work is stored.
            guard db.isInsideTransaction else { throw error }
            tallies.forget(after: before)
            outcome = { job.fail(error) }
        }
        return outcome
    }
}
