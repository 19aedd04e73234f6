import ArgumentParser
import CollectorStore
import Foundation
import Glibc
import TestSupport
import Testing

@testable import CollectorApp

/// What the collector writes is its own account's, also in a folder that everybody may enter.
@Suite struct PrivateFileTests {
    private let folder: TemporaryFolder
    private let secrets = FirstStart(token: "t0ken", user: "admin", password: "kolu-ridu-beni")

    init() throws {
        folder = try TemporaryFolder()
        #expect(chmod(folder.path, 0o755) == 0)
    }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
    }

    private func options() throws -> StoreOptions { try StoreOptions.parse(["--data", folder.path]) }

    private func backUp(to name: String) async throws {
        let backup = try BackupCommand.parse(["--data", folder.path, folder.file(name)])
        try await backup.run()
    }

    @Test func `the database, its log and a backup are private`() async throws {
        let options = try options()
        let store = try options.store(try options.configuration(), create: true)
        try await store.proveWritable(nowMS: 1)
        try await backUp(to: "backup.sqlite")
        for name in ["collector.sqlite", "collector.sqlite-wal", "collector.sqlite-shm", "backup.sqlite"] {
            #expect(try mode(name) == 0o600, "\(name)")
        }
        try store.close()
    }

    @Test func `a database that others could read becomes private`() throws {
        let options = try options()
        try options.store(try options.configuration(), create: true).close()
        #expect(chmod(folder.file("collector.sqlite"), 0o644) == 0)
        try options.store(try options.configuration()).close()
        #expect(try mode("collector.sqlite") == 0o600)
    }

    @Test func `a backup that can't be made leaves no file behind`() async throws {
        let options = try options()
        try options.store(try options.configuration(), create: true).close()
        let file = folder.file("none/backup.sqlite")
        let sentence =
            "can't make the backup \(file): can't use \(file).part (errno 2); check the rights and the space of the disk"
        await #expect(throws: CommandFailure(.failed, sentence)) { try await backUp(to: "none/backup.sqlite") }
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test func `under systemd the first secrets go into a private file, once`() throws {
        try secrets.tell(data: folder.path, isJournal: true)
        let file = FirstStart.file(in: folder.path)
        #expect(try mode("first-start") == 0o600)
        #expect(
            try String(contentsOfFile: file, encoding: .utf8)
                == "admin token: t0ken\nuser: admin  password: kolu-ridu-beni\n")
        #expect(
            throws: CommandFailure(
                .unavailable,
                "can't write the first token and password to \(file); make others with token create and user password")
        ) { try secrets.tell(data: folder.path, isJournal: true) }
    }

    @Test func `a descriptor is the journal where systemd says so`() throws {
        let descriptor = open(folder.file("stream"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        var facts = stat()
        try #require(fstat(descriptor, &facts) == 0)
        #expect(FirstStart.isJournal(descriptor, stream: "\(facts.st_dev):\(facts.st_ino)"))
        #expect(!FirstStart.isJournal(descriptor, stream: "\(facts.st_dev):\(facts.st_ino + 1)"))
        #expect(!FirstStart.isJournal(descriptor, stream: nil))
        #expect(!FirstStart.isJournal(-1, stream: "\(facts.st_dev):\(facts.st_ino)"))
    }
}
