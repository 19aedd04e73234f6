import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct RestoreTests {
    /// A collector with two lines in its backup and three in its database, closed.
    private static func yesterday() async throws -> (centre: Centre, backup: String, lines: [SealedLine]) {
        let centre = try await Centre()
        let lines = try Centre.lines(3)
        _ = try await centre.ingest(lines.prefix(2).map(\.bytes))
        let backup = try await centre.backup()
        _ = try await centre.ingest([lines[2].bytes])
        try await centre.store.addUser(name: "leyla", role: .viewer, passwordHash: "x", nowMS: Centre.now)
        return (centre, backup, lines)
    }

    private static func restore(_ backup: String, _ centre: Centre, erasures: String? = nil) throws -> RestoreReport {
        try Restore(folder: centre.folder.path).run(backup, erasures: erasures, stamp: "S")
    }

    @Test("C5: a backup takes the place of the database, which is put aside, under a new epoch")
    func replaces() async throws {
        var (centre, backup, lines) = try await Self.yesterday()
        let before = centre.store.identity
        let bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
        try centre.store.close()
        let report = try Self.restore(backup, centre)
        let aside = centre.folder.file("collector-before-S.sqlite")
        #expect(
            report
                == RestoreReport(
                    facts: .init(responses: 2, kiosks: 1, newestMS: Centre.now, erasedAgain: 0), putAside: aside))
        centre.store = try CollectorStore(path: centre.folder.file("collector.sqlite"))
        #expect(centre.store.identity.id == before.id)
        #expect(centre.store.identity.epoch != before.epoch)
        #expect(try await centre.exported() == lines.prefix(2).map(\.id))
        #expect(
            try await centre.ingest(lines.map(\.bytes)).results.map(\.status) == [.duplicate, .duplicate, .accepted])
        #expect(try await CollectorStore(path: aside).responses(in: .all).rows.count == 3)
        #expect(try Data(contentsOf: URL(fileURLWithPath: backup)) == bytes)
        let rights = try FileManager.default.attributesOfItem(atPath: centre.folder.file("collector.sqlite"))
        #expect(rights[.posixPermissions] as? Int == 0o600)
    }

    @Test("C6: the erasure log is carried out on a backup before anybody can read it")
    func erases() async throws {
        var (centre, backup, lines) = try await Self.yesterday()
        for line in [lines[0], lines[2]] { _ = try await centre.erase(line.id) }
        try centre.store.close()
        let report = try Self.restore(backup, centre)
        #expect(report.facts.erasedAgain == 2)
        #expect(report.facts.responses == 1)
        let bodies = try await DatabaseQueue(path: centre.folder.file("collector.sqlite")).read { db in
            try String.fetchAll(db, sql: "SELECT lower(hex(id)) FROM response")
        }
        #expect(bodies == [lines[1].id.hex])
        centre.store = try CollectorStore(path: centre.folder.file("collector.sqlite"))
        #expect(
            try await centre.ingest(lines.map(\.bytes)).results.map(\.status) == [.duplicate, .duplicate, .duplicate])
        #expect(try await centre.exported() == [lines[1].id])
    }

    @Test("C6: on a new machine a copy of the erasure log is carried out too")
    func elsewhere() async throws {
        let (centre, backup, lines) = try await Self.yesterday()
        _ = try await centre.erase(lines[0].id)
        let folder = try TemporaryFolder()
        let report = try Restore(folder: folder.path).run(
            backup, erasures: centre.folder.file("erasures.jsonl"), stamp: "S")
        #expect(report.facts.erasedAgain == 1)
        #expect(report.putAside == nil)
        #expect(
            try String(contentsOfFile: folder.file("erasures.jsonl"), encoding: .utf8) == (try centre.log()))
        let store = try CollectorStore(path: folder.file("collector.sqlite"))
        #expect(try await store.responses(in: .all).rows.map(\.id) == [lines[1].id])
        #expect(store.identity.id == centre.store.identity.id)
    }

    @Test func `who was signed in when the backup was made has to sign in again`() async throws {
        let centre = try await Centre()
        try await centre.store.addUser(name: "leyla", role: .viewer, passwordHash: "x", nowMS: Centre.now)
        try await centre.store.addOneTimeLogin(hash: Data([1]), user: "leyla", expiresMS: .max)
        let backup = try await centre.backup()
        try centre.store.close()
        _ = try Self.restore(backup, centre)
        let logins = try await DatabaseQueue(path: centre.folder.file("collector.sqlite")).read { db in
            try Int.fetchOne(db, sql: "SELECT (SELECT COUNT(*) FROM session) + (SELECT COUNT(*) FROM one_time_login)")
        }
        #expect(logins == 0)
    }

    @Test func `a database that is damaged beyond reading is put aside as it is`() async throws {
        let (centre, backup, _) = try await Self.yesterday()
        try centre.store.close()
        let rubbish = Data("no database any more".utf8)
        try rubbish.write(to: URL(fileURLWithPath: centre.folder.file("collector.sqlite")))
        try rubbish.write(to: URL(fileURLWithPath: centre.folder.file("collector.sqlite-wal")))
        let aside = try #require(try Self.restore(backup, centre).putAside)
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == rubbish)
        let store = try CollectorStore(path: centre.folder.file("collector.sqlite"))
        #expect(try await store.responses(in: .all).rows.count == 2)
    }

    @Test(arguments: 0...3)
    func `a restore that was cut short is marked, and run again it ends`(step: Int) async throws {
        let (centre, backup, _) = try await Self.yesterday()
        try centre.store.close()
        let restore = Restore(folder: centre.folder.path)
        // As a power cut leaves the folder: the mark, then the files one by one.
        _ = try centre.folder.write("", to: "restore-unfinished")
        _ = try centre.folder.write("half a copy", to: "collector.sqlite.restoring")
        if step >= 1 { _ = try centre.folder.write("", to: "collector-before-S.sqlite-wal") }
        if step >= 2 {
            try FileManager.default.moveItem(
                atPath: centre.folder.file("collector.sqlite"), toPath: centre.folder.file("collector-before-S.sqlite"))
        }
        if step >= 3 {
            try FileManager.default.copyItem(atPath: backup, toPath: centre.folder.file("collector.sqlite"))
        }
        #expect(restore.isUnfinished)
        let report = try restore.run(backup, stamp: "S")
        #expect(!restore.isUnfinished)
        #expect(report.facts.responses == 2)
        let suffix: String? = ["", "-2", nil, "-2"][step]
        #expect(report.putAside == suffix.map { centre.folder.file("collector-before-S\($0).sqlite") })
        let store = try CollectorStore(path: centre.folder.file("collector.sqlite"))
        #expect(try await store.responses(in: .all).rows.count == 2)
    }

    @Test(arguments: ["missing", "own", "live", "text", "page", "newer", "other"])
    func `a file that is no sound backup of this collector is refused, and the database stays`(fault: String)
        async throws
    {
        let (centre, backup, lines) = try await Self.yesterday()
        let file = centre.folder.file("given.sqlite")
        let expected: RestoreError
        switch fault {
        case "missing": expected = .missing(path: file)
        case "own":
            try FileManager.default.linkItem(atPath: centre.folder.file("collector.sqlite"), toPath: file)
            expected = .isTheDatabase(path: file)
        case "live":
            try FileManager.default.copyItem(atPath: backup, toPath: file)
            _ = try centre.folder.write("log", to: "given.sqlite-wal")
            expected = .hasLog(path: file)
        case "text":
            _ = try centre.folder.write(String(repeating: "words ", count: 1_000), to: "given.sqlite")
            expected = .notABackup(path: file)
        case "page":
            var bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
            bytes.replaceSubrange(8_192..<12_288, with: Data(count: 4_096))
            try bytes.write(to: URL(fileURLWithPath: file))
            expected = .damaged(path: file, finding: "")
        case "newer":
            try FileManager.default.copyItem(atPath: backup, toPath: file)
            try await DatabaseQueue(path: file).write { db in
                try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 tomorrow')")
            }
            expected = .newer(path: file)
        default:
            let other = try await Centre()
            try await other.store.backup(to: file, nowMS: Centre.now)
            expected = .otherCollector(
                path: file, backup: other.store.identity.id, present: centre.store.identity.id)
        }
        try centre.store.close()
        let error = #expect(throws: RestoreError.self) { try Self.restore(file, centre) }
        if case .damaged(let path, let finding) = error, case .damaged = expected {
            #expect(path == file)
            #expect(!finding.isEmpty)
        } else {
            #expect(error == expected)
        }
        #expect(error?.isBadData == true)
        let left = try FileManager.default.contentsOfDirectory(atPath: centre.folder.path)
        #expect(!left.contains { $0.contains("restoring") || $0.contains("before") || $0.contains("unfinished") })
        let store = try CollectorStore(path: centre.folder.file("collector.sqlite"))
        #expect(try await store.responses(in: .all).rows.map(\.id) == lines.map(\.id))
        #expect(store.identity == centre.store.identity)
    }
}

