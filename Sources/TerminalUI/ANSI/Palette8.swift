/// The eight colours every colour terminal has, as they are numbered by ECMA-48.
package enum Palette8 {
    /// Nearest by hue: the mean over red, green and blue would make every warm colour yellow.
    package static func nearest(to colour: Colour) -> Int {
        let (red, green, blue) = (Int(colour.red), Int(colour.green), Int(colour.blue))
        let highest = max(red, green, blue)
        let spread = highest - min(red, green, blue)
        guard spread >= 48 else { return highest >= 100 ? 7 : 0 }
        return hueOrder[Int((hue(red, green, blue, spread) + 30) / 60) % 6]
    }

    /// What the eight entries become where they are ours: ground, five faces, accent and ink of the design.
    package static let own: [Colour] = [
        0x10141C, 0xD64038, 0x2EA868, 0xF6C448, 0x5AA0FA, 0xF0843A, 0x96C856, 0xF0F2F6,
    ].map { Colour($0) }

    /// The nearest of `own`.
    package static func nearestOwn(to colour: Colour) -> Int {
        // Greys have no hue to be near to.
        let channels = [colour.red, colour.green, colour.blue]
        let (lowest, highest) = (channels.min() ?? 0, channels.max() ?? 0)
        if highest - lowest < 48 { return highest >= 100 ? 7 : 0 }
        return own.indices.min { colour.distance(to: own[$0]) < colour.distance(to: own[$1]) } ?? 0
    }

    /// What Linux's console shows for an entry before anybody redefines it.
    package static func colour(of entry: Int) -> Colour { Colour(console[entry & 7]) }

    private static let console: [UInt32] = [
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA,
    ]

    /// Red, yellow, green, cyan, blue, magenta: one every 60 degrees.
    private static let hueOrder = [1, 3, 2, 6, 4, 5]

    /// Degrees from red, 0 to 360.
    private static func hue(_ red: Int, _ green: Int, _ blue: Int, _ spread: Int) -> Double {
        let highest = max(red, green, blue)
        let (base, difference) =
            highest == red ? (0.0, green - blue) : highest == green ? (120.0, blue - red) : (240.0, red - green)
        let degrees = base + 60 * Double(difference) / Double(spread)
        return degrees < 0 ? degrees + 360 : degrees
    }
}
