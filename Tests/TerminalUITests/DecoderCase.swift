import TerminalUI

/// One case of the decoder's fuzzing: reads with pauses between them, and what must hold for any of them.
///
/// `scripts/fuzz` builds this file too, with libFuzzer or for a million seeded cases.
struct DecoderCase {
    struct Read {
        let bytes: [UInt8]
        /// Milliseconds since the read before.
        let pause: Int64
    }

    let reads: [Read]

    private static let pauses: [Int64] = [0, 0, 0, 1, 49, 50, 51, 200, 949, 950, 1_000, 3_000]
    private static let parts: [[UInt8]] =
        [
            "\u{1B}[<0;12;7M", "\u{1B}[<0;12;7m", "\u{1B}[<64;3;9M", "\u{1B}[A", "\u{1B}OM", "\u{1B}", "5", "10\r", "ə",
            "漢", "\u{1B}[M", "\u{1B}[<0;", "M", "\r", "\u{1B}[[", "\u{1B}Ox", ";;;;;;;;;;;;;;;;;;", "\u{1B}]11;",
            "\u{7}",
            "\u{1B}\\", "\u{1B}P", "\u{1B}[200~", "\u{1B}[201~", "\u{1B}[49;1u", "\u{1B}[12;40R", "\u{1B}[I", "\u{9B}",
            "\u{1B}[<35;1;1M", "\u{1B}[M #!",
        ].map { Array($0.utf8) } + [[0x9B], [0xC3], [0xE2, 0x82], [0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0xC3]]

    init(reads: [Read]) { self.reads = reads }

    /// Random hands, terminals and noise: half of it parts of sequences, for pure noise hardly gets beyond an Escape.
    init(drawnFrom generator: inout some RandomNumberGenerator) {
        reads = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                } else {
                    bytes += Self.parts.randomElement(using: &generator) ?? []
                }
            }
            if Bool.random(using: &generator) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
            return Read(bytes: bytes, pause: Self.pauses.randomElement(using: &generator) ?? 0)
        }
    }

    /// As libFuzzer gives it: a byte for length and pause, then so many bytes, again and again.
    init(from bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        var reads: [Read] = []
        while let head = rest.popFirst() {
            let length = min(Int(head >> 4) * 4 + 1, rest.count)
            reads.append(
                Read(bytes: Array(rest.prefix(length)), pause: Self.pauses[Int(head & 15) % Self.pauses.count]))
            rest = rest.dropFirst(length)
        }
        self.reads = reads
    }

    /// What does not hold, in words; nil when all does.
    func fault() -> String? {
        var whole = InputDecoder()
        var cut = InputDecoder()
        var (now, sent, seen): (Int64, Int, Int) = (1_000, 0, 0)
        for read in reads {
            now += read.pause
            sent += read.bytes.count
            let events = whole.feed(read.bytes, at: now)
            seen += events.count
            var others: [InputEvent] = []
            for byte in read.bytes { others += cut.feed([byte], at: now) }
            if read.bytes.isEmpty { others += cut.timePassed(at: now) }
            if events != others { return "\(events) in one read, \(others) byte by byte" }
            if whole.droppedBytes != cut.droppedBytes { return "the count of dropped bytes hangs on the reads" }
            if whole.unfinishedBytes > 32 { return "\(whole.unfinishedBytes) bytes are kept" }
            if let deadline = whole.deadline {
                if deadline <= now || deadline > now + 1_000 { return "deadline \(deadline - now) ms ahead" }
            } else if whole.unfinishedBytes > 0 {
                return "unfinished and no deadline"
            }
        }
        if whole.droppedBytes + seen > sent + 1 {
            return "\(whole.droppedBytes) dropped and \(seen) events of \(sent) bytes"
        }
        return Self.faultOfNextTap(whole, at: now) ?? Self.faultAfterPause(whole, at: now)
    }

    /// A tap right after anything counts; a terminal sends it in one piece.
    private static func faultOfNextTap(_ decoder: InputDecoder, at now: Int64) -> String? {
        var decoder = decoder
        let events = decoder.feed("\u{1B}[<0;301;44M\u{1B}[<0;301;44m".utf8, at: now)
        let place = Point(column: 300, row: 43)
        return events.suffix(2) == [.touch(place), .release(place)] ? nil : "the next tap gave \(events)"
    }

    /// A second later nothing is left of it, and a tap in either encoding and a key are just that.
    private static func faultAfterPause(_ decoder: InputDecoder, at now: Int64) -> String? {
        var decoder = decoder
        let last = decoder.timePassed(at: now + 1_000)
        if last.count > 1 || last.first.map({ $0 != .key(.escape) }) == true { return "time alone gave \(last)" }
        if decoder.deadline != nil || decoder.unfinishedBytes > 0 { return "not at rest after a second" }
        let old = decoder.feed(
            [0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0xFF, 0x1B, 0x5B, 0x4D, 0x23, 0xFF, 0xFF], at: now + 1_001)
        let place = Point(column: 222, row: 222)
        if old != [.touch(place), .release(place)] { return "after a pause, a tap in X10 gave \(old)" }
        let key = decoder.feed("5".utf8, at: now + 1_002)
        return key == [.key(.character("5"))] ? nil : "after a pause, a key gave \(key)"
    }
}
