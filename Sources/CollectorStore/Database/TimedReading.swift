import GRDB
import WireProtocol

extension DatabaseReader {
    /// Reads what may be wide, when there is a turn, and ends the reading when it takes too long: a snapshot that is held
    /// for long keeps the write-ahead log from being begun anew, and it would grow without bound.
    ///
    /// - Throws: `Problem` `overloaded` without a turn, or after `limits.longest`; what `work` throws; the database's error.
    func read<Value: Sendable>(
        within limits: ReadingLimits, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await limits.gate.enter()
        defer { limits.gate.leave() }
        let limit = limits.longest
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await self.read(work) }
            group.addTask {
                try await Task.sleep(for: limit)
                return nil
            }
            // The other one ends at once: a reading that is cancelled is interrupted.
            defer { group.cancelAll() }
            guard let value = try await group.next() ?? nil else { throw Problem.tooLong(limit) }
            return value
        }
    }
}

extension Problem {
    fileprivate static func tooLong(_ limit: Duration) -> Problem {
        Problem(
            .overloaded, status: 503, title: "Reading took too long",
            detail:
                "This takes more than \(limit.components.seconds) s to read. Ask for a shorter span of time, or again "
                + "later.", retry: .later)
    }
}
