package import TerminalUI

/// The colours of every screen, by what they mean.
package struct Theme: Equatable, Sendable {
    package let ground: Colour
    package let ink: Colour
    /// Text that may stand back: hints, digits beside labels.
    package let dim: Colour
    package let card: Colour
    /// An option that is chosen.
    package let chosen: Colour
    package let accent: Colour
    /// The button that goes on.
    package let done: Colour
    package let star: Colour
    /// Where the eye is in the footer: the language shown.
    package let current: Colour
    /// From the worst mood to the best.
    package let moods: [Colour]
    /// The two ends of a scale that must not lead the answer: one hue, from dark to light.
    package var scale: [Colour]
    /// For displays that can't mix: cards are outlines, and what was touched is ink on its own colour turned round.
    package let isFlat: Bool
    /// What a shape fades into when another one was touched.
    var veil = Colour(0x000000)
    /// How much of its colour a card has: 1 is all of it.
    var tint = 0.28
    /// The cards of the moods as they are, where a mixture would come out grey.
    var cards: [Colour] = []
    /// How much white is in a card that lights up.
    var glow = 0.0
    /// Colours are shown by the nearest of the fixed 256, so that contrast is judged by those.
    var isCube = false
    /// Around every card, for those who don't see it from the ground.
    var line: Colour?
    /// The lowest contrast of any text (WCAG 2.2, 1.4.3; for high contrast 1.4.6).
    package var leastContrast = 4.5

    /// Light on dark, as in the design.
    package static let dark = Theme(
        ground: Colour(0x10141C), ink: Colour(0xF0F2F6), dim: Colour(0x969EAA), card: Colour(0x242A36),
        chosen: Colour(0x2C568C), accent: Colour(0x5AA0FA), done: Colour(0x267A4F), star: Colour(0xF6C448),
        current: Colour(0x343C4C),
        moods: [Colour(0xD64038), Colour(0xF0843A), Colour(0xF6C448), Colour(0x96C856), Colour(0x2EA868)],
        scale: [Colour(0x3A465C), Colour(0x78B0FA)], isFlat: false)

    /// The eight colours, in the pairs that can be read on a console (terminal.md 2.2).
    package static let flat = Theme(
        ground: Colour(0x000000), ink: Colour(0xE5E5E5), dim: Colour(0xE5E5E5), card: Colour(0x000000),
        chosen: Colour(0x0000CD), accent: Colour(0x00CDCD), done: Colour(0x00CD00), star: Colour(0xCDCD00),
        current: Colour(0x0000CD),
        moods: [Colour(0xCD0000), Colour(0xCD0000), Colour(0xCDCD00), Colour(0x00CD00), Colour(0x00CD00)],
        scale: [Colour(0x000000), Colour(0x000000)], isFlat: true)

    /// The usual theme of a display.
    package static func usual(on display: Display) -> Theme { named("dark", on: display) ?? .dark }

    /// Text on `surface`: the usual ink where it can be read, else what can.
    package func ink(on surface: Colour) -> Colour {
        [ink, ground].first { ratio($0, surface) >= leastContrast }
            ?? [Colour(0xFFFFFF), Colour(0x000000)].max { ratio($0, surface) < ratio($1, surface) } ?? ink
    }

    /// Text on `surface` that may stand back, as far as it can still be read.
    package func soft(on surface: Colour) -> Colour {
        [dim, dim.mixed(with: ink, 0.45)].first { ratio($0, surface) >= leastContrast } ?? ink(on: surface)
    }

    private func ratio(_ one: Colour, _ other: Colour) -> Double {
        guard isCube else { return contrast(one, other) }
        return contrast(
            Palette256.colour(of: Palette256.nearest(to: one)), Palette256.colour(of: Palette256.nearest(to: other)))
    }

    /// The colour of a face.
    package func face(_ mood: Mood) -> Colour { moods[mood.rawValue - Mood.terrible.rawValue] }

    /// The key number `index` of `count` on a neutral scale.
    package func key(_ index: Int, of count: Int) -> Colour {
        scale[0].mixed(with: scale[1], Double(index) / Double(max(1, count - 1)))
    }

    /// A card in a colour of its own, by its state.
    package func card(of colour: Colour, _ state: CardState) -> Colour {
        if isFlat { return isOut(state) ? ink : ground.mixed(with: colour, 0.10) }
        return switch state {
        case .normal: moods.firstIndex(of: colour).flatMap { deep($0) } ?? ground.mixed(with: colour, tint)
        case .faded: ground.mixed(with: colour, tint * 0.36)
        case .lit, .chosen: ground.mixed(with: colour, 0.85).mixed(with: Colour(0xFFFFFF), glow)
        }
    }

    private func deep(_ mood: Int) -> Colour? { cards.indices.contains(mood) ? cards[mood] : nil }

    /// What is drawn on such a card, by its state.
    package func figure(of colour: Colour, _ state: CardState) -> Colour {
        if isFlat { return colour }
        return switch state {
        case .normal: colour
        case .faded: colour.mixed(with: veil, 0.55)
        case .lit, .chosen: colour.brighter
        }
    }

    private func isOut(_ state: CardState) -> Bool { state == .lit || state == .chosen }

    /// A card without a colour of its own, by its state.
    package func plainCard(_ state: CardState) -> Colour {
        switch state {
        case .normal: card
        case .faded: ground.mixed(with: card, 0.45)
        case .lit: isFlat ? ink : accent
        case .chosen: chosen
        }
    }

    /// A key of a scale, by its state.
    package func key(_ index: Int, of count: Int, _ state: CardState) -> Colour {
        if isFlat { return isOut(state) ? ink : ground }
        return switch state {
        case .normal: key(index, of: count)
        case .faded: ground.mixed(with: key(index, of: count), 0.30)
        case .lit, .chosen: ink
        }
    }
}

extension Colour {
    /// An eighth brighter: what lights up when it is touched.
    fileprivate var brighter: Colour {
        func lift(_ channel: UInt8) -> UInt8 { UInt8(min(255, Int(channel) * 9 / 8)) }
        return Colour(red: lift(red), green: lift(green), blue: lift(blue))
    }
}

/// How an option stands among the others.
package enum CardState: CaseIterable, Sendable {
    case normal
    /// Touched just now; its answer is being saved.
    case lit
    /// Another one was touched just now.
    case faded
    /// Chosen before: one of several, or the answer that was given.
    case chosen
}
