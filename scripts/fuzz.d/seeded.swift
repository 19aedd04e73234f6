// Random cases of the input decoder, the same for the same seed.
// usage: seeded CASES SEED
import TerminalUI

@main
enum Seeded {
    static func main() {
        let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        let (cases, seed) = (numbers.first ?? 1_000_000, numbers.dropFirst().first ?? 1)
        var generator = SeededGenerator(seed: seed)
        for number in 0..<cases {
            let drawn = DecoderCase(drawnFrom: &generator)
            if let fault = drawn.fault() {
                print("seed \(seed), case \(number): \(fault)\n\(drawn.reads)")
                fatalError("the decoder is at fault")
            }
        }
        print("\(cases) cases, seed \(seed): no fault")
    }
}
