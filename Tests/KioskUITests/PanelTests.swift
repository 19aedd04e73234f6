import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// Targets on real panels, by millimetres.
@Suite struct PanelTests {
    private static let half = Display(cells: .half, colours: .redefined256)

    private func fit(_ widthMM: Int, _ width: Int, _ height: Int) -> PanelFit {
        PanelFit(
            of: Surveys.everyKind, size: Size(width: width, height: height), panel: Panel(widthMM: widthMM),
            display: Self.half, language: "en")
    }

    @Test(arguments: [(344, 120, 33), (477, 120, 33), (217, 80, 25), (217, 120, 33)])
    func `on panels of ten inches and more every answer is at least fifteen millimetres`(
        widthMM: Int, width: Int, height: Int
    ) {
        let answers = fit(widthMM, width, height).tooSmall.filter { small in
            switch small.action {
            case .option, .page, .next, .undo: true
            default: false
            }
        }
        #expect(answers == [])
    }

    @Test func `a panel for a wrist is named as too small`() throws {
        let small = fit(60, 120, 33).tooSmall
        #expect(small.contains { $0.screen == "visit" && $0.action == .option(0) })
        let face = try #require(small.first { $0.action == .option(0) })
        #expect(face.leastMM < 15 && face.widthMM > 0 && face.heightMM > 0)
    }

    @Test func `eleven keys stand in two rows where a finger needs them to`() throws {
        let one = Kiosk(Surveys.everyKind, size: Size(width: 120, height: 33), panel: Panel(widthMM: 477))
        let two = Kiosk(Surveys.everyKind, size: Size(width: 120, height: 33), panel: Panel(widthMM: 217))
        func rows(_ kiosk: Kiosk) throws -> Int {
            var kiosk = kiosk
            kiosk.type("50")
            let keys = kiosk.scene.targets.filter { if case .option = $0.action { true } else { false } }
            try #require(kiosk.questionID == "nps" && keys.count == 11)
            return Set(keys.map(\.rect.row)).count
        }
        #expect(try rows(one) == 1)
        #expect(try rows(two) == 2)
    }

    @Test(arguments: [(40, 12), (60, 20), (44, 14), (80, 24), (120, 33), (240, 67)])
    func `no option's label is cut, on as many pages as it takes`(width: Int, height: Int) throws {
        var kiosk = Kiosk(Surveys.everyKind, size: Size(width: width, height: height))
        kiosk.type("1")
        try #require(kiosk.questionID == "reason")
        var (text, seen) = ("", Set<Int>())
        for _ in 0..<6 {
            text += kiosk.text + "\n"
            for target in kiosk.scene.targets { if case .option(let index) = target.action { seen.insert(index) } }
            guard let more = kiosk.scene.targets.first(where: { if case .page = $0.action { true } else { false } })
            else { break }
            try kiosk.touch(more.action)
        }
        #expect(seen == Set(0..<6))
        for word in ["Waiting", "time", "Staff", "Price", "Cleanliness", "Product", "available", "Something", "else"] {
            #expect(text.contains(word), "\(word) in \(text)")
        }
    }

    @Test func `the focus turns the page`() throws {
        var kiosk = Kiosk(Surveys.everyKind, size: Size(width: 40, height: 12))
        kiosk.type("1")
        for _ in 0..<6 { kiosk.press(.right) }
        #expect(kiosk.scene.targets.contains { $0.action == .option(5) })
    }
}
