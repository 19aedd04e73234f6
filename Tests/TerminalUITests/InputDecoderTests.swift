import TerminalUI
import TestSupport
import Testing

struct InputDecoderTests {
    private func decoded(_ text: String) -> [InputEvent] {
        var decoder = InputDecoder()
        return decoder.feed(text.utf8, at: 0)
    }

    private func touch(_ column: Int, _ row: Int) -> InputEvent { .touch(Point(column: column, row: row)) }
    private func release(_ column: Int, _ row: Int) -> InputEvent { .release(Point(column: column, row: row)) }

    @Test func `a tap is decoded`() {
        #expect(decoded("\u{1B}[<0;40;12M") == [touch(39, 11)])
        #expect(decoded("\u{1B}[<0;40;12m") == [release(39, 11)])
        #expect(decoded("\u{1B}[M !!") == [touch(0, 0)])
        #expect(decoded("\u{1B}[M#!!") == [release(0, 0)])
    }

    @Test func `press and release in one read are both seen, and two taps too`() {
        let tap = "\u{1B}[<0;5;6M\u{1B}[<0;5;6m"
        #expect(
            decoded(tap + tap + "3") == [touch(4, 5), release(4, 5), touch(4, 5), release(4, 5), .key(.character("3"))])
    }

    @Test func `a wheel step is a touch where it happened`() {
        #expect(decoded("\u{1B}[<64;3;4M\u{1B}[<65;3;4M") == [touch(2, 3), touch(2, 3)])
        #expect(decoded("\u{1B}[M`#$") == [touch(2, 3)])
    }

    @Test func `other buttons and motion are understood and ignored`() {
        var decoder = InputDecoder()
        let reports =
            "\u{1B}[<1;3;4M\u{1B}[<2;3;4M\u{1B}[<2;3;4m\u{1B}[<32;3;4M\u{1B}[<35;3;4M\u{1B}[<128;3;4M\u{1B}[M\"##"
        #expect(decoder.feed(reports.utf8, at: 0) == [])
        #expect(decoder.droppedBytes == 0)
    }

    @Test func `raw columns beyond 94 are not text`() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B, 0x5B, 0x4D, 0x20, 0xFF, 0xC3], at: 0) == [touch(222, 162)])
    }

    @Test(arguments: [
        ("\u{1B}[A", Key.up), ("\u{1B}[B", .down), ("\u{1B}[C", .right), ("\u{1B}[D", .left), ("\u{1B}OA", .up),
        ("\u{1B}OD", .left), ("\u{1B}[H", .home), ("\u{1B}[F", .end), ("\u{1B}[1~", .home), ("\u{1B}[4~", .end),
        ("\u{1B}[7~", .home), ("\u{1B}[8~", .end), ("\u{1B}[2~", .insert), ("\u{1B}[3~", .delete),
        ("\u{1B}[5~", .pageUp),
        ("\u{1B}[6~", .pageDown), ("\u{1B}[1;5A", .up), ("\u{1B}OM", .enter), ("\r", .enter), ("\n", .enter),
        ("\t", .tab),
        ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{1B}Op", .character("0")), ("\u{1B}Oy", .character("9")),
        ("5", .character("5")), ("ə", .character("ə")), ("م", .character("م")), ("漢", .character("漢")),
        ("🙂", .character("🙂")), ("*", .character("*")),
    ]) func `a key is decoded`(bytes: String, key: Key) {
        var decoder = InputDecoder()
        #expect(decoder.feed(bytes.utf8, at: 0) == [.key(key)])
        #expect(decoder.droppedBytes == 0 && decoder.deadline == nil)
    }

    @Test(arguments: [
        ("\u{1B}[[A", 4), ("\u{1B}OP", 3), ("\u{1B}[15~", 5), ("\u{1B}[Z", 3), ("\u{1B}x", 2), ("\u{1}", 1),
        ("\u{1B}[<0;0;4M", 9), ("\u{1B}[<0;4M", 7), ("\u{1B}[<0;123456;4M", 14), ("\u{85}", 2), ("\u{1B}[?1;2c", 7),
    ]) func `what means nothing here is dropped and counted`(bytes: String, count: Int) {
        var decoder = InputDecoder()
        #expect(decoder.feed(bytes.utf8, at: 0) + decoder.timePassed(at: 50) == [])
        #expect(decoder.droppedBytes == count)
        #expect(decoder.feed("7".utf8, at: 60) == [.key(.character("7"))])
    }

    @Test func `broken UTF-8 is dropped and what follows is read`() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0xC3, 0x31, 0xFF, 0x32, 0xE2, 0x82, 0x33], at: 0) == "123".map { .key(.character($0)) })
        #expect(decoder.droppedBytes == 4)
    }

    @Test func `a lone Escape is a key after 50 ms, and at once before another one`() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1B], at: 1_000) == [])
        #expect(decoder.deadline == 1_050)
        #expect(decoder.timePassed(at: 1_049) == [])
        #expect(decoder.timePassed(at: 1_050) == [.key(.escape)])
        #expect(decoder.deadline == nil)
        #expect(decoder.feed([0x1B, 0x1B], at: 2_000) == [.key(.escape)])
        #expect(decoder.feed("1".utf8, at: 2_060) == [.key(.escape), .key(.character("1"))])
    }

    @Test func `a cut report is given up after 50 ms and does not swallow the next tap`() {
        for cut in ["\u{1B}[<0;25", "\u{1B}[M ", "\u{1B}[", "\u{1B}O"] {
            var decoder = InputDecoder()
            #expect(decoder.feed(cut.utf8, at: 0) == [])
            #expect(decoder.timePassed(at: 50) == [])
            #expect(decoder.droppedBytes == cut.utf8.count)
            #expect(decoder.feed("\u{1B}[<0;2;2M".utf8, at: 51) == [touch(1, 1)])
        }
    }

    @Test func `a report cut by the next one loses only itself`() {
        var decoder = InputDecoder()
        #expect(
            decoder.feed("\u{1B}[<0;25\u{1B}[<0;2;2M\u{1B}[M \u{1B}[<0;3;3M".utf8, at: 0) == [touch(1, 1), touch(2, 2)])
        #expect(decoder.droppedBytes == 11)
    }

    @Test func `the digits of an endless sequence are no keys`() {
        var decoder = InputDecoder()
        let endless = "\u{1B}[" + String(repeating: "1;", count: 400) + "M"
        #expect(decoder.feed((endless + "4").utf8, at: 0) == [.key(.character("4"))])
        #expect(decoder.droppedBytes == endless.utf8.count)
    }

    @Test func `every place round-trips in both encodings`() {
        for row in 0..<70 {
            for column in 0..<240 {
                #expect(decoded("\u{1B}[<0;\(column + 1);\(row + 1)M") == [touch(column, row)])
                guard column < 223 else { continue }
                var decoder = InputDecoder()
                let raw: [UInt8] = [0x1B, 0x5B, 0x4D, 0x20, UInt8(column + 33), UInt8(row + 33)]
                #expect(decoder.feed(raw, at: 0) == [touch(column, row)])
            }
        }
    }

    @Test func `any cut of the bytes into reads gives the same events`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<400 {
            let bytes = randomInput(&generator)
            var whole = InputDecoder()
            var cut = InputDecoder()
            let expected = whole.feed(bytes, at: 10) + whole.timePassed(at: 1_000)
            var events: [InputEvent] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let length = Int.random(in: 1...min(5, rest.count), using: &generator)
                events += cut.feed(rest.prefix(length), at: 10)
                rest = rest.dropFirst(length)
            }
            events += cut.timePassed(at: 1_000)
            #expect(events == expected)
            #expect(cut.droppedBytes == whole.droppedBytes)
        }
    }

    private func randomInput(_ generator: inout SeededGenerator) -> [UInt8] {
        let parts = [
            "\u{1B}[<0;12;7M", "\u{1B}[<0;12;7m", "\u{1B}[<64;3;9M", "\u{1B}[A", "\u{1B}OM", "\u{1B}", "5", "ə", "漢",
            "\u{1B}[M",
            "\u{1B}[<0;", "M", "\r", "\u{1B}[[", "\u{1B}Ox", ";;;;;;;;;;;;;;;;;;",
        ]
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...14, using: &generator) {
            if Int.random(in: 0..<4, using: &generator) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &generator))
            } else {
                bytes += Array((parts.randomElement(using: &generator) ?? "").utf8)
            }
        }
        return bytes
    }

    @Test func `a million random bytes neither crash nor hang, and nothing is kept`() {
        var generator = SeededGenerator(seed: 1_000_000)
        var decoder = InputDecoder()
        var events = 0
        var sent = 0
        for round in 0..<1_000 {
            // Half of the bytes from the alphabet of sequences: pure noise hardly ever gets beyond Escape.
            let alphabet = Array("\u{1B}[<M0123;mO~A ".utf8)
            let bytes = (0..<1_000).map { _ -> UInt8 in
                Bool.random(using: &generator)
                    ? alphabet.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            events += decoder.feed(bytes, at: Int64(round)).count
            sent += bytes.count
            #expect(MemoryLayout.size(ofValue: decoder) < 64)
        }
        events += decoder.timePassed(at: 10_000).count
        #expect(decoder.deadline == nil)
        #expect(events > 100_000 && decoder.droppedBytes > 100_000 && decoder.droppedBytes + events <= sent)
        #expect(decoder.feed("\u{1B}[<0;2;2M".utf8, at: 20_000) == [touch(1, 1)])
    }
}
