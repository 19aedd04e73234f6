import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// What moves while nobody touches.
@Suite struct RestTests {
    @Test func `the layout stands elsewhere every minute, and what is touched moves along`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        var places: [Shift] = []
        for _ in 0..<6 {
            let deadline = try #require(kiosk.model.nextDeadline(at: kiosk.now))
            kiosk.send(.timer, after: deadline - kiosk.now.bootMS)
            let scene = kiosk.scene
            places.append(kiosk.model.place)
            // The first card's left top corner is where its target begins.
            let card = try #require(scene.targets.first?.rect)
            #expect(scene.frame[card.column, card.row + 3].ground != kiosk.model.theme.ground)
            #expect(scene.frame[card.column - 1, card.row + 3].ground == kiosk.model.theme.ground)
        }
        #expect(Set(places).count == 6)
        #expect(places.allSatisfy { (0...2).contains($0.columns) && (0...1).contains($0.rows) })
    }

    @Test func `a minute that is over is due, however late its timer comes`() throws {
        var kiosk = Kiosk(Surveys.everyKind, blinks: true)
        let late = kiosk.now.advanced(by: 61_000)
        #expect(try #require(kiosk.model.nextDeadline(at: late)) <= late.bootMS)
        kiosk.send(.timer, after: 61_000)
        #expect(try #require(kiosk.model.nextDeadline(at: kiosk.now)) > kiosk.now.bootMS)
    }

    @Test func `whoever is asked sees a layout that stands still`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        while kiosk.model.place == .none {
            let deadline = try #require(kiosk.model.nextDeadline(at: kiosk.now))
            kiosk.send(.timer, after: deadline - kiosk.now.bootMS)
        }
        try kiosk.touch(.option(0))
        #expect(kiosk.questionID == "reason" && kiosk.model.place == .none)
    }

    @Test func `a finger that is choosing keeps the layout where it is`() throws {
        var kiosk = Kiosk(Surveys.everyKind)
        kiosk.press(.right)
        let place = kiosk.model.place
        kiosk.send(.timer, after: 19_000)
        #expect(kiosk.model.place == place)
    }

    @Test func `narrow margins allow less`() {
        let wide = (0..<6).map { Shift.at(Int64($0) * 60_000, mostColumns: 2).columns }
        #expect(wide == [0, 1, 2, 2, 1, 0])
        #expect((0..<6).allSatisfy { Shift.at(Int64($0) * 60_000, mostColumns: 0).columns == 0 })
    }

    @Test func `the faces blink once in twelve seconds and only their eyes change`() throws {
        var kiosk = Kiosk(Surveys.everyKind, blinks: true)
        let open = kiosk.scene.frame
        var blinks: [Int64] = []
        for _ in 0..<8 {
            let deadline = try #require(kiosk.model.nextDeadline(at: kiosk.now))
            kiosk.send(.timer, after: deadline - kiosk.now.bootMS)
            guard kiosk.model.isBlinking(at: kiosk.now) else { continue }
            blinks.append(kiosk.now.bootMS)
            guard kiosk.model.place == .none else { continue }
            let closed = kiosk.scene.frame
            var changed = 0
            for row in 0..<33 { for column in 0..<120 where closed[column, row] != open[column, row] { changed += 1 } }
            #expect((1...80).contains(changed))
        }
        #expect(blinks.count >= 3)
        #expect(zip(blinks, blinks.dropFirst()).allSatisfy { $1 - $0 == 12_000 })
    }

    @Test func `nobody who has touched anything is blinked at`() {
        var kiosk = Kiosk(Surveys.everyKind, blinks: true)
        kiosk.press(.right)
        #expect((0..<24).allSatisfy { !kiosk.model.isBlinking(at: kiosk.now.advanced(by: $0 * 500)) })
    }
}
