import CollectorStore
import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// What branches say on thank-you screens: published, replaced, withdrawn, and given to their kiosks.
@Suite struct NoticeTests {
    private var centre: Centre
    private let signer = NoticeSigner()
    private let actor = AuditActor(name: "leyla", role: .manager, token: nil)
    /// 22 November 2025, also in Baku.
    private let now = Centre.now

    init() async throws {
        centre = try await Centre()
        try await centre.store.upsertBranch(BranchInfo(id: "ganja", name: "Ganja", timeZone: "Asia/Baku"))
        try await allow(signer.key)
    }

    /// Publishes a manifest that names this notice key.
    private func allow(_ key: NoticeKey?) async throws {
        let current = try unwrap(try await centre.manifest())
        let publication = try centre.publication(
            current.next(noticeKey: key), blob: try Examples.branchExit.encoded())
        _ = try await centre.store.publish(publication, by: actor, nowMS: now)
    }

    @discardableResult
    private func say(
        _ text: String, at branch: String = "baku", until: String = "2025-12-31", reach: Reach = .all,
        signedBy other: NoticeSigner? = nil, nowMS: Int64? = nil
    ) async throws -> ApiNotice {
        try await centre.store.publishNotice(
            Notice.Words(text: text, until: until).tidy, at: branch, in: reach, signedBy: other ?? signer, by: actor,
            nowMS: nowMS ?? now)
    }

    private func withdraw(at branch: String = "baku", reach: Reach = .all) async throws {
        try await centre.store.withdrawNotice(at: branch, in: reach, signedBy: signer, by: actor, nowMS: now)
    }

    /// What a kiosk that has this notice is given.
    private func given(holding noticeMS: Int64? = nil, to kiosk: Kiosk? = nil, queue: QueueID = Centre.queue)
        async throws
        -> Notice?
    {
        let books = Centre.books(created: 0, head: SealedLine.genesis(of: queue))
        let request = CheckinRequest(
            app: books.app, queue: books.queue, survey: books.survey, manifest: 1, clock: .synchronised, refused: [],
            noticeMS: noticeMS)
        let kiosk = kiosk ?? centre.kiosk
        let answer = try await centre.store.checkIn(kiosk, queue: queue, request, nowMS: now)
        return try answer.notice.map { try Notice($0, key: signer.key, branch: kiosk.branch, after: nil) }
    }

    @Test func `a kiosk gets its branch's newest notice, signed, until it says that it has it`() async throws {
        #expect(try await given() == nil)
        let first = try await say(" Second till. ")
        #expect((first.text, first.state, first.by) == ("Second till.", .up, "leyla"))
        #expect(try await given()?.words == Notice.Words(text: "Second till.", until: "2025-12-31"))
        #expect(try await given(holding: first.issuedMS) == nil)
        let second = try await say("Third till.")
        #expect(second.issuedMS > first.issuedMS)
        #expect(try await given(holding: first.issuedMS)?.words?.text == "Third till.")
        try await withdraw()
        let withdrawal = try unwrap(try await given(holding: second.issuedMS))
        #expect(withdrawal.words == nil && withdrawal.issuedMS > second.issuedMS)
        #expect(try await given(holding: withdrawal.issuedMS) == nil)
    }

    @Test func `a notice is for the kiosks of its branch alone`() async throws {
        let other = try await Centre.enrol(in: centre.store, number: 2, branch: "ganja", queue: Examples.queueID(2))
        try await say("Baku.")
        #expect(try await given(to: other, queue: Examples.queueID(2)) == nil)
        try await say("Ganja.", at: "ganja")
        #expect(try await given(to: other, queue: Examples.queueID(2))?.words?.text == "Ganja.")
        #expect(try await given()?.words?.text == "Baku.")
    }

    @Test func `one that is over still goes to a kiosk that has an older one with a later day`() async throws {
        let long = try await say("Long.")
        let short = try await say("Short.", until: "2025-11-22")
        let answer = try await given(holding: long.issuedMS)
        #expect(answer?.issuedMS == short.issuedMS)
    }

    @Test func `who does not reach the branch publishes and withdraws nothing there`() async throws {
        try await say("Ganja.", at: "ganja")
        let near = Reach.branches(["baku"])
        #expect(await problem { try await say("x", at: "ganja", reach: near) } == .notFound)
        #expect(await problem { try await withdraw(at: "ganja", reach: near) } == .notFound)
        #expect(await problem { try await say("x", at: "nowhere") } == .notFound)
        let told = await problem { _ = try await centre.store.notices(of: "ganja", in: near, nowMS: now) }
        #expect(told == .notFound)
        #expect(try await centre.store.notices(in: near, nowMS: now).isEmpty)
        #expect(try await centre.store.notices(in: .all, nowMS: now).map(\.notice.branch) == ["ganja"])
    }

