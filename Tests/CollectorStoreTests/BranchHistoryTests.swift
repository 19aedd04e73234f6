import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

@Suite struct BranchHistoryTests {
    private func branch(_ centre: Centre, at moment: Int64) async throws -> String? {
        let id = centre.kiosk.id
        return try await centre.store.pool.read { db in try BranchHistory.branch(of: id, at: moment, db) }
    }

    private func move(_ centre: Centre, to branch: String, atMS moment: Int64) async throws -> String {
        try await centre.store.moveKiosk(id: centre.kiosk.id, to: branch, by: .nobody, nowMS: moment)
    }

    @Test func `a kiosk that is moved stood where it stood before, at every moment before`() async throws {
        let centre = try await Centre()
        let now = Centre.now
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC"))
        #expect(try await move(centre, to: "ganja", atMS: now + 1_000) == "baku")
        #expect(try await move(centre, to: "ganja", atMS: now + 1_500) == "ganja")
        #expect(try await move(centre, to: "baku", atMS: now + 2_000) == "ganja")
        for (moment, expected) in [
            (0, "baku"), (now, "baku"), (now + 999, "baku"), (now + 1_000, "ganja"), (now + 1_999, "ganja"),
            (now + 2_000, "baku"), (.max, "baku"),
        ] {
            #expect(try await branch(centre, at: moment) == expected, "\(moment)")
        }
        #expect(try await centre.store.kiosk(id: centre.kiosk.id, in: .all)?.branch.id == "baku")
        #expect(
            try await centre.store.auditEntries(limit: 9).map(\.reason) == ["from ganja to baku", "from baku to ganja"])
    }

    @Test func `a clock that was set back puts no place before an older one`() async throws {
        let centre = try await Centre()
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC"))
        _ = try await move(centre, to: "ganja", atMS: Centre.now - 3_600_000)
        #expect(try await branch(centre, at: Centre.now - 1) == "baku")
        #expect(try await branch(centre, at: Centre.now + 1) == "ganja")
    }

    @Test func `a kiosk has its name only for those who reach the branch where it stands now`() async throws {
        let centre = try await Centre()
        let id = centre.kiosk.id
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "UTC"))
        let name = try #require(try await centre.store.kiosk(id: id, in: .all)?.name)
        #expect(try await centre.store.kioskNames([id, "k_x"], in: .branches(["baku"])) == [id: name])
        _ = try await move(centre, to: "ganja", atMS: Centre.now)
        #expect(try await centre.store.kioskNames([id], in: .branches(["baku"])) == [:])
        #expect(try await centre.store.kioskNames([id], in: .branches(["ganja"])) == [id: name])
        #expect(try await centre.store.kioskNames([], in: .all) == [:])
    }

    @Test func `whoever sees the new branch alone sees what the kiosk made there, and not what it made before`()
        async throws
    {
        let centre = try await Centre()
        let store = centre.store
        for id in ["ganja", "qazax"] {
            try await store.upsertBranch(BranchInfo(id: id, name: id, timeZone: "UTC"))
        }
        let lines = try Centre.lines(30).map(\.bytes)
        let account = { (reach: Reach) in try await store.kiosk(id: centre.kiosk.id, in: reach)?.account }
        let (baku, ganja) = (Reach.branches(["baku"]), Reach.branches(["ganja", "qazax"]))
        _ = try await centre.ingest(Array(lines[..<10]))
        _ = try await centre.checkIn(Centre.books(created: 12, pending: 2))
        #expect(try await account(baku)?.made == 12)
        _ = try await move(centre, to: "ganja", atMS: Centre.now + 1_000)
        #expect(try await account(baku) == nil)
        #expect(try await account(ganja) == KioskAccount.none)
        // The two that waited arrive, and belong where they were made; three more are made here.
        _ = try await centre.ingest(Array(lines[10..<13]))
        _ = try await centre.checkIn(Centre.books(created: 15, pending: 2))
        #expect(
            try await account(ganja) == KioskAccount(made: 3, here: 1, waiting: 2, dead: 0, lost: 0))
        #expect(
            try await account(.all) == KioskAccount(made: 15, here: 13, waiting: 2, dead: 0, lost: 0))
        // Another branch within the same reach changes nothing of what is seen.
        _ = try await move(centre, to: "qazax", atMS: Centre.now + 2_000)
        #expect(try await account(ganja)?.made == 3)
        #expect(try await account(.branches(["qazax"]))?.made == 0)
        let all = try await store.kiosks(in: ganja)
        #expect(all.map(\.api.created) == [3] && all.map(\.api.ledger) == [1])
    }

    @Test func `an unknown kiosk or branch moves nothing`() async throws {
        let centre = try await Centre()
        #expect(await problem { _ = try await move(centre, to: "nowhere", atMS: 5) } == .notFound)
        #expect(
            await problem {
                _ = try await centre.store.moveKiosk(id: "k_x", to: "baku", by: .nobody, nowMS: 5)
            } == .notFound)
        #expect(try await branch(centre, at: Centre.now) == "baku")
        let unknown = try await centre.store.pool.read { db in try BranchHistory.branch(of: "k_x", at: 5, db) }
        #expect(unknown == nil)
    }

    @Test func `a kiosk from before histories were kept stood where it stands`() async throws {
        let database = try DatabaseQueue()
        try Schema.migrator.migrate(database, upTo: "13 time")
        try await database.write { db in
            try db.execute(sql: "INSERT INTO branch VALUES ('baku', 'Baku', 'UTC')")
            try db.execute(
                sql: """
                    INSERT INTO kiosk (id, name, branch, public_key, queue_id, enrolment_id, credential_hash, created_ms,
                      hostname, app) VALUES ('k_1', 'x', 'baku', x'', x'', '', x'', 7, '', '')
                    """)
            try db.execute(
                sql: """
                    INSERT INTO audit (at_ms, who, role, action, response, reason)
                    VALUES (5, 'care', 'editor', 'contact-reveal', x'AB', 'x')
                    """)
        }
        try Schema.migrator.migrate(database)
        try await database.read { db in
            #expect(try BranchHistory.branch(of: "k_1", at: 3, db) == "baku")
            let row = try #require(try Row.fetchOne(db, sql: "SELECT kind, subject FROM audit"))
            #expect(row == ["kind": "response", "subject": "ab"])
        }
        await #expect(throws: DatabaseError.self) {
            try await database.write { db in try db.execute(sql: "UPDATE audit SET reason = ''") }
        }
    }
}
