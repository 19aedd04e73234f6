import Glibc

/// The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
package func contrast(_ a: Colour, _ b: Colour) -> Double {
    let (one, two) = (a.luminance, b.luminance)
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
}

extension Colour {
    /// Relative luminance, 0 black to 1 white (WCAG 2.2, "relative luminance").
    package var luminance: Double {
        func linear(_ channel: UInt8) -> Double {
            let value = Double(channel) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// What sets this colour apart from its ground, as bright as it gets; white for a grey.
    ///
    /// It is what is left of a dark card on a display of eight colours.
    func hue(on ground: Colour) -> Colour {
        // On paper there is nothing brighter.
        guard ground.luminance < 0.5 else { return Colour(0) }
        let parts = [
            Int(red) - Int(ground.red), Int(green) - Int(ground.green), Int(blue) - Int(ground.blue),
        ].map { max(0, $0) }
        let (lowest, highest) = (parts.min() ?? 0, parts.max() ?? 0)
        guard highest > 0, (highest - lowest) * 100 >= highest * 35 else { return Colour(0xFFFFFF) }
        func scaled(_ part: Int) -> UInt8 { UInt8(part * 255 / highest) }
        return Colour(red: scaled(parts[0]), green: scaled(parts[1]), blue: scaled(parts[2]))
    }

    /// This colour moved towards white or black until it stands out on `ground`.
    func readable(on ground: Colour) -> Colour {
        let (white, black) = (Colour(0xFFFFFF), Colour(0x000000))
        return mixed(with: contrast(ground, white) >= contrast(ground, black) ? white : black, 0.6)
    }
}
