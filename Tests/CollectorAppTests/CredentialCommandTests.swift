import ArgumentParser
import CollectorStore
import Foundation
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

@Suite struct CredentialCommandTests {
    private let folder: TemporaryFolder
    private let store: CollectorStore

    init() throws {
        folder = try TemporaryFolder()
        store = try CollectorStore(path: folder.file("collector.sqlite"))
    }

    private func run(_ arguments: String...) async throws {
        let parsed = try CollectorCommand.parseAsRoot(arguments + ["--data", folder.path])
        var command = try #require(parsed as? any AsyncParsableCommand)
        try await command.run()
    }

    private func addUser() async throws {
        try await store.addUser(name: "leyla", role: .viewer, passwordHash: "old", nowMS: 1)
        try await store.addSession(hash: Data([1]), user: "leyla", expiresMS: .max, nowMS: 5)
    }

    @Test func `a new password replaces the old one and ends the sessions`() async throws {
        try await addUser()
        let file = folder.file("password")
        try Data("kolu-ridu-beni\n".utf8).write(to: URL(fileURLWithPath: file))
        try await run("user", "password", "leyla", "--password-file", file)
        let stored = try #require(try await store.passwordHash(of: "leyla"))
        #expect(PasswordHash(stored: stored)?.matches("kolu-ridu-beni") == true)
        #expect(try await store.session(hash: Data([1]), nowMS: 2) == nil)
        await #expect(throws: CommandFailure.noUser("layla")) {
            try await run("user", "password", "layla", "--password-file", file)
        }
    }

    @Test func `a removed person has neither password nor session`() async throws {
        try await addUser()
        try await run("user", "remove", "leyla")
        #expect(try await store.users() == [])
        #expect(try await store.session(hash: Data([1]), nowMS: 2) == nil)
        await #expect(throws: CommandFailure.noUser("leyla")) { try await run("user", "remove", "leyla") }
    }

    @Test func `a token goes by its label or by the prefix that the list shows`() async throws {
        for (byte, label) in [(UInt8(1), "publishing"), (2, "grafana"), (3, "grafana")] {
            try await store.addApiToken(
                hash: Data(repeating: byte, count: 32), role: .ops, label: label, nowMS: Int64(byte))
        }
        #expect(
            try await store.apiTokens().map(\.row).first
                == "010101010101\tops\twhole chain\t1970-01-01T00:00:00.001Z\tnever\tpublishing")
        try await run("token", "list")
        try await run("token", "remove", "publishing")
        await #expect(
            throws: CommandFailure(
                .failed, "grafana is the name of 2 tokens; use a prefix: 020202020202, 030303030303")
        ) { try await run("token", "remove", "grafana") }
        for none in ["030", "publishing"] {
            await #expect(throws: CommandFailure(.failed, "there is no token \(none); token list shows them")) {
                try await run("token", "remove", none)
            }
        }
        try await run("token", "remove", "0303")
        #expect(try await store.apiTokens().map(\.hash) == [Data(repeating: 2, count: 32)])
    }

    @Test func `a person is added with places and changed after that, and the last admin stays`() async throws {
        let file = folder.file("password")
        try Data("kolu-ridu-beni\n".utf8).write(to: URL(fileURLWithPath: file))
        for (id, region) in [("baku", "East"), ("ganja", "West")] {
            try await store.upsertBranch(BranchInfo(id: id, name: id, timeZone: "UTC", region: region))
        }
        try await run(
            "user", "add", "leyla", "--role", "manager", "--email", "leyla@example.az", "--place", "region:West",
            "--place", "branch:baku", "--password-file", file)
        let added = try #require(try await store.user(name: "leyla"))
        #expect(added.row == "leyla\tmanager\tregion:West, branch:baku\tleyla@example.az\tmay sign in")
        try await run("user", "change", "leyla", "--role", "admin", "--whole-chain", "--email", "")
        let admin = try #require(try await store.user(name: "leyla"))
        #expect(admin.row == "leyla\tadmin\twhole chain\t-\tmay sign in")
        await #expect(throws: Problem.self) { try await run("user", "change", "leyla", "--disable-sign-in") }
        await #expect(throws: Problem.self) { try await run("user", "remove", "leyla") }
        await #expect(throws: Problem.self) { try await run("user", "change", "leyla", "--place", "branch:baku") }
        await #expect(throws: CommandFailure.self) { try await run("user", "change", "leyla", "--place", "baku") }
        await #expect(throws: CommandFailure.noUser("layla")) { try await run("user", "change", "layla") }
        #expect(try await store.user(name: "leyla") == admin)
        #expect(try await store.auditEntries(limit: 9).map(\.action) == ["user-change", "user-add"])
    }
}
