/// A face's expression, from the worst to the best.
package enum Mood: Int, CaseIterable, Sendable {
    case terrible = -2
    case bad = -1
    case neutral = 0
    case good = 1
    case excellent = 2

    /// The expressions of a scale of three, four or five faces, worst first; four has no middle.
    package static func scale(levels: Int) -> [Mood] {
        switch levels {
        case 3: [.terrible, .neutral, .excellent]
        case 4: [.terrible, .bad, .good, .excellent]
        default: allCases
        }
    }
}

extension Canvas {
    /// A round face as large as `rect` allows, in its middle.
    ///
    /// The moods differ in their mouths, and the worst has brows: colour alone must not tell them apart. `resting` closes
    /// the eyes. On `half` it is smooth, on `blocks` a bitmap, on `ascii` three to five lines of characters.
    package mutating func face(_ mood: Mood, in rect: Rect, colour: Colour, resting: Bool = false) {
        guard rect.width > 0, rect.height > 0 else { return }
        switch tier {
        case .half:
            if min(rect.width, rect.height * 2) >= 11 {
                smoothFace(mood, in: rect, colour: colour, resting: resting)
            } else if !tinyFace(mood, in: rect, colour: colour, resting: resting) {
                lettersFace(mood, in: rect, colour: colour)
            }
        case .blocks:
            if !blockFace(mood, in: rect, colour: colour, resting: resting) {
                lettersFace(mood, in: rect, colour: colour)
            }
        case .ascii: lettersFace(mood, in: rect, colour: colour)
        }
    }
}