    @Test func `without a key that the manifest names nothing is published, and the error says what to do`()
        async throws
    {
        for (key, other) in [(nil, nil), (signer.key, NoticeSigner())] as [(NoticeKey?, NoticeSigner?)] {
            if key == nil { try await allow(nil) }
            do {
                try await say("x", signedBy: other)
                Issue.record("published")
            } catch let problem as Problem {
                #expect(problem.code == .conflict)
                #expect(problem.detail.contains("smilepost-ops you-said allow"))
            }
            if key == nil { try await allow(signer.key) }
        }
        let unsigned = await problem {
            _ = try await centre.store.publishNotice(
                Notice.Words(text: "x", until: "2025-12-31"), at: "baku", in: .all, signedBy: nil, by: actor, nowMS: now
            )
        }
        #expect(unsigned == .conflict)
    }

    @Test(arguments: [
        ("2025-11-21", false), ("2025-11-22", true), ("2026-11-23", true), ("2026-11-24", false), ("soon", false),
    ])
    func `the last day is today to a year ahead`(until: String, isTaken: Bool) async throws {
        let refusal = await problem { try await say("x", until: until) }
        #expect(refusal == (isTaken ? nil : .badRequest))
    }

    @Test func `words that can't be shown are refused before anything is signed`() async throws {
        for text in ["", "esc\u{1B}[2J", "two\nlines", String(repeating: "x", count: 121)] {
            #expect(await problem { try await say(text) } == .badRequest)
        }
        #expect(try await centre.store.notices(of: "baku", in: .all, nowMS: now).notices.isEmpty)
    }

    @Test func `numbers rise when the clock goes back, and above what kiosks have from before a restore`() async throws
    {
        let first = try await say("One.")
        let second = try await say("Two.", nowMS: now - 86_400_000)
        #expect(second.issuedMS == first.issuedMS + 1)
        _ = try await given(holding: now + 1_000_000)
        #expect(try await say("Three.").issuedMS == now + 1_000_001)
    }

    @Test(arguments: [Int64.max, Int64.max - 1, 4_000_000_000_000_000_000, Int64.min, -1])
    func `a kiosk that claims a number from the far future moves nobody's numbers`(claimed: Int64) async throws {
        _ = try await given(holding: claimed)
        #expect(try await say("One.").issuedMS == now)
        #expect(try await given(holding: claimed)?.words?.text == "One.")
    }

    @Test func `a withdrawal that kiosks would refuse is refused here`() async throws {
        try await say("One.")
        for key in [NoticeSigner().key, nil] {
            try await allow(key)
            #expect(await problem { try await withdraw() } == .conflict)
        }
        try await allow(signer.key)
        try await withdraw()
    }

    @Test func `history says what became of each, and the kiosks who has the newest`() async throws {
        try await say("One.")
        try await say("Two.")
        try await withdraw()
        let third = try await say("Three.", until: "2025-11-22")
        let other = try await Centre.enrol(in: centre.store, number: 2, queue: Examples.queueID(2))
        _ = try await given(holding: third.issuedMS)
        let told = try await centre.store.notices(of: "baku", in: .all, nowMS: now)
        #expect(told.notices.map(\.state) == [.up, .withdrawn, .withdrawn, .replaced])
        #expect(told.notices.map(\.text) == ["Three.", nil, "Two.", "One."])
        #expect(told.kiosks.map(\.hasIt) == [true, false])
        let entry = try unwrap(try await centre.store.notices(in: .all, nowMS: now).first)
        #expect((entry.kiosks, entry.have) == (2, 1))
        let tomorrow = try await centre.store.notices(in: .all, nowMS: now + 86_400_000)
        #expect(tomorrow.first?.notice.state == .over)
        // Out of service is not waited for.
        try await centre.store.revokeKiosk(id: other.id, by: actor, nowMS: now)
        #expect(try await centre.store.notices(in: .all, nowMS: now).first?.kiosks == 1)
    }

    @Test func `what another key has signed is not believed, until that key is allowed again or it is published anew`()
        async throws
    {
        func states() async throws -> [NoticeState] {
            let one = try await centre.store.notices(of: "baku", in: .all, nowMS: now).notices.map(\.state)
            #expect(try await centre.store.notices(in: .all, nowMS: now).map(\.notice.state) == [one[0]])
            return one
        }
        try await say("One.")
        let other = NoticeSigner()
        for key in [other.key, nil] {
            try await allow(key)
            #expect(try await states() == [.unbelieved])
        }
        try await allow(signer.key)
        #expect(try await states() == [.up])
        try await allow(other.key)
        try await say("One.", signedBy: other)
        #expect(try await states() == [.up, .replaced])
    }

    @Test func `nothing is withdrawn twice, and each change is in the audit log without its words`() async throws {
        #expect(await problem { try await withdraw() } == .notFound)
        try await say("Second till.")
        try await withdraw()
        #expect(await problem { try await withdraw() } == .notFound)
        let entries = try await centre.store.auditEntries(limit: 2)
        #expect(entries.map(\.action) == ["notice-withdraw", "notice-publish"])
        #expect(entries.allSatisfy { $0.subject == .branch("baku") && $0.actor == actor })
        #expect(entries.map(\.reason) == ["", "until 2025-12-31"])
    }

    @Test func `all of it is there after a restart`() async throws {
        var centre = centre
        let first = try await say("Second till.")
        try centre.reopen()
        let told = try await centre.store.notices(of: "baku", in: .all, nowMS: now)
        #expect(told.notices == [first])
    }
}
