import Foundation
import KioskStore
import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing
import WireProtocol

@testable import KioskApp
@testable import KioskSync

/// "You said, we did", from the desk of a manager to the thank-you screen, over HTTP and under signatures all the way.
@Suite(.timeLimit(.minutes(2)))
struct NoticeTests {
    private let collector: LiveCollector
    private let kiosk: LiveKiosk
    private let publisher = Publisher()
    private static let sentence = "A second till is open now."

    init() async throws {
        collector = try await LiveCollector.start()
        let publication = try publisher.publication(2...2, noticeKey: LiveCollector.noticeSigner.key)
        #expect(try await collector.publish(publication).status == 201)
        kiosk = try LiveKiosk(at: collector.url)
        try await kiosk.enrol(token: try await collector.enrolToken())
        #expect(try kiosk.store.activate(surveyID: "branch-exit", version: 2))
    }

    /// The last day that is still today in Baku.
    private var today: String { LocalHour(ms: systemNow().wallMS, in: .baku).day.iso }

    private func say(_ text: String?) async throws {
        let wish = text.map { ApiNoticeWish(text: $0, texts: ["ar": "صندوق ثان."], until: today) }
        #expect(try await collector.say(wish) == (text == nil ? 204 : 200))
        #expect(await kiosk.sync().error == nil)
    }

    /// The thank-you screen as the kiosk's loop has it drawn, from what its store knows.
    private func thanks(
        _ store: KioskStore, language: String = "en", at moment: Timestamp = systemNow()
    ) throws -> String {
        let stored = try #require(try store.activeSurvey())
        let survey = try #require(SurveyReader.read(String(decoding: stored.bytes, as: UTF8.self), file: "x").survey)
        var model = KioskModel(size: Size(width: 80, height: 24), display: Display(cells: .blocks, colours: .eight))
        let id = Examples.responseID(1)
        func send(_ event: KioskEvent) {
            for case .save(_, let ticket) in model.update(event, at: moment, newID: id) {
                send(.draftSaved(ticket: ticket))
            }
        }
        func touch(_ action: Action) {
            guard let place = view(model, at: moment, typeface: nil).targets.first(where: { $0.action == action })?.rect
            else { return }
            send(.input(.touch(Point(column: place.column + place.width / 2, row: place.row + place.height / 2))))
        }
        send(.surveyReady(survey, bundle: stored.sha256))
        send(.notice(try store.thanksNotice(at: try store.folder.enrolment()?.branch)))
        touch(.language(language))
        touch(.option(4))
        // The comment, which nobody leaves.
        touch(.skip)
        try #require(model.screen == .thanks)
        return view(model, at: moment, typeface: nil).frame.plainText
    }

    @Test
    func `a sentence that is published is on the thank-you screen from the next check-in, and gone when withdrawn`()
        async throws
    {
        #expect(try !thanks(kiosk.store).contains(Self.sentence))
        try await say(Self.sentence)
        #expect(try thanks(kiosk.store).contains(Self.sentence))
        #expect(try await collector.said().kiosks.map(\.hasIt) == [false])
        #expect(await kiosk.sync().error == nil)
        #expect(try await collector.said().kiosks.map(\.hasIt) == [true])
        try await say(nil)
        #expect(try !thanks(kiosk.store).contains(Self.sentence))
    }

    @Test func `a customer reads it in the language of the screen`() async throws {
        try await say(Self.sentence)
        let screen = try thanks(kiosk.store, language: "ar")
        #expect(screen.contains("صندوق ثان.") && !screen.contains(Self.sentence))
    }

    @Test func `it is gone after its last day in the branch's time, without a collector`() async throws {
        try await say(Self.sentence)
        let now = systemNow()
        let end = try #require(Notice.Words(text: "x", until: today).endMS(in: .baku))
        for (wallMS, isShown) in [(end - 1, true), (end, false)] {
            let moment = Timestamp(boot: now.boot, bootMS: now.bootMS, wallMS: wallMS, clock: .synchronised)
            #expect(try thanks(kiosk.store, at: moment).contains(Self.sentence) == isShown)
        }
    }

    @Test func `a kiosk that restarts without a collector still shows it`() async throws {
        try await say(Self.sentence)
        try await kiosk.shutDown()
        let again = try LiveKiosk(at: "http://127.0.0.1:9", copying: kiosk)
        #expect(try thanks(again.store).contains(Self.sentence))
    }

    @Test func `one that was altered at the centre is refused, and what was shown stays`() async throws {
        try await say(Self.sentence)
        #expect(try await collector.say(ApiNoticeWish(text: "True.", until: today)) == 200)
        let signed = try JSONDecoder().decode(Envelope.self, from: try #require(try collector.database.newestNotice()))
        let payload = String(decoding: signed.payload, as: UTF8.self).replacing("True.", with: "Lie!!")
        let lie = Envelope(type: signed.type, payload: Data(payload.utf8), signatures: signed.signatures)
        let bytes = try JSONEncoder().encode(lie)
        let altered = try await collector.restarted { try $0.database.replaceNewestNotice(by: bytes) }
        #expect(await kiosk.sync().error == nil)
        #expect(try thanks(kiosk.store).contains(Self.sentence))
        #expect(try await altered.said().kiosks.map(\.hasIt) == [false])
    }

    @Test func `a collector that was restored from before a withdrawal does not bring the sentence back`() async throws
    {
        try await say(Self.sentence)
        let backup = try await collector.backup()
        try await say(nil)
        let restored = try await collector.restarted { try $0.restore(backup) }
        #expect(await kiosk.sync().error == nil)
        #expect(try !thanks(kiosk.store).contains(Self.sentence))
        #expect(await kiosk.sync().error == nil)
        #expect(try await restored.say(ApiNoticeWish(text: "Once more.", until: today)) == 200)
        #expect(await kiosk.sync().error == nil)
        #expect(try thanks(kiosk.store).contains("Once more."))
    }
}

extension TimeZone {
    fileprivate static var baku: TimeZone { TimeZone(identifier: "Asia/Baku") ?? .gmt }
}
