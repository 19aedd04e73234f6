import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Row K9 of the fault table: another version of the program meets the database.
struct VersionTests {
    @Test(
        "K9: pending rows survive the upgrade from every version of the schema",
        arguments: 0..<Schema.migrator.migrations.count)
    func upgrade(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("kiosk.sqlite")
        let identifier = Schema.migrator.migrations[version]
        let database = try DatabaseQueue(path: path, configuration: Schema.configuration(maximumBytes: 1 << 26))
        try Schema.migrator.migrate(database, upTo: identifier)
        let queue = try database.read { db in try KioskStore.identity(db, path: path).queueID }
        let line = try SealedLine(
            sealing: Examples.draft(id: Examples.responseID(1)), queue: queue, seq: 1,
            prev: SealedLine.genesis(of: queue))
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO response(seq, id, survey_id, survey_version, line, sha256, boot_id, boot_ms, wall_ms, clock)
                    VALUES (1, ?, 's', 1, ?, ?, 'b', 0, 0, 0)
                    """, arguments: [line.id.hex, line.bytes, line.sha256])
            try db.execute(sql: "UPDATE identity SET next_seq = 2, head = ?", arguments: [line.sha256])
        }
        try database.close()
        let store = try KioskStore(stateFolder: folder.path, mendingAtMS: 0)
        #expect(try store.pending(maxLines: 9, maxBytes: .max).lines == [line])
        #expect(try store.accounting(nowMS: 0).isBalanced)
        try store.saveDraft(Examples.draft(id: Examples.responseID(2)))
        #expect(try store.sealDraft()?.seq == 2)
    }

    @Test("K9: an older program refuses a newer database and leaves it and its WAL byte for byte")
    func downgrade() throws {
        let bench = try Bench()
        _ = try bench.seal(0..<5)
        try bench.store.execute("INSERT INTO grdb_migrations(identifier) VALUES ('9-future')")
        let copy = bench.folder.file("copy")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        let names = ["kiosk.sqlite", "kiosk.sqlite-wal"]
        for name in names {
            try FileManager.default.copyItem(atPath: "\(bench.state)/\(name)", toPath: "\(copy)/\(name)")
        }
        let before = try names.map { try Data(contentsOf: URL(fileURLWithPath: "\(copy)/\($0)")) }
        #expect(before[1].count > 4_096)
        for mending: Int64? in [nil, 5] {
            #expect(throws: StoreError.newerVersion(path: copy + "/kiosk.sqlite")) {
                try KioskStore(stateFolder: copy, mendingAtMS: mending)
            }
        }
        #expect(try names.map { try Data(contentsOf: URL(fileURLWithPath: "\(copy)/\($0)")) } == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: copy).sorted() == names + ["lock"])
    }
}
