import TestSupport

/// What is hidden in the chain, for a reader of its scores to find.
package struct Plants: Sendable, Encodable {
    /// Index of the branch that gets worse at 17:00 on Fridays.
    let friday: Int
    /// The region that improves, and from which day on.
    let region: String
    let regionDay: Int
    /// Index of the branch that has few answers, all the best.
    let lucky: Int
    private let regionDate: String

    static let luckyAnswers = 9

    init(_ wish: ChainPlan.Wish, _ generator: inout SeededGenerator) {
        friday = Int.random(in: 0..<wish.branches / 2, using: &generator)
        lucky = Int.random(in: wish.branches / 2..<wish.branches, using: &generator)
        region = PlannedBranch.regions[2]
        regionDay = wish.days * 3 / 4
        regionDate = wish.until.back(wish.days - 1 - regionDay).description
    }

    /// How much better an hour of a branch is than it would be, on the scale of log odds.
    func effect(_ branch: PlannedBranch, isFriday: Bool, day: Int, _ slot: HourSlot) -> Double {
        var effect = branch.region == region && day >= regionDay ? 0.7 : 0
        if isFriday, slot.weekday == 5, slot.hour == 17 { effect -= 2.2 }
        return effect
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(
            ["branch": Self.id(friday), "weekday": "fri", "hour": "17"], forKey: .fridayAfternoon)
        try fields.encode(["region": region, "from": regionDate], forKey: .regionImproves)
        try fields.encode(["branch": Self.id(lucky), "responses": "\(Self.luckyAnswers)"], forKey: .smallAndLucky)
    }

    private enum Key: String, CodingKey {
        case fridayAfternoon = "friday_afternoon"
        case regionImproves = "region_improves"
        case smallAndLucky = "small_and_lucky"
    }

    private static func id(_ number: Int) -> String { "b\(String(1_000 + number).dropFirst())" }
}
