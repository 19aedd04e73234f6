import Foundation
import Testing

@testable import CollectorStore

/// Which lines are named when hashes don't fit.
@Suite struct AlteredLinesTests {
    private func anchor(_ created: Int64, had durable: Int64, _ state: Anchors.State) -> Anchors.Row {
        Anchors.Row(created: created, head: Data(), durableSeq: durable, atMS: 0, state: state)
    }

    /// Links by their lower lines; those of `upper` were found when the lower line was beyond doubt.
    private func altered(_ lower: [Int64], upper: [Int64] = [], _ anchors: Anchors.Row...) -> [[Int64]] {
        let links =
            lower.map { AlteredLines.Link(lower: $0, blamed: $0) }
            + upper.map { AlteredLines.Link(lower: $0, blamed: $0 + 1) }
        return AlteredLines.find(links: links, anchors: anchors).pairs
    }

    @Test func `nothing that does not fit, nothing that is named`() {
        #expect(altered([]) == [])
        #expect(altered([], anchor(9, had: 4, .agrees), anchor(12, had: 9, .open)) == [])
    }

    @Test func `a line that its successor does not name is named`() {
        #expect(altered([17]) == [[17, 17]])
        #expect(altered([17], anchor(30, had: 10, .agrees)) == [[17, 17]])
        #expect(altered([4, 17], anchor(30, had: 0, .agrees)) == [[4, 4], [17, 17]])
    }

    @Test func `two neighbours that were both altered are both named`() {
        #expect(altered([4, 5], anchor(9, had: 3, .agrees)) == [[4, 5]])
    }

    @Test func `a wrong beginning is the first line's`() {
        #expect(altered([0]) == [[1, 1]])
        #expect(altered([0], anchor(3, had: 0, .agrees)) == [[1, 1]])
    }

    @Test func `a chain sealed anew is named from what had come to the anchor that it does not meet`() {
        #expect(altered([], anchor(12, had: 7, .disagrees)) == [[8, 12]])
        #expect(altered([], anchor(9, had: 5, .agrees), anchor(12, had: 7, .disagrees)) == [[10, 12]])
        #expect(altered([], anchor(12, had: 7, .disagrees), anchor(20, had: 7, .agrees)) == [[8, 12]])
    }

    @Test func `the newest line alone is named where all before it had come, or where its successor says so`() {
        #expect(altered([], anchor(12, had: 11, .disagrees)) == [[12, 12]])
        #expect(altered([], anchor(12, had: 12, .disagrees)) == [[12, 12]])
        #expect(altered([12], anchor(12, had: 7, .disagrees), anchor(20, had: 7, .agrees)) == [[12, 12]])
    }

    @Test func `a line that had come before the anchor is not to blame for what comes after it`() {
        #expect(altered([], upper: [7], anchor(12, had: 7, .disagrees)) == [[8, 12]])
        #expect(altered([], upper: [7]) == [[8, 8]])
        // It had come altered: what comes after it leads to the anchor.
        #expect(altered([], upper: [7], anchor(12, had: 7, .agrees)) == [[7, 7]])
    }
}
