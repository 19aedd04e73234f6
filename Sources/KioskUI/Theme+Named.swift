package import TerminalUI

extension Theme {
    /// What kiosk.conf may name.
    package static let names = ["dark", "light", "contrast"]

    /// The theme of this name as a display shows it; nil for a name that there is not.
    package static func named(_ name: String, on display: Display) -> Theme? {
        let isFlat = [.mono, .eight, .redefined8].contains(display.colours)
        let (dark, light): (Theme, Theme) =
            display.colours == .redefined8 ? (.flatOwn, .flatOwnLight) : (.flat, .flatLight)
        let isCube = display.colours == .fixed256
        var theme: Theme
        switch name {
        case "dark": theme = isFlat ? dark : isCube ? .darkCube : .dark
        case "light": theme = isFlat ? light : .light
        // Eight colours have no higher contrast than the flat theme's.
        case "contrast": theme = isFlat ? dark : .highContrast
        default: return nil
        }
        theme.isCube = isCube
        return theme
    }

    /// Dark on light, for bright rooms.
    package static let light = Theme(
        ground: Colour(0xF4F6FA), ink: Colour(0x14181F), dim: Colour(0x4A5361), card: Colour(0xE1E6EF),
        chosen: Colour(0x1F5FBF), accent: Colour(0x1D63C8), done: Colour(0x1E7A4C), star: Colour(0xE8B023),
        current: Colour(0xCDD5E3),
        moods: [Colour(0xD64038), Colour(0xF0843A), Colour(0xF6C448), Colour(0x8ABF48), Colour(0x2EA868)],
        scale: [Colour(0xD3DCEA), Colour(0x6E9DE0)], isFlat: false, veil: Colour(0xF4F6FA), tint: 0.24)

    /// White on black with a line around everything that can be touched.
    package static let highContrast = Theme(
        ground: Colour(0x000000), ink: Colour(0xFFFFFF), dim: Colour(0xFFFFFF), card: Colour(0x000000),
        chosen: Colour(0xFFE14D), accent: Colour(0x66CCFF), done: Colour(0x4DE08F), star: Colour(0xFFE14D),
        current: Colour(0xFFFFFF),
        moods: [Colour(0xFF6A5E), Colour(0xFFA24D), Colour(0xFFE14D), Colour(0xB4EC6A), Colour(0x4DE08F)],
        scale: [Colour(0x262626), Colour(0x262626)], isFlat: false, tint: 0.06, glow: 0.5, line: Colour(0xFFFFFF),
        leastContrast: 7)

    /// `dark` from the fixed 256 colours, whose cube has no dark tints but these; mixtures come out grey there.
    package static let darkCube: Theme = {
        var theme = Theme.dark
        // Blues between the cube's steps come out violet and cyan: greys are all there.
        theme.scale = [Colour(0x444444), Colour(0xB2B2B2)]
        theme.cards = [0x5F0000, 0x875F00, 0x5F5F00, 0x005F00, 0x005F5F].map { Colour($0) }
        return theme
    }()

    /// The eight colours on white; yellow and green are only in shapes there.
    package static let flatLight = Theme(
        ground: Colour(0xE5E5E5), ink: Colour(0x000000), dim: Colour(0x000000), card: Colour(0xE5E5E5),
        chosen: Colour(0x0000CD), accent: Colour(0x0000CD), done: Colour(0x00CD00), star: Colour(0xCDCD00),
        current: Colour(0x00CDCD),
        moods: [Colour(0xCD0000), Colour(0xCD0000), Colour(0xCDCD00), Colour(0x00CD00), Colour(0x00CD00)],
        scale: [Colour(0xE5E5E5), Colour(0xE5E5E5)], isFlat: true)

    /// The eight colours that a console was given in place of its own: all five faces as designed.
    package static let flatOwn = Theme(
        ground: Colour(0x10141C), ink: Colour(0xF0F2F6), dim: Colour(0xF0F2F6), card: Colour(0x10141C),
        chosen: Colour(0x5AA0FA), accent: Colour(0x5AA0FA), done: Colour(0x2EA868), star: Colour(0xF6C448),
        current: Colour(0x5AA0FA), moods: dark.moods, scale: [Colour(0x10141C), Colour(0x10141C)], isFlat: true)

    /// The same on white.
    package static let flatOwnLight = Theme(
        ground: Colour(0xF0F2F6), ink: Colour(0x10141C), dim: Colour(0x10141C), card: Colour(0xF0F2F6),
        chosen: Colour(0x5AA0FA), accent: Colour(0x5AA0FA), done: Colour(0x2EA868), star: Colour(0xF6C448),
        current: Colour(0x5AA0FA), moods: dark.moods, scale: [Colour(0xF0F2F6), Colour(0xF0F2F6)], isFlat: true)
}

extension Theme {
    /// A text of some screen, and what it stands on.
    struct TextPair: Hashable {
        let name: String
        let ink: Colour
        let surface: Colour
    }

    /// Every text that cannot be read as it comes out with these colours, in words; none when all is well.
    ///
    /// Held to WCAG 2.2: 4.5 to 1 (1.4.3), in the theme of high contrast 7 to 1 (1.4.6).
    package func faults(on colours: Display.Colours) -> [String] {
        guard colours != .mono else { return [] }
        // On a console's eight colours there is nothing between black and white that gives 7 to 1.
        let least = colours == .eight ? min(leastContrast, 4.5) : leastContrast
        return textPairs.compactMap { pair in
            let ratio = contrast(shown(pair.ink, colours), shown(pair.surface, colours))
            guard ratio < least else { return nil }
            let rounded = (ratio * 10).rounded() / 10
            return "\(pair.name): \(rounded) to 1, at least \(least) is needed"
        }
    }

    private func shown(_ colour: Colour, _ colours: Display.Colours) -> Colour {
        switch colours {
        case .mono, .redefined256: colour
        case .fixed256: Palette256.colour(of: Palette256.nearest(to: colour))
        case .eight: Palette8.colour(of: Palette8.nearest(to: colour))
        case .redefined8: Palette8.own[Palette8.nearestOwn(to: colour)]
        }
    }

    /// Every text of every screen in every state.
    var textPairs: [TextPair] {
        var surfaces: [(String, Colour)] = [
            ("the ground", ground), ("the language shown", current), ("a touched button", accent),
            ("the button that goes on", done), ("that button touched", figure(of: done, .lit)), ("a button", card),
        ]
        for state in CardState.allCases {
            surfaces.append(("an option, \(state)", plainCard(state)))
            surfaces += moods.enumerated().map { ("face \($0 + 1), \(state)", card(of: $1, state)) }
            surfaces.append(("a star, \(state)", card(of: star, state)))
            for count in [7, 11] {
                surfaces += (0..<count).map { ("key \($0) of \(count), \(state)", key($0, of: count, state)) }
            }
        }
        return surfaces.flatMap { name, surface in
            [
                TextPair(name: name, ink: ink(on: surface), surface: surface),
                TextPair(name: name + ", soft", ink: soft(on: surface), surface: surface),
            ]
        }
    }
}