@Suite struct BackupTests {
    @Test func `a backup is private, whole and on its own, and its time is kept`() async throws {
        let centre = try await Centre()
        _ = try await centre.ingest(try Centre.lines(20).map(\.bytes))
        #expect(try await centre.store.lastBackupMS() == nil)
        let file = centre.folder.file("kept.sqlite")
        try await centre.store.backup(to: file, nowMS: Centre.now + 7)
        #expect(try await centre.store.lastBackupMS() == Centre.now + 7)
        let rights = try FileManager.default.attributesOfItem(atPath: file)
        #expect(rights[.posixPermissions] as? Int == 0o600)
        #expect(try await CollectorStore(path: file).responses(in: .all).rows.count == 20)
        let others = try FileManager.default.contentsOfDirectory(atPath: centre.folder.path)
        #expect(!others.contains { $0.hasSuffix(".part") })
    }

    @Test func `a file that is there is not written over, and a folder that is not there is told`() async throws {
        let centre = try await Centre()
        let file = try centre.folder.write("mine", to: "kept.sqlite")
        await #expect(throws: RestoreError.disk(path: file, errno: EEXIST)) {
            try await centre.store.backup(to: file, nowMS: 1)
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
        let nowhere = centre.folder.file("nowhere/kept.sqlite")
        await #expect(throws: RestoreError.disk(path: nowhere + ".part", errno: ENOENT)) {
            try await centre.store.backup(to: nowhere, nowMS: 1)
        }
        #expect(try await centre.store.lastBackupMS() == nil)
    }
}
