import Foundation
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct PeopleTests {
    private let cookie = Data("cookie".utf8)

    @Test func `a name is taken once`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.addUser(name: "leyla", role: .editor, passwordHash: "x", nowMS: 1)
        #expect(
            await problem { try await store.addUser(name: "leyla", role: .admin, passwordHash: "y", nowMS: 2) }
                == .conflict)
        #expect(try await store.users() == [User(name: "leyla", role: .editor, createdMS: 1)])
        #expect(try await store.passwordHash(of: "leyla") == "x")
        #expect(try await store.passwordHash(of: "nobody") == nil)
        withExtendedLifetime(folder) {}
    }

    @Test func `a session ends at its time, with a new password and with its user`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.addUser(name: "leyla", role: .viewer, passwordHash: "x", nowMS: 1)
        try await store.addSession(hash: cookie, user: "leyla", expiresMS: 100)
        #expect(try await store.sessionUser(hash: cookie, nowMS: 99)?.name == "leyla")
        #expect(try await store.sessionUser(hash: cookie, nowMS: 100) == nil)
        #expect(try await store.setPasswordHash("z", of: "leyla"))
        #expect(try await store.sessionUser(hash: cookie, nowMS: 99) == nil)
        try await store.addSession(hash: cookie, user: "leyla", expiresMS: 100)
        #expect(try await store.removeUser(name: "leyla"))
        #expect(try await store.sessionUser(hash: cookie, nowMS: 99) == nil)
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
        try await store.addApiToken(hash: cookie, role: .editor, label: "ci", nowMS: 5)
        #expect(
            try await store.apiToken(hash: cookie)
                == ApiTokenRecord(hash: cookie, role: .editor, label: "ci", createdMS: 5))
        #expect(try await store.removeApiToken(hash: cookie))
        #expect(try await store.apiToken(hash: cookie) == nil)
        withExtendedLifetime(folder) {}
    }

    @Test func `a role includes the ones below it`() {
        #expect(Role.admin > .editor && Role.editor > .viewer)
    }
}
