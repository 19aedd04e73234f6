/// Turns the bytes of a terminal into what hands did.
///
/// We read the terminal ourselves because the mouse parser of ncurses blocks on a cut report and loses taps that arrive
/// together (terminal.md 1.6). The decoder is pure: bytes and times go in, events come out, and the same bytes give the
/// same events however reads cut them. Both mouse encodings are taken at any time: SGR 1006, and X10, whose raw bytes are
/// not UTF-8 and must be seen before text is.
///
/// What a terminal began it must end: the rest of a sequence that was cut never becomes keys, for a digit is a vote.
package struct InputDecoder {
    /// Bytes that meant nothing here: unknown keys, cut reports, broken UTF-8.
    package private(set) var droppedBytes = 0
    /// When `timePassed(at:)` wants to be called, in the milliseconds of `feed`; nil while nothing is unfinished.
    package private(set) var deadline: Int64?

    /// Bytes kept of an unfinished sequence; never more than 32.
    package var unfinishedBytes: Int { pending.count }

    private var pending: [UInt8] = []
    private var wait = Wait.fresh
    private var passingOver: PassingOver?

    /// How long the unfinished sequence has been waited for.
    private enum Wait {
        case fresh
        /// Longer than a terminal takes: only a report that says itself where it ends still counts.
        case late
        /// Late, and its Escape counted as the key: what still comes of it counts for nothing.
        case told
    }

    /// How long an unfinished sequence is waited for, in milliseconds.
    ///
    /// A person can't type Escape and `[` this fast; a terminal can.
    private static let patience: Int64 = 50
    /// How long after its last byte the rest of a late or passed-over sequence is still taken for such, in milliseconds.
    private static let restPatience: Int64 = 1_000
    private static let longest = 32

    package init() {}

    /// Takes what one read gave, at a time in milliseconds of a clock that never goes back.
    package mutating func feed(_ bytes: some Sequence<UInt8>, at ms: Int64) -> [InputEvent] {
        var events = timePassed(at: ms)
        for byte in bytes { take(byte, &events) }
        setDeadline(after: ms)
        return events
    }

    /// Gives up waiting: a lone Escape becomes the key, anything else unfinished is dropped.
    ///
    /// What was cut is watched for a second more, so that its rest is not taken for keys.
    package mutating func timePassed(at ms: Int64) -> [InputEvent] {
        var events: [InputEvent] = []
        while let due = deadline, ms >= due {
            if pending.first == Byte.escape, wait == .fresh {
                let isKey = pending.count == 1 && passingOver == nil
                if isKey { events.append(.key(.escape)) }
                if passingOver != nil { droppedBytes += 1 }
                wait = pending.count == 1 ? .told : .late
                deadline = due + Self.restPatience - Self.patience
            } else {
                forgetPending()
                deadline = nil
            }
            passingOver = nil
        }
        return events
    }

    private mutating func setDeadline(after ms: Int64) {
        let isBusy = !pending.isEmpty || passingOver != nil
        let isPatient = wait != .fresh || pending.isEmpty
        deadline = isBusy ? ms + (isPatient ? Self.restPatience : Self.patience) : nil
    }

    private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
        if isPassedOver(byte) {
            droppedBytes += 1
            return
        }
        if pending.count == 1, wait == .told, !Byte.introducers.contains(byte) { forgetPending() }
        pending.append(byte)
        while !pending.isEmpty {
            switch SequenceParser.parse(pending) {
            case .unfinished:
                if pending.count >= Self.longest { passOver(.sequence, after: pending.count) }
                return
            case .event(let event, let length): finish(length, giving: event, &events)
            case .nothing(let length): drop(length)
            case .opening(let kind, let length): passOver(kind, after: length)
            }
        }
    }

    private mutating func finish(_ length: Int, giving event: InputEvent?, _ events: inout [InputEvent]) {
        // X10's raw bytes, or a letter after ESC [, may by now be a person's keys.
        let counts = wait == .fresh || wait == .late && pending.starts(with: Byte.sgrReport)
        guard counts || event == nil else { return drop(length) }
        if let event { events.append(event) }
        remove(length)
    }

    private mutating func drop(_ length: Int) {
        droppedBytes += wait == .told ? length - 1 : length
        remove(length)
    }

    private mutating func remove(_ length: Int) {
        pending.removeFirst(length)
        wait = .fresh
    }

    private mutating func forgetPending() {
        if !pending.isEmpty { drop(pending.count) }
    }
}

// MARK: - What is passed over

/// What is read to its end without being kept.
enum PassingOver: Equatable {
    /// A control sequence too long to be one of ours: to its final byte.
    case sequence
    /// A string from terminal to program (OSC, DCS, APC, PM, SOS): to ST or BEL, or so many bytes at most.
    case string(left: Int)
    /// Pasted text: to the sequence that ends it, or so many bytes at most.
    case paste(left: Int)

    /// Beyond any answer of a terminal; what comes after so much is a person at the keyboard.
    static let mostBytes = 65_536
}

extension InputDecoder {
    private mutating func passOver(_ kind: PassingOver, after length: Int) {
        drop(length)
        passingOver = kind
    }

    private mutating func isPassedOver(_ byte: UInt8) -> Bool {
        guard let kind = passingOver else { return false }
        // The second byte after an Escape inside: whatever they begin or end, the string is over.
        guard pending.isEmpty else {
            passingOver = nil
            return false
        }
        // A report may come in the middle of what will never be ended. The Escape of a string's end is no key.
        if byte == Byte.escape {
            if kind == .sequence { passingOver = nil }
            return false
        }
        switch kind {
        case .sequence:
            if !Byte.continuesSequence(byte) { passingOver = nil }
            return passingOver != nil || Byte.endsSequence(byte)
        case .string(let left):
            let isEnd = byte == Byte.bell || byte < 0x20
            passingOver = isEnd || left <= 1 ? nil : .string(left: left - 1)
            return byte == Byte.bell || !isEnd
        case .paste(let left):
            passingOver = left <= 1 ? nil : .paste(left: left - 1)
            return true
        }
    }
}

/// Bytes with a name.
enum Byte {
    static let escape: UInt8 = 0x1B
    static let bell: UInt8 = 0x07
    /// CSI as one byte, from a terminal set to 8-bit controls.
    static let controlSequence: UInt8 = 0x9B
    static let sgrReport: [UInt8] = Array("\u{1B}[<".utf8)
    /// What follows an Escape in what terminals send unasked; after it was taken for the key, this is its rest.
    static let introducers: [UInt8] = Array("[O]\\".utf8)

    /// Parameters and intermediates of a control sequence (ECMA-48 5.4); anything else ends it.
    static func continuesSequence(_ byte: UInt8) -> Bool { (0x20...0x3F).contains(byte) }

    static func endsSequence(_ byte: UInt8) -> Bool { (0x40...0x7E).contains(byte) }
}
