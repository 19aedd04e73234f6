package import Foundation
import GRDB
package import SurveyKit

/// The kiosk's database: identity, draft, outbox, surveys, trust.
///
/// Every call is synchronous and returns when its transaction is durable (`synchronous=FULL`); calls from two threads
/// take turns on the one connection. A commit can take as long as a slow card likes: the screen must call through a
/// queue of its own, never from the thread that draws. Transactions of the sync side touch at most about 100 rows, so
/// that a tap waits for one of them at most. Nothing but SQLite may open `kiosk.sqlite` while a store is open: closing
/// any other descriptor of it drops SQLite's lock.
package final class KioskStore: Sendable {
    package let folder: StateFolder
    /// Of the database.
    package var path: String { folder.file("kiosk.sqlite") }
    private let lock: StateLock
    private let database: DatabaseQueue
    /// A side command may still ask while the kiosk ends: whoever uses the database holds this, so that it is not closed
    /// under their hands.
    private let gate = NSLock()
    /// Read and written with `gate` held only.
    nonisolated(unsafe) private var isOpen = true

    /// Opens the store of a state folder, making both where there is none.
    ///
    /// - Parameters:
    ///   - stateFolder: Its path.
    ///   - maximumBytes: What the database may grow to; nil for 512 MiB.
    /// - Throws: `StoreError.locked` at once where another program holds the folder (retrying is the caller's),
    ///   `newerVersion`, `notWritable`, `full`, `corrupt`.
    package init(stateFolder: String, maximumBytes: Int? = nil) throws(StoreError) {
        let folder = StateFolder(stateFolder)
        try folder.create()
        self.folder = folder
        lock = try StateLock(folder)
        database = try Self.open(folder.file("kiosk.sqlite"), maximumBytes ?? Schema.defaultMaximumBytes)
    }

    /// Closes the database and gives up the lock; every later call throws `StoreError.closed`.
    package func close() {
        gate.lock()
        defer { gate.unlock() }
        isOpen = false
        // A close that fails (a statement still running) leaves SQLite to the end of the process; the WAL keeps all.
        try? database.close()
        lock.release()
    }

    private static func open(_ path: String, _ maximumBytes: Int) throws(StoreError) -> DatabaseQueue {
        let migrator = Schema.migrator
        do {
            let database = try DatabaseQueue(
                path: path, configuration: Schema.configuration(maximumBytes: maximumBytes))
            guard try !database.read(migrator.hasBeenSuperseded) else { throw StoreError.newerVersion(path: path) }
            try migrator.migrate(database)
            return database
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Whether the database is sound, by SQLite's own quick check: for doctor and after an unclean stop.
    ///
    /// - Throws: `StoreError.corrupt`.
    package func check() throws(StoreError) {
        let answer = try read { db in try String.fetchOne(db, sql: "PRAGMA quick_check(1)") }
        guard answer == "ok" else { throw .corrupt(path: path) }
    }

    /// One transaction.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try whileOpen { try $0.write(body) }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        try whileOpen { try $0.read(body) }
    }

    /// Statements that want no transaction around them.
    func execute(_ sql: String) throws(StoreError) {
        try whileOpen { try $0.writeWithoutTransaction { db in _ = try Row.fetchAll(db, sql: sql) } }
    }

    private func whileOpen<Value>(_ body: (DatabaseQueue) throws -> Value) throws(StoreError) -> Value {
        gate.lock()
        defer { gate.unlock() }
        guard isOpen else { throw StoreError.closed(path: path) }
        do { return try body(database) } catch { throw StoreError(error, path: path) }
    }

    /// The value of a PRAGMA, as text.
    func pragma(_ name: String) throws(StoreError) -> String? {
        try read { db in try String.fetchOne(db, sql: "PRAGMA " + name) }
    }
}

/// Who this queue is, and where its chain stands.
package struct Identity: Equatable, Sendable {
    package let queueID: QueueID
    /// The number the next sealed line gets; all below have been given.
    package let nextSeq: Int64
    /// SHA-256 of the newest sealed line, or the genesis of the queue: 32 bytes.
    package let head: Data
    /// The collector of the last check-in; nil before the first.
    package let collectorID: String?
    package let epoch: String?
    /// The highest of these the collector has confirmed.
    package let durableSeq: Int64

    package var created: Int64 { nextSeq - 1 }
}

extension KioskStore {
    /// Who this queue is, and where its chain stands.
    package func identity() throws(StoreError) -> Identity {
        try read { [path] db in try Self.identity(db, path: path) }
    }

    static func identity(_ db: Database, path: String) throws -> Identity {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM identity"), let queue = QueueID(hex: row["queue_id"])
        else { throw StoreError.corrupt(path: path) }
        return Identity(
            queueID: queue, nextSeq: row["next_seq"], head: row["head"], collectorID: row["collector_id"],
            epoch: row["epoch"], durableSeq: row["durable_seq"])
    }
}
