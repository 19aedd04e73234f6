import TerminalUI
import TestSupport
import Testing

/// The quick form; `scripts/fuzz` checks a million cases and lets libFuzzer look for more.
struct DecoderFuzzTests {
    @Test(arguments: 0..<4)
    func `ten thousand random cases neither crash nor hang, and each is read alike however reads cut it`(
        _ seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        for number in 0..<2_500 {
            let drawn = DecoderCase(drawnFrom: &generator)
            if let fault = drawn.fault() {
                Issue.record("seed \(seed), case \(number): \(fault)\n\(drawn.reads)")
                return
            }
        }
    }

    @Test func `a million bytes of noise in one read are over at once and leave nothing`() {
        var generator = SeededGenerator(seed: 1_000_000)
        var decoder = InputDecoder()
        let bytes = (0..<125_000).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
        let events = decoder.feed(bytes, at: 0).count
        #expect(decoder.unfinishedBytes <= 32)
        _ = decoder.timePassed(at: 1_000)
        #expect(decoder.deadline == nil)
        #expect(events > 100_000 && decoder.droppedBytes > 100_000 && decoder.droppedBytes + events <= bytes.count + 1)
    }
}
