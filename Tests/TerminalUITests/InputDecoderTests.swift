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
        // A finger may slip sideways too.
        #expect(decoded("\u{1B}[<66;3;4M\u{1B}[<67;3;4M") == [touch(2, 3), touch(2, 3)])
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
        ("🙂", .character("🙂")), ("*", .character("*")), ("\u{1B}[E", .character("5")), ("\u{1B}[G", .character("5")),
        ("\u{1B}OE", .character("5")), ("\u{1B}[49u", .character("1")), ("\u{1B}[49;129u", .character("1")),
        ("\u{1B}[13u", .enter), ("\u{1B}[57404;1u", .character("5")), ("\u{1B}[601u", .character("ə")),
    ]) func `a key is decoded`(bytes: String, key: Key) {
        var decoder = InputDecoder()
        #expect(decoder.feed(bytes.utf8, at: 0) == [.key(key)])
        #expect(decoder.droppedBytes == 0 && decoder.deadline == nil)
    }

    @Test(arguments: [
        ("\u{1B}[[A", 4), ("\u{1B}OP", 3), ("\u{1B}[15~", 5), ("\u{1B}[Z", 3), ("\u{1B}x", 2), ("\u{1}", 1),
        ("\u{1B}[<0;0;4M", 9), ("\u{1B}[<0;4M", 7), ("\u{1B}[<0;123456;4M", 14), ("\u{85}", 2), ("\u{1B}[?1;2c", 7),
        ("\u{1B}[12;40R", 8), ("\u{1B}[I\u{1B}[O", 6), ("\u{1B}[?2026;2$y", 11), ("\u{1B}[8;24;80t", 10),
        ("\u{1B}[49;5u", 7), ("\u{1B}[49;2u", 7), ("\u{1B}[49;1:3u", 9), ("\u{1B}[27;5;49~", 10),
        ("\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{7}", 24), ("\u{1B}]11;rgb:1e1e/1e1e/1e1e\u{1B}\\", 25),
        ("\u{1B}P1$r0;1m\u{1B}\\", 11), ("\u{1B}_Gi=31;OK\u{1B}\\", 12), ("\u{1B}[200~5\r5\u{1B}[201~", 15),
        ("\u{9B}12;40R", 8),
    ]) func `what means nothing here is dropped and counted`(bytes: String, count: Int) {
        var decoder = InputDecoder()
        #expect(decoder.feed(bytes.utf8, at: 0) == [])
        #expect(decoder.droppedBytes == count && decoder.deadline == nil)
        #expect(decoder.feed("7".utf8, at: 1) == [.key(.character("7"))])
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
        #expect(decoder.deadline == 2_000)
        #expect(decoder.timePassed(at: 2_000) == [])
        #expect(decoder.deadline == nil)
        #expect(decoder.feed([0x1B, 0x1B], at: 3_000) == [.key(.escape)])
        #expect(decoder.feed("1".utf8, at: 3_060) == [.key(.escape), .key(.character("1"))])
        #expect(decoder.droppedBytes == 0)
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
            for column in 0..<420 {
                #expect(decoded("\u{1B}[<0;\(column + 1);\(row + 1)M") == [touch(column, row)])
                guard column < 223 else { continue }
                var decoder = InputDecoder()
                let raw: [UInt8] = [0x1B, 0x5B, 0x4D, 0x20, UInt8(column + 33), UInt8(row + 33)]
                #expect(decoder.feed(raw, at: 0) == [touch(column, row)])
            }
        }
    }
}
