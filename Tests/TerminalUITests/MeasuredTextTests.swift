import TestSupport
import Testing

@testable import TerminalUI

@Suite struct MeasuredTextTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `rows are counted as lines are broken`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters: [Character] = ["a", "ş", "ب", "漢", "字", "。", "-", " ", " ", "\u{A0}", "\n"]
        for _ in 0..<200 {
            let length = Int.random(in: 0...40, using: &random)
            let text = String((0..<length).map { _ in letters.randomElement(using: &random) ?? "a" })
            let pieces = LineBreaking.pieces(of: text)
            let measured = MeasuredText(text)
            for width in 1...12 {
                let isTooLong = pieces.contains { $0.text.cellWidth > width }
                let lines = LineBreaking.greedy(pieces, limit: width) { $0.cellWidth }.count
                #expect(
                    measured.rows(width: width) == (isTooLong ? nil : lines), "\(text.debugDescription) in \(width)")
            }
        }
    }
}
