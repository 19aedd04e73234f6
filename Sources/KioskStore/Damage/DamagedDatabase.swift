import Foundation
import GRDB
import SurveyKit

/// A database that was put aside, read as far as it can be read; nothing in it or beside it is changed.
///
/// Every call answers with what it could get: what can't be read is missing, never an error.
struct DamagedDatabase {
    /// A row of the queue, whatever its bytes are worth.
    struct Line {
        let seq: Int64
        let row: Row
    }

    private let queue: DatabaseQueue

    /// Nil where not even the header can be read.
    init?(path: String) {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.prepareDatabase { db in
            for pragma in ["cell_size_check=ON", "trusted_schema=OFF", "mmap_size=0"] {
                _ = try Row.fetchAll(db, sql: "PRAGMA " + pragma)
            }
        }
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration),
            (try? queue.read({ db in try db.tableExists("response") })) == true
        else { return nil }
        self.queue = queue
    }

    func close() { try? queue.close() }

    func identity(path: String) -> Identity? {
        try? queue.read { db in try KioskStore.identity(db, path: path) }
    }

    func row(_ sql: String) -> Row? { try? queue.read { db in try Row.fetchOne(db, sql: sql) } }

    /// Rows of a query up to the first that can't be read.
    ///
    /// - Returns: Whether that was all of them.
    func rows(_ sql: String, _ take: (Row) throws -> Void) throws -> Bool {
        var taken: [Row] = []
        let isWhole = read(sql, [], into: &taken)
        try taken.forEach(take)
        return isWhole
    }

    func columns(of table: String) -> [String] {
        (try? queue.read { db in try db.columns(in: table).map(\.name) }) ?? []
    }

    /// Every row of the queue up to a number that the damage has left, in order.
    ///
    /// - Returns: The numbers that can't be read, whether there was a row or not.
    func lines(upTo end: Int64, _ take: ([Line]) throws -> Void) throws -> SequenceSet {
        var unreadable = SequenceSet()
        var next: Int64 = 1
        while next <= end {
            var rows: [Row] = []
            let isWhole = read(Self.scan, [next, end], into: &rows)
            let lines = rows.compactMap { row in (try? row.sound("seq")).map { Line(seq: $0, row: row) } }
            try take(lines)
            if let last = lines.last { next = last.seq + 1 }
            guard isWhole else {
                try step(past: &next, end, &unreadable, take)
                continue
            }
            if lines.isEmpty { break }
        }
        return unreadable
    }

    /// One number after the other, to the first that can be read again.
    private func step(
        past next: inout Int64, _ end: Int64, _ unreadable: inout SequenceSet, _ take: ([Line]) throws -> Void
    ) throws {
        while next <= end {
            defer { next += 1 }
            var rows: [Row] = []
            guard read(Self.lookUp, [next], into: &rows) else {
                unreadable.insert(next...next)
                continue
            }
            return try take(rows.map { Line(seq: next, row: $0) })
        }
    }

    /// The indexes may be what is damaged.
    private static let scan = "SELECT * FROM response NOT INDEXED WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT 100"
    private static let lookUp = "SELECT * FROM response NOT INDEXED WHERE seq = ?"

    private func read(_ sql: String, _ arguments: StatementArguments, into rows: inout [Row]) -> Bool {
        var found: [Row] = []
        defer { rows = found }
        do {
            try queue.read { db in
                let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
                while let row = try cursor.next() { found.append(row.copy()) }
            }
            return true
        } catch {
            return false
        }
    }
}
