import TerminalUI
import Testing

struct FaceTests {
    private static let places: [(Display.Cells, Int, Int, [String])] = [
        (.half, 20, 10, FaceGoldens.half), (.blocks, 14, 7, FaceGoldens.blocks), (.ascii, 11, 5, FaceGoldens.ascii),
    ]

    private func drawn(_ mood: Mood, _ cells: Display.Cells, _ width: Int, _ height: Int) -> String {
        var canvas = Canvas(
            size: Size(width: width, height: height), display: Display(cells: cells, colours: .fixed256),
            ground: Colour(0x10141C))
        canvas.face(
            mood, in: Rect(column: 0, row: 0, width: width, height: height), colour: Colour(0xF6C448))
        return canvas.frame.plainText
    }

    @Test func `the five faces look as they were designed on every tier`() {
        for (cells, width, height, goldens) in Self.places {
            for (mood, golden) in zip(Mood.allCases, goldens) {
                #expect(drawn(mood, cells, width, height) == golden, "\(cells) \(mood)")
            }
        }
    }

    @Test func `the five faces differ without their colours at every size`() {
        for (cells, _, _, _) in Self.places {
            for (width, height) in [(9, 5), (10, 5), (11, 6), (12, 6), (13, 7), (14, 7), (16, 9), (30, 15), (60, 30)] {
                let faces = Set(Mood.allCases.map { drawn($0, cells, width, height) })
                #expect(faces.count == 5, "\(cells) \(width)x\(height)")
            }
        }
    }

    @Test func `where there is hardly room a face is its few letters`() {
        #expect(drawn(.excellent, .half, 4, 1) == ":-D")
        #expect(drawn(.terrible, .blocks, 3, 1) == ">:(")
        #expect(drawn(.neutral, .ascii, 3, 1) == ":-|")
    }

    @Test func `scales of three and four keep both ends`() {
        #expect(Mood.scale(levels: 3) == [.terrible, .neutral, .excellent])
        #expect(Mood.scale(levels: 4) == [.terrible, .bad, .good, .excellent])
        #expect(Mood.scale(levels: 5) == Mood.allCases)
    }
}
