import CollectorStore
import Foundation
import Hummingbird
import HummingbirdTesting
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

@Suite struct HealthTests {
    @Test func `a collector that can commit is ready, and one that can't is alive only`() async throws {
        let centre = try await SiteCentre()
        try await centre.application.test(.router) { client in
            #expect(try await client.execute(uri: "/readyz", method: .get).status == .ok)
            try centre.store.close()
            // The proof is fresh: asking again costs no commit.
            centre.clock.advance(by: 1_999)
            #expect(try await client.execute(uri: "/readyz", method: .get).status == .ok)
            centre.clock.advance(by: 1)
            let unready = try await client.execute(uri: "/readyz", method: .get)
            #expect(unready.status == .serviceUnavailable)
            #expect(
                String(buffer: unready.body)
                    == "not ready: the database takes no commit; check the disk of the data folder\n")
            #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
        }
    }

    @Test func `the figures count requests, responses, kiosks and what does not add up`() async throws {
        let centre = try await SiteCentre()
        try await centre.send([["visit": .score(5)], ["visit": .score(4)]], number: 0)
        try await centre.send([["visit": .score(3)]], kiosk: "exit-2", number: 1, extra: 2, checkIns: 2)
        try await centre.store.backup(to: centre.folder.file("b.sqlite"), nowMS: centre.clock.now)
        centre.clock.advance(by: 600_000)
        try await centre.application.test(.router) { client in
            _ = try await client.execute(uri: "/nothing", method: .get)
            let answer = try await client.execute(uri: "/metrics", method: .get)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = String(buffer: answer.body).split(separator: "\n")
            for line in [
                "smilepost_http_requests_total{status=\"4xx\"} 1", "smilepost_responses_stored_total 3",
                "smilepost_responses_quarantined 0", "smilepost_kiosks{last_contact=\"5m\"} 0",
                "smilepost_kiosks{last_contact=\"1h\"} 2", "smilepost_accounting_difference 2",
                "smilepost_queue_faults{kind=\"gap\"} 1", "smilepost_queue_faults{kind=\"fork\"} 0",
                "smilepost_responses_waiting 0", "smilepost_uptime_seconds 600",
                "smilepost_backup_age_seconds 600",
            ] {
                #expect(lines.contains(Substring(line)), "\(line)")
            }
            #expect(Set(lines).count == lines.count)
            #expect(lines.contains { $0.hasPrefix("smilepost_database_log_bytes ") })
        }
    }

    @Test func `a first start makes a branch, a token and a user once`() async throws {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(path: folder.file("collector.sqlite"))
        let secrets = try #require(try await FirstStart.prepare(store, now: 5))
        #expect(try await store.branches(in: .all) == [BranchInfo(id: "main", name: "Main branch", timeZone: "UTC")])
        #expect(try await store.apiToken(hash: Secrets.hash(secrets.token), nowMS: 5)?.record.role == .admin)
        let stored = try #require(try await store.passwordHash(of: "admin"))
        #expect(PasswordHash(stored: stored)?.matches(secrets.password) == true)
        #expect(try await FirstStart.prepare(store, now: 6) == nil)
    }

    @Test func `a second collector on the same data is refused`() throws {
        let folder = try TemporaryFolder()
        let first = try DataLock(folder: folder.path)
        #expect(
            throws: CommandFailure(
                .tryAgain, "another collector is running on \(folder.path); stop it first")
        ) { try DataLock(folder: folder.path) }
        first.release()
        try DataLock(folder: folder.path).release()
    }
}

@Suite struct DataLockTests {
    @Test func `commands go side by side, and a restore goes with none of them`() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.path
        let commands = [try DataLock.command(folder: folder), try DataLock.command(folder: folder)]
        #expect(
            throws: CommandFailure(
                .tryAgain, "another smilepost-collector command is at work on \(folder); wait for its end")
        ) { try DataLock.noCommands(folder: folder) }
        commands.forEach { $0.release() }
        let restore = try DataLock.noCommands(folder: folder)
        #expect(throws: CommandFailure(.tryAgain, "a restore into \(folder) is running; wait for its end")) {
            try DataLock.command(folder: folder)
        }
        restore.release()
    }
}

@Suite struct WordsTests {
    @Test(
        arguments: [
            (0, "0 s"), (59_999, "59 s"), (60_000, "1 min"), (7_199_000, "1 h"), (172_799_000, "47 h"),
            (172_800_000, "2 days"),
            (-5, "0 s"),
        ] as [(Int64, String)])
    func `ages are short`(age: Int64, words: String) { #expect(Words.age(age) == words) }

    @Test func `figures have thousands and a real minus sign`() {
        #expect(Words.count(1_204_551) == "1,204,551")
        #expect(Words.count(-1_000) == "−1,000")
        #expect(Words.count(999) == "999")
        #expect(Words.score(-0.4) == "0")
        #expect(Words.change(4.6) == "+5")
        #expect(Words.count(1, "answer", "answers") == "1 answer")
    }

    @Test func `times are in the zone of the branch`() {
        #expect(Words.moment(1_763_800_000_000, zone: "Asia/Baku") == "Sat 22 Nov 12:26")
        #expect(Words.moment(1_763_800_000_000, zone: "Nowhere") == "Sat 22 Nov 08:26 UTC")
        let days = [(14, 20, "14 – 20 Nov 2026"), (20, 20, "20 Nov 2026"), (-2, 3, "29 Oct – 3 Nov 2026")]
        for (from, to, words) in days {
            let start = LocalDay(year: 2026, month: 10, day: 31)
            #expect(Words.dates((start + from)...(start + to)) == words)
        }
    }

    @Test(arguments: [("az", "Azərbaycan"), ("en", "English"), ("ar", "العربية"), ("zz", "zz")])
    func `languages are called by their own names`(code: String, name: String) {
        #expect(Words.language(code) == name)
    }
}
