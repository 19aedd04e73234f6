package import Foundation
import GRDB
import Glibc
package import SurveyKit
import Synchronization

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
    private let files: OpenFiles
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
    ///   - mendingAtMS: Of the kiosk itself: a damaged database is put aside and salvaged at this moment (wall clock, ms
    ///     since 1970). Nil for whoever only looks: it is left as it is, and an error.
    /// - Throws: `StoreError.locked` at once where another program holds the folder (retrying is the caller's),
    ///   `newerVersion`, `notWritable`, `full`, `corrupt`.
    package init(stateFolder: String, maximumBytes: Int? = nil, mendingAtMS: Int64? = nil) throws(StoreError) {
        let folder = StateFolder(stateFolder)
        try folder.create()
        self.folder = folder
        lock = try StateLock(folder)
        let path = folder.file("kiosk.sqlite")
        let bytes = maximumBytes ?? Schema.defaultMaximumBytes
        if let mendingAtMS {
            database = try Mender(folder: folder, maximumBytes: bytes, nowMS: mendingAtMS).open()
        } else {
            database = try Self.open(path, bytes)
        }
        files = OpenFiles(database: path)
        try catchUpWithHighWater()
    }

    /// Closes the database and gives up the lock; every later call throws `StoreError.closed`.
    package func close() { close { _ in } }

    /// - Parameter body: Done with the folder when the database is closed and nobody else can have opened it yet.
    func close<Failure: Error>(_ body: (StateFolder) throws(Failure) -> Void) throws(Failure) {
        gate.lock()
        defer { gate.unlock() }
        isOpen = false
        defer { lock.release() }
        // A close that fails (a statement still running) leaves SQLite to the end of the process; the WAL keeps all.
        try? database.close()
        try body(folder)
    }

    static func open(_ path: String, _ maximumBytes: Int) throws(StoreError) -> DatabaseQueue {
        let migrator = Schema.migrator
        do {
            guard try !isOfNewerVersion(path) else { throw StoreError.newerVersion(path: path) }
            let database = try DatabaseQueue(
                path: path, configuration: Schema.configuration(maximumBytes: maximumBytes))
            try SchemaMark.migrate(database, by: migrator)
            return database
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// The first connection that looked, closed and kept: its end would start a worker of libdispatch, and with it a timer
    /// that wakes an idle kiosk once a second.
    ///
    /// A kiosk that has to look again and again lets the others go.
    private static let firstLook = Mutex<DatabaseQueue?>(nil)

    /// Looked at without the right to write: opening for writing would play the WAL back into the file.
    private static func isOfNewerVersion(_ path: String) throws -> Bool {
        guard access(path, F_OK) == 0 else { return false }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            defer {
                try? database.close()
                unlink(path + "-shm")
                Self.firstLook.withLock { $0 = $0 ?? database }
            }
            return try database.read { db in try isOfNewerVersion(db, path: path) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // The power went in the first moments of a database, before it had a WAL: what it left has to be rolled
            // back, and that is writing. No version has finished making it.
            return false
        }
    }

    private static func isOfNewerVersion(_ db: Database, path: String) throws -> Bool {
        let migrator = Schema.migrator
        guard try migrator.hasBeenSuperseded(db) else { return false }
        // A newer version has done all that this one knows of; else a name among them was altered.
        guard try Set(migrator.migrations).isSubset(of: migrator.appliedIdentifiers(db)) else {
            throw StoreError.corrupt(path: path)
        }
        return true
    }

    /// Whether the database is sound, by SQLite's own quick check: for doctor and after an unclean stop.
    ///
    /// - Throws: `StoreError.corrupt`.
    package func check() throws(StoreError) {
        let answer = try read { db in try String.fetchOne(db, sql: "PRAGMA quick_check(1)") }
        guard answer == "ok" else { throw damaged() }
    }

    /// Notes for the next start that the database is damaged.
    func damaged() -> StoreError {
        Quarantine.noteDamage(in: folder)
        return .corrupt(path: path)
    }

    /// One transaction.
    ///
    /// - Throws: `StoreError.gone` also where it was committed into a file that has no name any more.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        let value = try whileOpen { try $0.write(body) }
        guard files.areInPlace else { throw .gone(path: path) }
        return value
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
        do {
            return try body(database)
        } catch {
            let error = StoreError(error, path: path)
            // The next start mends it, also where opening alone would not find the damage.
            if case .corrupt = error { Quarantine.noteDamage(in: folder) }
            throw error
        }
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
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM identity"),
            let queue = QueueID(hex: try row.sound("queue_id")), case let nextSeq:Int64 = try row.sound("next_seq"),
            case let head:Data = try row.sound("head"), nextSeq >= 1, head.count == 32
        else { throw StoreError.corrupt(path: path) }
        return Identity(
            queueID: queue, nextSeq: nextSeq, head: head, collectorID: try row.soundIfThere("collector_id"),
            epoch: try row.soundIfThere("epoch"), durableSeq: try row.sound("durable_seq"))
    }
}

extension KioskStore {
    /// Compares the database with the number noted beside it: one that has lost its newest commits must not give their
    /// numbers again.
    fileprivate func catchUpWithHighWater() throws(StoreError) {
        let identity = try identity()
        guard let noted = folder.highWater(), noted.queueID == identity.queueID, noted.seq > identity.created else {
            let present = HighWater(identity)
            if folder.highWater() != present { folder.note(present) }
            return
        }
        try write { db in
            // One more than was noted may have been given.
            let range = identity.nextSeq...noted.seq + 1
            let nowMS = try Int64.fetchOne(db, sql: "SELECT wall_ms FROM response ORDER BY seq DESC LIMIT 1") ?? 0
            try Loss(range: range, reason: .salvaged, sha256: noted.head).book(nowMS: nowMS, db)
            try db.execute(
                sql: "UPDATE identity SET next_seq = ?, head = ?", arguments: [range.upperBound + 1, noted.head])
        }
        folder.note(HighWater(try self.identity()))
    }
}
