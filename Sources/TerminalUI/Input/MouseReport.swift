/// Mouse reports of xterm ("Mouse Tracking" in its control sequences).
enum MouseReport {
    /// ESC [ M and three raw bytes: button + 32, column + 32, row + 32, counted from 1, up to 223.
    static func x10(_ bytes: [UInt8]) -> SequenceParser.Result {
        // A byte too low for its place begins something new: the report was cut.
        let lowest: [UInt8] = [32, 33, 33]
        for (index, byte) in bytes.dropFirst(3).prefix(3).enumerated() where byte < lowest[index] {
            return .nothing(3 + index)
        }
        guard bytes.count >= 6 else { return .unfinished }
        let code = Int(bytes[3]) - 32
        let point = Point(column: Int(bytes[4]) - 33, row: Int(bytes[5]) - 33)
        // This encoding does not say which button went up.
        let isRelease = code & 0b11 == 3 && code & wheel == 0
        return .event(event(code, point, isRelease: isRelease), 6)
    }

    /// ESC [ < button ; column ; row, and M for down or m for up.
    static func sgr(_ parameters: ArraySlice<UInt8>, final: UInt8, length: Int) -> SequenceParser.Result {
        guard final == UInt8(ascii: "M") || final == UInt8(ascii: "m"), let numbers = Parameters.numbers(parameters),
            numbers.count == 3, numbers[1] > 0, numbers[2] > 0
        else { return .nothing(length) }
        let point = Point(column: numbers[1] - 1, row: numbers[2] - 1)
        return .event(event(numbers[0], point, isRelease: final == UInt8(ascii: "m")), length)
    }

    private static let motion = 32
    private static let wheel = 64
    private static let furtherButtons = 128

    /// The left button and the wheel; Shift, Alt and Control held down change nothing.
    private static func event(_ code: Int, _ point: Point, isRelease: Bool) -> InputEvent? {
        guard code & motion == 0, code & furtherButtons == 0 else { return nil }
        if code & wheel != 0 { return isRelease ? nil : .touch(point) }
        if isRelease { return code & 0b11 == 0 || code & 0b11 == 3 ? .release(point) : nil }
        return code & 0b11 == 0 ? .touch(point) : nil
    }
}
