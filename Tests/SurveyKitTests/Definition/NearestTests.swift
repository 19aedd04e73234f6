import Testing

@testable import SurveyKit

struct NearestTests {
    @Test(arguments: [
        ("", "abc", 3), ("abc", "abc", 0), ("shwo_if", "show_if", 1), ("kitten", "sitting", 3), ("ab", "ba", 1),
    ])
    func `The distance counts insertions, deletions, substitutions and swaps`(one: String, other: String, distance: Int)
    {
        #expect(editDistance(one, other) == distance)
        #expect(editDistance(other, one) == distance)
    }

    @Test func `Only what could be meant is suggested`() {
        #expect(nearest(to: "Optoin", among: ["optional", "options", "option"]) == "option")
        #expect(nearest(to: "ax", among: ["id", "ask"]) == nil)
        #expect(nearest(to: "colour", among: ["kind", "scale"]) == nil)
    }
}
