import Foundation
import KioskStore
import KioskSync
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// Every parser that meets the network or a stick: valid messages, changed by seed.
///
/// `scripts/fuzz --target all` goes on where this ends.
@Suite struct ParserFuzzTests {
    /// Of each target; `SMILEPOST_FUZZ_CASES` says more.
    private static let cases = ProcessInfo.processInfo.environment["SMILEPOST_FUZZ_CASES"].flatMap { Int($0) } ?? 1_500
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scripts/fuzz.d/seeds")

    /// The corpus that is kept: our encoders' messages, and what was found once.
    private static func kept(_ target: FuzzTarget) throws -> [Data] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: target.rawValue), includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }.map { try Data(contentsOf: $0) }
    }

    @Test(arguments: FuzzTarget.allCases)
    func `messages of our own encoders, and all seeds that are kept, are taken as they should`(target: FuzzTarget)
        throws
    {
        let kept = try Self.kept(target)
        #expect(kept.count >= target.examples.count)
        for bytes in kept + target.examples {
            #expect(!bytes.isEmpty)
            let fault = target.fault(in: bytes)
            #expect(fault == nil, "\(bytes.base64EncodedString())")
        }
    }

    @Test(arguments: FuzzTarget.allCases)
    func `changed by seed, nothing traps, nothing is settled wrongly, nothing grows without bounds`(
        target: FuzzTarget
    ) throws {
        var generator = SeededGenerator(seed: 0x5EED)
        let seeds = try Self.kept(target) + target.examples
        for number in 0..<Self.cases {
            guard let seed = seeds.randomElement(using: &generator) else { break }
            let bytes = Mutation.changed(seed, with: seeds, &generator)
            if let fault = target.fault(in: bytes) {
                Issue.record("\(target), case \(number): \(fault): \(bytes.base64EncodedString())")
                return
            }
        }
    }

    @Test func `an answer with a bad byte anywhere, or with two fields of one name, settles nothing`() throws {
        // Found by libFuzzer: the damage was in fields that nobody reads, and the lines before it were settled.
        let found = try Self.kept(.verdicts).filter { !FuzzExamples.of(.verdicts).contains($0) }
        #expect(found.count >= 5)
        for bytes in found {
            let outcome = IngestOutcome.interpret(
                .success(FuzzExamples.answer(200, bytes, type: Wire.MediaType.results)), sent: FuzzExamples.lines,
                queue: FuzzExamples.queue, collectorID: FuzzExamples.collector)
            guard case .unjudged = outcome else {
                Issue.record("settled by \(bytes.base64EncodedString())")
                continue
            }
        }
    }

    @Test func `the oracle sees a line that is settled by nobody's word`() {
        // Were the settlements of a valid answer held against another answer, each of them would be a fault.
        let examples = FuzzExamples.of(.verdicts)
        #expect(examples.count > 3)
        #expect(examples.allSatisfy { KioskParsers.verdicts($0) == nil })
        let wrongHash = Data(String(decoding: examples[0], as: UTF8.self).replacing("accepted", with: "retry").utf8)
        for line in FuzzExamples.lines {
            #expect(KioskParsers.fault(in: .delivered(line.id, sha256: line.sha256), of: line, by: wrongHash) != nil)
            #expect(KioskParsers.fault(in: .dead(line.id, reason: "x"), of: line, by: wrongHash) != nil)
            #expect(KioskParsers.fault(in: .delivered(line.id, sha256: line.sha256), of: line, by: examples[0]) == nil)
        }
    }
}
