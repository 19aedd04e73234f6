import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// Touches that do nothing, as the kiosk notices them.
@Suite struct SuspectTouchTests {
    private static let faces = Survey(
        id: "faces", version: 1, languages: ["en"], title: LocalizedText(["en": "Faces"]),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 3), ask: LocalizedText(["en": "How was it?"]))
        ], thanks: LocalizedText(["en": "Thank you!"]))

    /// The middles of the options on the screen.
    private func places(_ kiosk: Kiosk) -> [Point] {
        kiosk.scene.targets.compactMap { target in
            if case .option = target.action { return target.rect.middle }
            return nil
        }
    }

    @Test func `a finger drummed on one face votes once, and is suspect`() throws {
        var kiosk = Kiosk(Self.faces)
        let face = try #require(places(kiosk).last)
        for _ in 0..<5 { kiosk.send(.input(.touch(face)), after: 120) }
        kiosk.send(.timer, after: 3_000)
        #expect(kiosk.sealed.count == 1)
        #expect(kiosk.saved.last?.suspect == .mashing)
        #expect(kiosk.saved.map(\.answers) == [["visit": .score(3)], ["visit": .score(3)]])
    }

    @Test func `a double tap is not suspect`() throws {
        var kiosk = Kiosk(Self.faces)
        let face = try #require(places(kiosk).last)
        for _ in 0..<2 { kiosk.send(.input(.touch(face)), after: 120) }
        kiosk.send(.timer, after: 3_000)
        #expect(kiosk.saved.map(\.suspect) == [nil])
    }

    @Test func `a hand wiped over all faces while the first vote is stored is suspect`() throws {
        var kiosk = Kiosk(Self.faces)
        for place in places(kiosk) { kiosk.sendOnly(.input(.touch(place)), after: 30) }
        kiosk.store()
        kiosk.send(.timer, after: 3_000)
        #expect(kiosk.sealed.count == 1)
        #expect(kiosk.saved.last?.suspect == .mashing)
    }

    @Test func `a key held down is one stroke, and nothing is wrong with it`() {
        var kiosk = Kiosk(Self.faces)
        for _ in 0..<30 { kiosk.send(.input(.key(.character("3"))), after: 33) }
        kiosk.send(.timer, after: 3_000)
        #expect(kiosk.saved.map(\.suspect) == [nil])
    }

    @Test func `knocking at a kiosk that is out of service is nobody's vote`() throws {
        var kiosk = Kiosk(Self.faces)
        let face = try #require(places(kiosk).first)
        kiosk.send(.storageFailed)
        for _ in 0..<6 { kiosk.send(.input(.touch(face)), after: 100) }
        kiosk.send(.storageRecovered, after: 100)
        kiosk.send(.input(.touch(try #require(places(kiosk).last))), after: 100)
        #expect(kiosk.saved.map(\.suspect) == [nil])
    }

    @Test func `a new survey does not forget how fast the last votes came`() throws {
        var kiosk = Kiosk(Self.faces)
        kiosk.send(.input(.touch(try #require(places(kiosk).last))))
        kiosk.send(.surveyReady(Surveys.everyKind, bundle: nil), after: 10)
        kiosk.send(.input(.touch(Point(column: 0, row: 0))), after: 100)
        #expect(kiosk.questionID == "visit")
        try kiosk.touch(.option(3))
        #expect(kiosk.saved.last?.suspect == .fast)
        #expect(kiosk.saved.last?.surveyID == "every-kind")
    }
}
