/// The 240 fixed colours above the first sixteen of a 256-colour terminal: a cube of 6 x 6 x 6, then 24 greys (xterm).
package enum Palette256 {
    /// The entry, 16 to 255, nearest to a colour by the squares of the differences.
    package static func nearest(to colour: Colour) -> Int {
        let steps = [cubeStep(colour.red), cubeStep(colour.green), cubeStep(colour.blue)]
        let cube = 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
        let mean = (Int(colour.red) + Int(colour.green) + Int(colour.blue)) / 3
        let grey = 232 + min(23, max(0, (mean - 3) / 10))
        return distance(colour, self.colour(of: grey)) < distance(colour, self.colour(of: cube)) ? grey : cube
    }

    /// The colour of an entry from 16 to 255.
    package static func colour(of entry: Int) -> Colour {
        guard entry < 232 else {
            let level = UInt8(clamping: 8 + 10 * (entry - 232))
            return Colour(red: level, green: level, blue: level)
        }
        let index = max(0, entry - 16)
        return Colour(red: levels[index / 36 % 6], green: levels[index / 6 % 6], blue: levels[index % 6])
    }

    private static let levels: [UInt8] = [0, 95, 135, 175, 215, 255]

    private static func cubeStep(_ channel: UInt8) -> Int {
        channel < 48 ? 0 : channel < 115 ? 1 : (Int(channel) - 35) / 40
    }

    private static func distance(_ a: Colour, _ b: Colour) -> Int {
        let (red, green, blue) = (Int(a.red) - Int(b.red), Int(a.green) - Int(b.green), Int(a.blue) - Int(b.blue))
        return red * red + green * green + blue * blue
    }
}
