import Foundation
import GRDB
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct ReachTests {
    private let cookie = Data("cookie".utf8)

    @Test func `places are written and read back, and nothing else is one`() {
        for text in ["region:North & West", "branch:baku-28-may", "region:a:b"] {
            #expect(ReachPlace(text)?.description == text)
        }
        for text in ["", "baku", "region:", "branch:", "Region:x", "region:a\nb", "all", " branch:x"] {
            #expect(ReachPlace(text) == nil, "\(text)")
        }
    }

    @Test func `a branch that changes its region changes at once who reaches it`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC", region: "West"))
        try await store.upsertBranch(BranchInfo(id: "qazax", name: "Qazax", timeZone: "UTC", region: "West"))
        try await store.addUser(
            name: "leyla", role: .manager, places: [.region("West"), .branch("baku")], passwordHash: "x", nowMS: 1)
        try await store.addSession(hash: cookie, user: "leyla", expiresMS: 100, nowMS: 5)
        let reach = { try await store.session(hash: cookie, nowMS: 5)?.reach }
        #expect(try await reach() == .branches(["baku", "ganja", "qazax"]))
        try await store.upsertBranch(BranchInfo(id: "qazax", name: "Qazax", timeZone: "UTC", region: "North"))
        #expect(try await reach() == .branches(["baku", "ganja"]))
        #expect(try await store.branches(in: try #require(await reach())).map(\.id) == ["baku", "ganja"])
        withExtendedLifetime(folder) {}
    }

    @Test func `no places are the whole chain, and places without a branch reach nothing`() async throws {
        let (folder, store) = try await Centre.empty()
        try await store.addApiToken(hash: Data([1]), role: .viewer, label: "all", nowMS: 1)
        try await store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC", region: "West"))
        try await store.addApiToken(hash: Data([2]), role: .viewer, places: [.region("West")], label: "none", nowMS: 1)
        // The region is no more.
        try await store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC", region: "North"))
        #expect(try await store.apiToken(hash: Data([1]), nowMS: 5)?.reach == .all)
        #expect(try await store.apiToken(hash: Data([2]), nowMS: 5)?.reach == .branches([]))
        // A word of a newer release, or a damaged one, must not open the whole chain.
        try await store.pool.write { db in try db.execute(sql: "UPDATE api_token SET places = '[\"country:AZ\"]'") }
        #expect(try await store.apiToken(hash: Data([2]), nowMS: 5)?.reach == .branches([]))
        withExtendedLifetime(folder) {}
    }

    @Test func `a place that is none here is named, and one that is no more stays where it is`() async throws {
        let (folder, store) = try await Centre.empty()
        let places: [ReachPlace] = [.branch("baku"), .branch("bakku"), .region("West")]
        func detail(_ work: () async throws -> Void) async -> String? {
            do { try await work() } catch { return (error as? Problem)?.detail }
            return nil
        }
        let told = await detail {
            try await store.addUser(name: "leyla", role: .viewer, places: places, passwordHash: "x", nowMS: 1)
        }
        #expect(told?.hasPrefix("There is no such branch or region here: \"branch:bakku\", \"region:West\". ") == true)
        #expect(
            await detail {
                try await store.addApiToken(hash: cookie, role: .viewer, places: places, label: "x", nowMS: 1)
            } == told)
        try await store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC", region: "West"))
        try await store.addUser(name: "leyla", role: .viewer, places: [.region("West")], passwordHash: "x", nowMS: 1)
        try await store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC", region: "North"))
        let change = UserChange(role: .agent, places: [.region("West"), .branch("ganja")])
        #expect(try await store.changeUser(name: "leyla", change, by: .nobody, nowMS: 2).role == .agent)
        let more = UserChange(places: [.region("West"), .branch("gone")])
        #expect(
            await detail { _ = try await store.changeUser(name: "leyla", more, by: .nobody, nowMS: 2) }?
                .contains("here: \"branch:gone\".") == true)
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: [Role.ops, .admin])
    func `who does what concerns the whole chain is held to no part of it`(role: Role) async throws {
        let (folder, store) = try await Centre.empty()
        #expect(
            await problem {
                try await store.addUser(name: "x", role: role, places: [.branch("baku")], passwordHash: "x", nowMS: 1)
            } == .badRequest)
        #expect(
            await problem {
                try await store.addApiToken(
                    hash: cookie, role: role, places: [.branch("baku")], label: "x", nowMS: 1)
            } == .badRequest)
        #expect(try await store.users() == [])
        withExtendedLifetime(folder) {}
    }

    @Test func `what an older release called editor is ops`() throws {
        #expect(Role(stored: "editor") == .ops)
        #expect(Role(stored: "president") == .viewer)
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database, upTo: "13 time")
        try database.write { db in
            try db.execute(sql: "INSERT INTO user VALUES ('leyla', 'editor', 'x', 1)")
            try db.execute(sql: "INSERT INTO api_token VALUES (x'01', 'editor', 'ci', 1)")
        }
        try Schema.migrator.migrate(database)
        let roles = try database.read { db in
            try String.fetchAll(db, sql: "SELECT role FROM user UNION ALL SELECT role FROM api_token")
        }
        #expect(roles == ["ops", "ops"])
    }
}
