import FaultBench
import Foundation
import GRDB
import TestSupport
import Testing

/// The failing disk itself: a harness that can't break anything proves nothing.
struct FaultDiskTests {
    /// A database in DELETE mode with 40 rows of 3,000 bytes, and the disk under it.
    private struct Bench {
        let folder: TemporaryFolder
        let disk: FaultDisk
        let path: String

        init(synchronous: String) throws {
            folder = try TemporaryFolder()
            disk = try FaultDisk(watching: folder.path)
            path = folder.file("some.sqlite")
            self.synchronous = synchronous
        }

        private let synchronous: String

        func open() throws -> DatabaseQueue {
            var configuration = Configuration()
            configuration.prepareDatabase { [synchronous] db in
                try db.execute(sql: "PRAGMA synchronous = \(synchronous)")
            }
            return try DatabaseQueue(path: path, configuration: configuration)
        }

        func fill(_ database: DatabaseQueue) throws {
            try database.write { db in
                try db.execute(sql: "CREATE TABLE IF NOT EXISTS thing(n INTEGER PRIMARY KEY, body BLOB)")
            }
            for n in 0..<40 { try add(n, database) }
        }

        func add(_ n: Int, _ database: DatabaseQueue) throws {
            try database.write { db in
                try db.execute(sql: "INSERT INTO thing VALUES (?, zeroblob(3000))", arguments: [n])
            }
        }

        /// What SQLite says of the file: `ok`, or what is wrong with it.
        func state() -> String {
            do {
                let database = try open()
                defer { try? database.close() }
                return try database.read { db in
                    try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "none"
                }
            } catch {
                return "\(error)"
            }
        }
    }

    @Test func `without syncs a power cut damages a database, and with them it does not`() throws {
        func damaged(_ synchronous: String) throws -> Int {
            try (0..<20).count { seed in
                let bench = try Bench(synchronous: synchronous)
                try bench.fill(try bench.open())
                bench.disk.cutPower(.some(seed: UInt64(seed)))
                bench.disk.restore()
                return bench.state() != "ok"
            }
        }
        #expect(try damaged("OFF") > 10)
        #expect(try damaged("FULL") == 0)
    }

    @Test func `what was not synced is gone with everything, and there with nothing lost`() throws {
        for (loss, rows) in [(Loss.everything, 0), (.nothing, 40)] {
            // EXTRA also syncs the folder after a journal was deleted: without that the table itself may be gone.
            let bench = try Bench(synchronous: "EXTRA")
            let database = try bench.open()
            try database.write { db in
                try db.execute(sql: "CREATE TABLE thing(n INTEGER PRIMARY KEY, body BLOB)")
            }
            bench.disk.lie()
            for n in 0..<40 { try bench.add(n, database) }
            bench.disk.cutPower(loss)
            #expect(throws: DatabaseError.self) { try bench.add(40, database) }
            bench.disk.restore()
            #expect(try bench.open().read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM thing") } == rows)
        }
    }

    @Test func `the n-th call fails, and the ones after it do not`() throws {
        let cases: [(Fault.Action, Fault.Calls, ResultCode)] = [
            (.ioError, .write, .SQLITE_IOERR), (.diskFull, .write, .SQLITE_FULL), (.shortWrite, .write, .SQLITE_FULL),
            (.ioError, .sync, .SQLITE_IOERR), (.ioError, .delete, .SQLITE_IOERR),
        ]
        for (action, calls, code) in cases {
            let bench = try Bench(synchronous: "FULL")
            let database = try bench.open()
            try bench.fill(database)
            bench.disk.arm(Fault(action, at: 1, of: calls))
            let error = #expect(throws: DatabaseError.self) { try bench.add(100, database) }
            #expect(error?.resultCode == code)
            try bench.add(100, database)
            #expect(bench.disk.strikes == 1)
            #expect(bench.state() == "ok")
        }
    }

    @Test func `a fault that repeats lasts until the disk is restored`() throws {
        let bench = try Bench(synchronous: "FULL")
        let database = try bench.open()
        try bench.fill(database)
        bench.disk.arm(Fault(.diskFull, at: 1, of: .write, repeats: true))
        for n in 100..<103 { #expect(throws: DatabaseError.self) { try bench.add(n, database) } }
        #expect(bench.disk.strikes >= 3)
        bench.disk.restore()
        try bench.add(103, database)
        #expect(bench.state() == "ok")
    }

    @Test func `a write whose sync failed is lost with the power, whatever later syncs say`() throws {
        let bench = try Bench(synchronous: "FULL")
        let database = try bench.open()
        try database.write { db in
            try db.execute(sql: "CREATE TABLE thing(n INTEGER PRIMARY KEY, body BLOB)")
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: bench.path))
        bench.disk.arm(Fault(.ioError, at: 2, of: .sync))
        #expect(throws: DatabaseError.self) { try bench.add(1, database) }
        bench.disk.cutPower(.everything)
        #expect(try Data(contentsOf: URL(fileURLWithPath: bench.path)) == before)
    }

    @Test func `two disks at once know nothing of each other`() throws {
        let (broken, sound) = (try Bench(synchronous: "FULL"), try Bench(synchronous: "FULL"))
        let database = try sound.open()
        broken.disk.cutPower(.everything)
        try sound.fill(database)
        #expect(sound.disk.strikes == 0)
        #expect(sound.disk.calls(.sync) > 40)
    }

    @Test func `a fault is read from text, and nothing else is`() {
        #expect(Fault("kill:changes:17") == Fault(.kill, at: 17, of: .changes))
        #expect(Fault("io-error:sync:3") == Fault(.ioError, at: 3, of: .sync))
        for wrong in ["", "kill", "kill:changes", "kill:changes:0", "kill:nothing:1", "burn:sync:1", "kill:sync:1:2"] {
            #expect(Fault(wrong) == nil)
        }
    }
}
