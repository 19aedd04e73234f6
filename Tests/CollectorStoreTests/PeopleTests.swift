import Foundation
import GRDB
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct PeopleTests {
    private let cookie = Data("cookie".utf8)

    @Test func `a name is taken once`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.addUser(name: "leyla", role: .ops, passwordHash: "x", nowMS: 1)
        #expect(
            await problem { try await store.addUser(name: "leyla", role: .admin, passwordHash: "y", nowMS: 2) }
                == .conflict)
        #expect(try await store.users() == [User(name: "leyla", role: .ops, createdMS: 1)])
        #expect(try await store.passwordHash(of: "leyla") == "x")
        #expect(try await store.passwordHash(of: "nobody") == nil)
        withExtendedLifetime(folder) {}
    }

    @Test func `a session ends at its time, with a new password and with its user`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.addUser(name: "leyla", role: .viewer, passwordHash: "x", nowMS: 1)
        try await store.addSession(hash: cookie, user: "leyla", expiresMS: 100, nowMS: 5)
        #expect(try await store.session(hash: cookie, nowMS: 99)?.user.name == "leyla")
        #expect(try await store.session(hash: cookie, nowMS: 100) == nil)
        #expect(try await store.setPasswordHash("z", of: "leyla", by: .nobody, nowMS: 5))
        #expect(try await store.session(hash: cookie, nowMS: 99) == nil)
        try await store.addSession(hash: cookie, user: "leyla", expiresMS: 100, nowMS: 5)
        try await store.removeUser(name: "leyla", by: .nobody, nowMS: 5)
        #expect(try await store.session(hash: cookie, nowMS: 99) == nil)
        withExtendedLifetime(folder) {}
    }

    @Test func `a one-time login works once and not too late`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.addUser(name: "leyla", role: .admin, passwordHash: "x", nowMS: 1)
        try await store.addOneTimeLogin(hash: cookie, user: "leyla", expiresMS: 100)
        #expect(try await store.redeemOneTimeLogin(hash: cookie, nowMS: 99)?.role == .admin)
        #expect(try await store.redeemOneTimeLogin(hash: cookie, nowMS: 99) == nil)
        try await store.addOneTimeLogin(hash: cookie, user: "leyla", expiresMS: 100)
        #expect(try await store.redeemOneTimeLogin(hash: cookie, nowMS: 100) == nil)
        withExtendedLifetime(folder) {}
    }

    @Test func `an API token is known by its hash until it is removed`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.addApiToken(hash: cookie, role: .ops, label: "ci", nowMS: 5)
        #expect(
            try await store.apiToken(hash: cookie, nowMS: 5)?.record
                == ApiTokenRecord(hash: cookie, role: .ops, label: "ci", createdMS: 5))
        let prefix = ApiTokenRecord.prefix(of: cookie)
        try await store.removeApiToken(prefix: prefix, by: .nobody, nowMS: 6)
        #expect(
            await problem { try await store.removeApiToken(prefix: prefix, by: .nobody, nowMS: 6) } == .notFound)
        #expect(
            await problem { try await store.removeApiToken(prefix: "", by: .nobody, nowMS: 6) } == .notFound)
        #expect(try await store.apiToken(hash: cookie, nowMS: 5) == nil)
        withExtendedLifetime(folder) {}
    }

    @Test func `a role includes the ones below it`() {
        #expect(Role.admin > .ops && Role.ops > .viewer)
    }

    @Test func `a first start is done whole or not at all, and once`() async throws {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(path: folder.file("collector.sqlite"))
        let branch = BranchInfo(id: "main", name: "Main branch", timeZone: "UTC")
        let furnish = {
            try await store.furnish(
                branch: branch, user: "admin", passwordHash: "x", tokenHash: Data([1]), nowMS: 5)
        }
        // Making the user fails, as if the collector were killed before it.
        try await store.pool.write { db in
            try db.execute(
                sql: "CREATE TRIGGER killed BEFORE INSERT ON user BEGIN SELECT RAISE(ABORT, 'killed'); END")
        }
        await #expect(throws: (any Error).self) { try await furnish() }
        #expect(try await store.apiTokens() == [])
        #expect(try await store.branches(in: .all) == [])
        try await store.pool.write { db in try db.execute(sql: "DROP TRIGGER killed") }
        #expect(try await furnish())
        #expect(try await store.users() == [User(name: "admin", role: .admin, createdMS: 5)])
        #expect(try await store.apiTokens().map(\.label) == ["first start"])
        #expect(try await !furnish())
    }
}
