import TerminalUI
import TestSupport
import Testing

/// What a terminal began and did not end in time: its rest must never count as keys, for a digit is a vote.
struct CutSequenceTests {
    private static let sgr = "\u{1B}[<0;25;12M"
    private static let sequences =
        [
            sgr, "\u{1B}[<0;25;12m", "\u{1B}[<64;225;12M", "\u{1B}[A", "\u{1B}[15~", "\u{1B}[24;80R", "\u{1B}[?64;1;2c",
            "\u{1B}Oq", "\u{1B}[[A", "\u{1B}[49;1u", "\u{1B}]11;rgb:1234/5678/9012\u{7}",
            "\u{1B}]11;rgb:1234/5678/9012\u{1B}\\", "\u{1B}[200~12345\u{1B}[201~",
            "\u{1B}[" + String(repeating: "1;", count: 30) + "M",
        ].map { Array($0.utf8) } + [[0x1B, 0x5B, 0x4D, 0x20, 0x31, 0x32], [0x1B, 0x5B, 0x4D, 0x20, 0xF1, 0x35]]

    @Test func `cut anywhere, for up to a second, no sequence leaves a key behind`() {
        for bytes in Self.sequences {
            for cut in 1..<bytes.count {
                for pause: Int64 in [50, 51, 300, 949] {
                    var decoder = InputDecoder()
                    var events = decoder.feed(bytes[..<cut], at: 0)
                    events += decoder.timePassed(at: pause)
                    events += decoder.feed(bytes[cut...], at: pause)
                    events += decoder.timePassed(at: pause + 5_000)
                    let keys = events.filter { if case .key = $0 { true } else { false } }
                    let expected: [InputEvent] = cut == 1 ? [.key(.escape)] : []
                    #expect(keys == expected, "\(bytes) cut at \(cut), \(pause) ms")
                    #expect(decoder.deadline == nil && decoder.unfinishedBytes == 0)
                }
            }
        }
    }

    @Test func `a report in SGR counts however slowly it comes, for it says where it ends`() {
        var decoder = InputDecoder()
        var events = decoder.feed(Self.sgr.utf8.prefix(2), at: 0)
        for (index, byte) in Self.sgr.utf8.dropFirst(2).enumerated() {
            let now = Int64(index + 1) * 900
            events += decoder.timePassed(at: now) + decoder.feed([byte], at: now)
        }
        #expect(events == [.touch(Point(column: 24, row: 11))])
        #expect(decoder.droppedBytes == 0 && decoder.deadline == nil)
    }

    @Test func `a late rest in X10 is exactly as many bytes as were missing`() {
        for cut in 3..<6 {
            let bytes: [UInt8] = [0x1B, 0x5B, 0x4D, 0x20, 0x31, 0x32]
            var decoder = InputDecoder()
            #expect(decoder.feed(bytes[..<cut], at: 0) == [])
            #expect(decoder.feed(bytes[cut...] + [0x35], at: 500) == [.key(.character("5"))])
            #expect(decoder.droppedBytes == 6)
        }
    }

    @Test func `after a report cut for good the next tap counts at once, and a second later every key`() {
        for cut in ["\u{1B}[<0;25", "\u{1B}[M ", "\u{1B}[", "\u{1B}O", "\u{1B}]11;rgb:", "\u{1B}[200~12"] {
            for pause: Int64 in [0, 20, 50, 400] {
                var decoder = InputDecoder()
                #expect(decoder.feed(cut.utf8, at: 0) + decoder.timePassed(at: pause) == [])
                #expect(decoder.feed("\u{1B}[<0;2;2M".utf8, at: pause) == [.touch(Point(column: 1, row: 1))])
                #expect(decoder.feed("5".utf8, at: pause) == [.key(.character("5"))])
            }
            var decoder = InputDecoder()
            #expect(decoder.feed(cut.utf8, at: 0) == [])
            #expect(decoder.deadline == (cut.utf8.first == 0x1B && cut.count < 8 && !cut.contains("]") ? 50 : 1_000))
            #expect(decoder.timePassed(at: 1_000) == [])
            #expect(decoder.deadline == nil)
            #expect(decoder.feed("5".utf8, at: 1_001) == [.key(.character("5"))])
            #expect(decoder.droppedBytes == cut.utf8.count)
        }
    }

    @Test func `a key in the second after a cut report costs that key and no vote`() {
        var decoder = InputDecoder()
        #expect(decoder.feed("\u{1B}[<0;2".utf8, at: 0) == [])
        #expect(decoder.feed("5".utf8, at: 300) == [])
        #expect(decoder.feed("\r".utf8, at: 600) == [.key(.enter)])
        #expect(decoder.feed("4".utf8, at: 700) == [.key(.character("4"))])
    }

    @Test func `Enter ends a string that no terminal sent`() {
        var decoder = InputDecoder()
        // Alt and Shift and P on a keyboard, then typing.
        #expect(decoder.feed("\u{1B}P".utf8, at: 0) == [])
        #expect(decoder.feed("35".utf8, at: 500) == [])
        #expect(decoder.feed("\r4".utf8, at: 900) == [.key(.enter), .key(.character("4"))])
    }

    @Test func `a string without an end is passed over up to 64 kB, and none of it is kept`() {
        var decoder = InputDecoder()
        #expect(decoder.feed("\u{1B}]52;".utf8, at: 0) == [])
        #expect(decoder.feed(repeatElement(0x35, count: 65_532), at: 0) == [])
        #expect(decoder.unfinishedBytes == 0 && decoder.deadline == 1_000)
        #expect(decoder.feed("55".utf8, at: 1) == [.key(.character("5"))])
    }

    @Test func `the Escape that ends a string is no key, though its other half is late`() {
        var decoder = InputDecoder()
        #expect(decoder.feed("\u{1B}]11;rgb:1\u{1B}".utf8, at: 0) == [])
        #expect(decoder.timePassed(at: 60) == [])
        #expect(decoder.feed("[<0;3;4M".utf8, at: 70) == [])
        #expect(decoder.feed("\u{1B}[<0;3;4M".utf8, at: 71) == [.touch(Point(column: 2, row: 3))])
    }
}
