/// Turns the bytes of a terminal into what hands did.
///
/// We read the terminal ourselves because the mouse parser of ncurses blocks on a cut report and loses taps that arrive
/// together (terminal.md 1.6). The decoder is pure: bytes and times go in, events come out, and the same bytes give the
/// same events however reads cut them. Both mouse encodings are taken at any time: SGR 1006, and X10, whose raw bytes are
/// not UTF-8 and must be seen before text is.
package struct InputDecoder {
    /// Bytes that meant nothing here: unknown keys, cut reports, broken UTF-8.
    package private(set) var droppedBytes = 0
    /// When `timePassed(at:)` wants to be called, in the milliseconds of `feed`; nil while nothing is unfinished.
    package private(set) var deadline: Int64?

    /// Bytes of an unfinished sequence; never more than `longest`.
    private var pending: [UInt8] = []
    /// The rest of a sequence that was too long is passed over, else its digits would count as keys.
    private var isSkipping = false

    /// How long an unfinished sequence is waited for, in milliseconds.
    ///
    /// A person can't type Escape and `[` this fast; a terminal can.
    private static let patience: Int64 = 50
    private static let longest = 32

    package init() {}

    /// Takes what one read gave, at a time in milliseconds of a clock that never goes back.
    package mutating func feed(_ bytes: some Sequence<UInt8>, at ms: Int64) -> [InputEvent] {
        var events = timePassed(at: ms)
        for byte in bytes { take(byte, &events) }
        deadline = pending.isEmpty && !isSkipping ? nil : ms + Self.patience
        return events
    }

    /// Gives up waiting: a lone Escape becomes the key, anything else unfinished is dropped.
    package mutating func timePassed(at ms: Int64) -> [InputEvent] {
        guard let due = deadline, ms >= due else { return [] }
        let isEscape = pending == [Byte.escape]
        if !isEscape { droppedBytes += pending.count }
        pending.removeAll(keepingCapacity: true)
        (isSkipping, deadline) = (false, nil)
        return isEscape ? [.key(.escape)] : []
    }

    private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
        if isSkipping {
            isSkipping = Byte.continuesSequence(byte)
            guard byte == Byte.escape else {
                droppedBytes += 1
                return
            }
        }
        pending.append(byte)
        while !pending.isEmpty {
            switch SequenceParser.parse(pending) {
            case .unfinished:
                if pending.count >= Self.longest { giveUp() }
                return
            case .event(let event, let length):
                if let event { events.append(event) }
                pending.removeFirst(length)
            case .nothing(let length):
                droppedBytes += length
                pending.removeFirst(length)
            }
        }
    }

    private mutating func giveUp() {
        droppedBytes += pending.count
        pending.removeAll(keepingCapacity: true)
        isSkipping = true
    }
}

/// Bytes with a name.
enum Byte {
    static let escape: UInt8 = 0x1B

    /// Parameters and intermediates of a control sequence (ECMA-48 5.4); anything else ends it.
    static func continuesSequence(_ byte: UInt8) -> Bool { (0x20...0x3F).contains(byte) }
}
