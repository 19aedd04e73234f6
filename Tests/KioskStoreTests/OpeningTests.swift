import Foundation
import Glibc
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct OpeningTests {
    @Test func `what saved means is switched on`() throws {
        let bench = try Bench()
        let found = try [
            "locking_mode", "journal_mode", "synchronous", "auto_vacuum", "foreign_keys", "trusted_schema",
        ]
        .map { try bench.store.pragma($0) }
        #expect(found == ["exclusive", "wal", "2", "2", "1", "0"])
    }

    @Test func `folder and lock are for the owner only`() throws {
        let bench = try Bench()
        #expect(try mode(bench.state) == 0o700)
        #expect(try mode(bench.state + "/lock") == 0o600)
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a store closed under the hands of others answers in words`() async throws {
        let bench = try Bench()
        let (store, path) = (bench.store, bench.store.path)
        let failures = await withTaskGroup(of: [StoreError].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<200).compactMap { _ in
                        do throws(StoreError) {
                            _ = try store.identity()
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
            }
            store.close()
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(failures.map(\.description)).isSubset(of: [StoreError.closed(path: path).description]))
        #expect(throws: StoreError.closed(path: path)) { try store.identity() }
    }

    @Test("K8: a second opener is refused and told who holds the folder") func secondOpener() throws {
        let bench = try Bench()
        #expect(throws: StoreError.locked(folder: bench.state, pid: getpid())) {
            try KioskStore(stateFolder: bench.state)
        }
        bench.store.close()
        #expect(throws: Never.self) { try KioskStore(stateFolder: bench.state).close() }
    }

    @Test func `the queue keeps its id over restarts, and another queue has another`() throws {
        let bench = try Bench()
        let id = try bench.store.identity().queueID
        bench.store.close()
        let again = try KioskStore(stateFolder: bench.state)
        #expect(try again.identity().queueID == id)
        #expect(try Bench().store.identity().queueID != id)
    }

    @Test func `a database of a newer version is refused and left as it is`() throws {
        let bench = try Bench()
        try bench.seal(1)
        try bench.store.execute("INSERT INTO grdb_migrations(identifier) VALUES ('9-future')")
        bench.store.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: bench.store.path))
        #expect(throws: StoreError.newerVersion(path: bench.store.path)) {
            try KioskStore(stateFolder: bench.state)
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: bench.store.path)) == before)
    }

    @Test func `a file that is no database is called damaged`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(String(repeating: "not a database. ", count: 300), to: "kiosk.sqlite")
        #expect(throws: StoreError.corrupt(path: path)) { try KioskStore(stateFolder: folder.path) }
    }

    @Test func `a state folder that can't be made is named`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("x", to: "file")
        let error = #expect(throws: StoreError.self) { try KioskStore(stateFolder: file + "/state") }
        #expect(error?.description.hasPrefix("Can't write \(file)/state: ") == true)
    }

    @Test func `what was committed is in the copied files of a store that was never closed`() throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<5)
        try bench.store.saveDraft(Examples.draft(id: Examples.responseID(9)))
        let copy = bench.folder.file("copy")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        // Copying drops SQLite's lock on the original, which nobody needs any more.
        for name in ["kiosk.sqlite", "kiosk.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: "\(bench.state)/\(name)", toPath: "\(copy)/\(name)")
        }
        let store = try KioskStore(stateFolder: copy)
        try store.check()
        #expect(try store.pending(maxLines: 10, maxBytes: .max).lines == sealed)
        #expect(try store.draft()?.id == Examples.responseID(9))
    }

    @Test func `a full queue says so, keeps its books, and goes on when there is room`() throws {
        let bench = try Bench(maximumBytes: 200_000)
        var sealed: [SealedLine] = []
        let error = #expect(throws: StoreError.self) {
            for n in 0..<2_000 { if let line = try bench.seal(n) { sealed.append(line) } }
        }
        #expect(error == .full(path: bench.store.path))
        #expect(sealed.count > 50)
        #expect(try bench.books().isBalanced)
        #expect(try bench.books().created == Int64(sealed.count))
        try bench.deliver(Array(sealed.prefix(60)))
        #expect(try bench.store.purgeDelivered(before: bench.now + 1, keeping: 0) == 60)
        _ = try bench.store.sealDraft()
        #expect(try bench.seal(5_000)?.seq == (try bench.store.identity().nextSeq) - 1)
        #expect(try bench.books().isBalanced)
    }

    @Test func `errors tell what to do`() {
        #expect(
            StoreError.locked(folder: "/s", pid: 7).description
                == "The state folder /s is in use by process 7. Stop that program, or give this one another state_dir.")
        #expect(
            StoreError.full(path: "/s/k").description
                == "There is no room left for /s/k. Free space on its disk; nothing that was saved is lost.")
    }
}
