import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// What the branch says on the thank-you screen, from check-ins to the kiosk's disk.
struct NoticeTests {
    private let desk: SurveyDesk
    private let signer = NoticeSigner()
    private var lane: Lane { desk.lane }

    init() throws {
        desk = try SurveyDesk()
        try allow(signer.key, manifest: 6)
    }

    /// Publishes a manifest that names this notice key.
    private func allow(_ key: NoticeKey?, manifest number: Int) throws {
        let old = try desk.manifest(number - 1, [1])
        try desk.publish(old.next(noticeKey: key), [1], assigning: 1)
        try lane.run(forMS: 200_000)
    }

    private func say(
        _ text: String?, issuedMS: Int64, branch: String = "b1", until: String = "2027-01-31",
        signedBy other: NoticeSigner? = nil
    ) throws {
        let words = text.map { Notice.Words(text: $0, until: until) }
        let envelope = try (other ?? signer).sign(Notice(branch: branch, issuedMS: issuedMS, words: words))
        lane.collector.change { $0.notice = envelope }
        try lane.run(forMS: 200_000)
    }

    private var shown: String? {
        get throws { try lane.store.noticeWords(branch: "b1")?.text }
    }

    /// Of the newest check-in.
    private var told: Int64? { lane.collector.now.checkins.last?.noticeMS }

    @Test func `a notice comes, is replaced and withdrawn, and each is told`() throws {
        #expect(try shown == nil && told == nil)
        try say("Second till.", issuedMS: 10)
        #expect(try shown == "Second till." && told == 10)
        try say("Third till.", issuedMS: 11)
        #expect(try shown == "Third till." && told == 11)
        try say(nil, issuedMS: 12)
        #expect(try shown == nil && told == 12)
    }

    @Test func `it is there after a restart without a collector`() throws {
        try say("Second till.", issuedMS: 10)
        lane.store.close()
        let store = try KioskStore(stateFolder: lane.folder.file("state"))
        #expect(try store.noticeWords(branch: "b1")?.text == "Second till.")
        store.close()
    }

    @Test func `an older one, a withdrawn one, and a forged one change nothing and break nothing`() throws {
        try say("Second till.", issuedMS: 10)
        try say("Old.", issuedMS: 9)
        try say("Same number.", issuedMS: 10)
        try say("Forged.", issuedMS: 50, signedBy: NoticeSigner())
        try say("Elsewhere.", issuedMS: 51, branch: "b2")
        try say("Esc \u{1B}[2J", issuedMS: 52)
        #expect(try shown == "Second till." && told == 10)
        try say(nil, issuedMS: 60)
        try say("Second till.", issuedMS: 10)
        #expect(try shown == nil && told == 60)
        #expect(lane.engine.status.state == .online)
        #expect(try lane.store.activeSurvey()?.version == 1)
    }

    @Test func `it goes with its key and comes back with it; another key's is believed by the new manifest`() throws {
        try say("Second till.", issuedMS: 10)
        try allow(nil, manifest: 7)
        #expect(try shown == nil)
        let other = NoticeSigner()
        try allow(other.key, manifest: 8)
        #expect(try shown == nil)
        try say("By the new key.", issuedMS: 11, signedBy: other)
        #expect(try shown == "By the new key.")
    }

    @Test func `a notice that comes with the manifest that names its key is taken at once`() throws {
        let other = NoticeSigner()
        let envelope = try other.sign(
            Notice(branch: "b1", issuedMS: 10, words: Notice.Words(text: "New.", until: "2027-01-31")))
        lane.collector.change { $0.notice = envelope }
        try allow(other.key, manifest: 7)
        #expect(try shown == "New.")
    }

    @Test func `a kiosk that moves has the other branch's notice, however old, and its own again when it is back`()
        throws
    {
        try say("At home.", issuedMS: 10)
        lane.collector.change { $0.branch = BranchInfo(id: "b2", name: "Elsewhere", timeZone: "Asia/Baku") }
        try say("Elsewhere.", issuedMS: 5, branch: "b2")
        #expect(try lane.store.noticeWords(branch: "b2")?.text == "Elsewhere.")
        #expect(told == 5)
        lane.collector.change { $0.branch = BranchInfo(id: "b1", name: "Sahil", timeZone: "Asia/Baku") }
        try say("At home, older.", issuedMS: 9)
        #expect(try shown == "At home." && told == 10)
    }

    @Test func `one that is over by its date is kept, so that the one before does not come back`() throws {
        try say("Long.", issuedMS: 10)
        try say("Short.", issuedMS: 11, until: "2020-01-01")
        try say("Long.", issuedMS: 10)
        #expect(try shown == "Short." && told == 11)
    }
}
