import Foundation
import Gzip
import SurveyKit
import WireProtocol

@testable import CollectorApp
@testable import CollectorStore

/// What the collector reads.
enum CollectorParsers {
    private static let codes: Set<String> = ["line-too-large", "not-json", "no-id"]
    private static let lineLimit = 65_536

    static func line(_ bytes: Data) -> String? {
        let line: IncomingLine
        do throws(IncomingLine.Rejection) {
            line = try IncomingLine(n: 7, bytes: bytes, queue: FuzzExamples.queue, limit: lineLimit)
        } catch {
            return codes.contains(error.code) ? nil : "rejected as \(error.code), which is no word of the protocol"
        }
        guard line.bytes == bytes, line.sha256 == SealedLine.hash(of: bytes) else { return "not the bytes that came" }
        guard line.seq == 0 || ResponseLine.sequences.contains(line.seq) else { return "number \(line.seq)" }
        guard (line.prev?.count ?? 32) == 32, line.id.hex.utf8.count == 32 else {
            return "a hash or id of another length"
        }
        guard (line.line == nil) == (line.reason == .badLine) else { return "understood and not at once" }
        return line.line.flatMap(meaning)
    }

    /// A line that was understood: judged by a survey, and given a time.
    private static func meaning(_ line: ResponseLine) -> String? {
        let survey = FuzzExamples.survey
        if survey.fits(line) {
            let counted = Contribution(of: line, in: survey, plan: SeriesPlan(survey))
            guard counted.facts.allSatisfy({ (0...10).contains($0.column) }) else { return "a count without a column" }
            _ = CommentFact.facts(of: line, in: survey)
        }
        let received: Int64 = 1_763_800_000_000
        for attempt in [nil, Timestamp(boot: line.boot, bootMS: .max, wallMS: 0, clock: .unknown)] {
            var evidence = TimeEvidence(attempt: attempt, receivedMS: received)
            evidence.before = FuzzExamples.observation
            evidence.after = FuzzExamples.observation
            let time = evidence.occurred(line)
            guard (0...received).contains(time.ms), (time.errMS ?? 0) >= 0 else { return "the time \(time)" }
        }
        return nil
    }

    static func batch(_ bytes: Data) -> String? {
        guard let lines = try? NDJSON.lines(of: bytes, atMost: 100) else { return nil }
        guard (1...100).contains(lines.count), !lines.contains(where: \.isEmpty) else { return "\(lines.count) lines" }
        let joined = Data(lines.joined(separator: [0x0A]))
        guard joined == bytes || joined + [0x0A] == bytes else { return "the lines are not the body" }
        return lines.prefix(5).compactMap(line).first
    }

    /// Packed bytes in pieces whose size the first byte says.
    static func packed(_ bytes: Data) -> String? {
        let (maximum, ratio) = (100_000, 20)
        guard let size = bytes.first, let inflater = try? Inflater(maximumBytes: maximum, maximumRatio: ratio) else {
            return nil
        }
        let body = Data(bytes.dropFirst())
        do throws(Inflater.Fault) {
            for start in stride(from: 0, to: body.count, by: Int(size) + 1) {
                try inflater.feed(body[start..<min(start + Int(size) + 1, body.count)])
                guard inflater.plainBytes <= maximum else { return "it holds \(inflater.plainBytes) bytes" }
            }
            let plain = try inflater.finish()
            guard plain.count <= max(Inflater.freeBytes, ratio * body.count) else {
                return "a bomb of \(plain.count) bytes"
            }
            return batch(plain)
        } catch {
            return inflater.plainBytes <= maximum ? nil : "it holds \(inflater.plainBytes) bytes"
        }
    }

    static func boot(_ bytes: Data) -> String? {
        guard let sent = Timestamp(bootHeader: String(decoding: bytes, as: UTF8.self)) else { return nil }
        guard (1...64).contains(sent.boot.utf8.count), sent.bootMS >= 0 else { return "\(sent)" }
        guard let line = try? JSONDecoder().decode(ResponseLine.self, from: FuzzExamples.line(boot: sent.boot)) else {
            return nil
        }
        let received: Int64 = 1_763_800_000_000
        let time = TimeEvidence(attempt: sent, receivedMS: received).occurred(line)
        return (0...received).contains(time.ms) && (time.errMS ?? 0) >= 0 ? nil : "the time \(time)"
    }

    static func enrolment(_ bytes: Data) -> String? {
        sameAgain(EnrolRequest.self, bytes) ?? sameAgain(EnrolAnswer.self, bytes)
            ?? sameAgain(EnrolPending.self, bytes) ?? sameAgain(CredentialRequest.self, bytes)
            ?? sameAgain(CredentialAnswer.self, bytes)
    }

    static func checkin(_ bytes: Data) -> String? {
        if let fault = sameAgain(CheckinRequest.self, bytes) ?? sameAgain(UnchangedReport.self, bytes) { return fault }
        guard let request = try? JSONDecoder().decode(CheckinRequest.self, from: bytes) else { return nil }
        for seen in request.heard ?? [] where seen.isPlausible {
            // What is called plausible can be reckoned with.
            var evidence = TimeEvidence(receivedMS: 1_763_800_000_000)
            evidence.inBoot = [seen]
            guard let line = try? JSONDecoder().decode(ResponseLine.self, from: FuzzExamples.line(boot: seen.boot))
            else {
                continue
            }
            let time = evidence.occurred(line)
            guard time.ms >= 0, (time.errMS ?? 0) >= 0 else { return "the time \(time)" }
        }
        return nil
    }

    static func stick(_ bytes: Data) -> String? {
        bytes.split(separator: 0x0A).prefix(20).lazy.compactMap { line(Data($0)) }.first
    }

    /// A message that was read is read again from what is written of it.
    static func sameAgain<Message: Codable & Equatable>(_ type: Message.Type, _ bytes: Data) -> String? {
        guard let message = try? JSONDecoder().decode(type, from: bytes) else { return nil }
        guard let written = try? JSONEncoder().encode(message),
            let again = try? JSONDecoder().decode(type, from: written)
        else { return "\(type) can't be written again" }
        return again == message ? nil : "\(type) is another one after writing"
    }
}
