import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Row K7 of the fault table: somebody takes the files, the rights or the disk away.
struct LostFilesTests {
    @Test(
        "K7: a database deleted under us says no false thank-you, and is written anew whole",
        arguments: ["kiosk.sqlite", "kiosk.sqlite-wal"])
    func deleted(name: String) throws {
        let bench = try Bench()
        let sealed = try bench.seal(0..<20)
        let queue = try bench.store.identity().queueID
        try FileManager.default.removeItem(atPath: bench.state + "/" + name)
        let draft = Examples.draft(id: Examples.responseID(50))
        #expect(throws: StoreError.gone(path: bench.store.path)) { try bench.store.saveDraft(draft) }
        #expect(throws: StoreError.gone(path: bench.store.path)) { try bench.store.saveDraft(draft) }
        try bench.store.writeAnew()
        #expect(throws: StoreError.closed(path: bench.store.path)) { try bench.store.identity() }
        let again = try KioskStore(stateFolder: bench.state, mendingAtMS: bench.now)
        #expect(try again.identity().queueID == queue)
        #expect(try again.pending(maxLines: 99, maxBytes: .max).lines == sealed)
        #expect(try again.draft() == draft, "what was refused may be there all the same, never the other way round")
        #expect(try again.pragma("auto_vacuum") == "2")
        #expect(again.folder.quarantined() == [])
    }

    @Test("K7: a database that is gone at the start leaves the queue its id, and no number is given twice")
    func goneAtTheStart() throws {
        let bench = try Bench()
        _ = try bench.seal(0..<20)
        let queue = try bench.store.identity().queueID
        bench.store.close()
        try FileManager.default.removeItem(atPath: bench.store.path)
        let again = try KioskStore(stateFolder: bench.state, mendingAtMS: bench.now)
        #expect(try again.identity().queueID == queue)
        let books = try again.accounting(nowMS: bench.now)
        #expect((books.created, books.lost, books.isBalanced) == (21, 21, true))
        try again.saveDraft(Examples.draft(id: Examples.responseID(99)))
        #expect(try again.sealDraft()?.seq == 22)
    }

    @Test(
        "K7: a disk that is read-only at the start is named, and used again when it can be written",
        .enabled(if: SmallDisk.isPossible))
    func readOnly() throws {
        let disk = try SmallDisk(bytes: 4 << 20)
        let state = disk.path + "/state"
        let store = try KioskStore(stateFolder: state, mendingAtMS: 0)
        try store.saveDraft(Examples.draft(id: Examples.responseID(1)))
        let line = try store.sealDraft()
        store.close()
        try disk.setReadOnly(true)
        let error = #expect(throws: StoreError.self) { try KioskStore(stateFolder: state, mendingAtMS: 0) }
        #expect(error?.description.contains("Read-only file system") == true)
        try disk.setReadOnly(false)
        let again = try KioskStore(stateFolder: state, mendingAtMS: 0)
        #expect(try again.pending(maxLines: 9, maxBytes: .max).lines.map(\.seq) == [line?.seq])
    }
}
