import ArgumentParser
import CollectorStore
import Foundation
import TestSupport
import Testing

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
        try await store.addSession(hash: Data([1]), user: "leyla", expiresMS: .max)
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
                == "010101010101\tops\t1970-01-01T00:00:00.001Z\tpublishing")
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
}
