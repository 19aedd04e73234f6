import CursesTerminal
import KioskUI
import Lettering
import SurveyKit
import TerminalUI
import TestSupport
import Testing

extension CursesTerminalTests {
    /// "Pressed" as new meanings of palette entries: what the terminal shows is what sending every cell would show.
    struct PaletteSwapTests {
        struct Case: CustomTestStringConvertible {
            let kind: String
            let width: Int
            let height: Int
            var size: Size { Size(width: width, height: height) }
            var testDescription: String { "\(kind) at \(width)x\(height)" }
        }

        static let kinds: [String: Question.Kind] = [
            "smiley": .smiley(levels: 5), "three smileys": .smiley(levels: 3), "stars": .stars, "nps": .nps,
            "ces": .ces, "yesno": .yesno, "choice": .choice(options(6)), "two choices": .choice(options(2)),
        ]

        static let cases = kinds.keys.sorted().flatMap { kind in
            [(80, 24), (160, 45)].map { Case(kind: kind, width: $0, height: $1) }
        }

        private static func options(_ count: Int) -> [Question.Option] {
            let names = ["Waiting time", "Staff", "Price", "Cleanliness", "Not available", "Something else"]
            return names.prefix(count).map { .init(id: $0, label: Examples.text($0, $0)) }
        }

        /// The question as it appears, and with each of its options touched.
        private func frames(_ shown: Case) throws -> (first: Scene, pressed: [Scene]) {
            let kind = try #require(Self.kinds[shown.kind])
            let survey = Survey(
                id: "one", version: 1, languages: ["en", "ar"], title: Examples.text("One", "One"),
                questions: [
                    Question(id: "only", kind: kind, ask: Examples.text("How was your visit today?", "كيف كانت؟"))
                ], thanks: Examples.text("Thank you!", "شكرا"))
            let typeface = FontTypeface.system()
            var model = KioskModel(size: shown.size, display: Display(cells: .half, colours: .redefined256))
            _ = model.update(.surveyReady(survey, bundle: nil), at: Examples.start, newID: Examples.responseID(1))
            let first = view(model, at: Examples.start, typeface: typeface)
            let pressed = first.targets.compactMap { target -> Scene? in
                guard case .option = target.action else { return nil }
                var touched = model
                let place = Point(
                    column: target.rect.column + target.rect.width / 2, row: target.rect.row + target.rect.height / 2)
                _ = touched.update(
                    .input(.touch(place)), at: Examples.start.advanced(by: 1_000), newID: Examples.responseID(2))
                return view(touched, at: Examples.start.advanced(by: 1_000), typeface: typeface)
            }
            return (first, pressed)
        }

        @Test(arguments: cases)
        func `a pressed frame is small and shows the colours meant`(_ shown: Case) throws {
            let (first, pressed) = try frames(shown)
            #expect(pressed.count >= 2)
            for (number, scene) in pressed.enumerated() where number == 0 || number == pressed.count - 2 {
                let screen = try TestScreen(shown.size)
                screen.draw(first)
                #expect(screen.firstFault(beside: first.frame, tolerance: 400) == nil)
                let bytes = screen.draw(scene)
                #expect(screen.firstFault(beside: scene.frame, tolerance: 400) == nil)
                #expect(bytes < 8_000, "option \(number)")
                #expect(screen.emulator.unknown == [])
                // And back, as after undo: a palette that only ever grows would run out.
                screen.draw(first)
                #expect(screen.firstFault(beside: first.frame, tolerance: 400) == nil)
            }
        }

        @Test(arguments: cases)
        func `where entries are fixed a pressed frame costs at most 24 bytes a changed cell`(_ shown: Case) throws {
            let (first, pressed) = try frames(shown)
            for scene in pressed.prefix(2) {
                let screen = try TestScreen(shown.size, colours: .fixed256)
                screen.draw(first)
                let bytes = screen.draw(scene)
                let changed = scene.frame.cells.indices.count { scene.frame.cells[$0] != first.frame.cells[$0] }
                #expect(bytes <= 24 * changed)
            }
        }

        @Test func `a screen that something wrote over is whole again, colours too`() throws {
            let (first, pressed) = try frames(Case(kind: "smiley", width: 120, height: 33))
            let screen = try TestScreen(Size(width: 120, height: 33))
            screen.draw(first)
            screen.draw(pressed[1])
            screen.scribble()
            #expect(screen.firstFault(beside: pressed[1].frame, tolerance: 400) != nil)
            screen.terminal.redrawEverything()
            screen.takeAll()
            #expect(screen.firstFault(beside: pressed[1].frame, tolerance: 400) == nil)
        }

        @Test func `any order of screens and sizes ends in the right picture`() throws {
            var generator = SeededGenerator(seed: 3)
            let screen = try TestScreen(Size(width: 80, height: 24))
            let wide = Case(kind: "smiley", width: 240, height: 67)
            for _ in 0..<20 {
                let shown = try #require((Self.cases + [wide]).randomElement(using: &generator))
                let (first, pressed) = try frames(shown)
                if screen.terminal.size != shown.size { screen.resize(to: shown.size) }
                screen.draw(first)
                let scene = try #require(pressed.randomElement(using: &generator))
                screen.draw(scene)
                #expect(screen.firstFault(beside: scene.frame, tolerance: 400) == nil)
            }
        }
    }
}
