import Crypto
package import Foundation

/// The fields of a sealed line, in the order of docs/wire-protocol.md.
package struct ResponseLine: Equatable, Sendable, Codable {
    package let id: ResponseID
    /// The queue the line belongs to.
    package let q: QueueID
    /// Position in the queue, from 1, without holes.
    package let seq: Int64
    /// SHA-256 in hex of the line before this one in its queue; of the queue id's digits for the first.
    package let prev: String
    package let survey: String
    package let ver: Int
    package let bundle: String?
    package let end: Completion
    package let boot: String
    /// Milliseconds since boot at the first answer.
    package let t: Int64
    /// Milliseconds since 1970 at the first answer, by the kiosk's own clock.
    package let wall: Int64
    package let clock: ClockState
    package let lang: String
    package let answers: [String: Answer]
    package let skips: [String: SkipReason]
    package let dur: [String: Int64]
    /// Absent where it is not.
    package let suspect: SuspectReason?
}

/// A response as it will be sent: exact bytes, never made again from their meaning.
package struct SealedLine: Equatable, Sendable {
    package let id: ResponseID
    package let seq: Int64
    package let bytes: Data
    /// 32 bytes.
    package let sha256: Data

    /// Bytes that were sealed before, as the store holds them.
    package init(id: ResponseID, seq: Int64, bytes: Data, sha256: Data) {
        self.id = id
        self.seq = seq
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// Seals a draft as the next line of its queue.
    ///
    /// - Parameters:
    ///   - draft: The interview; without a completion it counts as `left`.
    ///   - queue: The queue it joins.
    ///   - seq: Its position there.
    ///   - prev: The chain's head: 32 bytes, from the line before or from `genesis(of:)`.
    /// - Throws: An `EncodingError`; no value of a draft can cause one.
    package init(sealing draft: Draft, queue: QueueID, seq: Int64, prev: Data) throws {
        let line = ResponseLine(
            id: draft.id, q: queue, seq: seq, prev: prev.hex, survey: draft.surveyID, ver: draft.surveyVersion,
            bundle: draft.bundle, end: draft.completion ?? .left, boot: draft.started.boot, t: draft.started.bootMS,
            wall: draft.started.wallMS, clock: draft.started.clock, lang: draft.language, answers: draft.answers,
            skips: draft.skips, dur: draft.durations, suspect: draft.suspect)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        bytes = try encoder.encode(line)
        sha256 = Self.hash(of: bytes)
        id = draft.id
        self.seq = seq
    }

    /// Whether the bytes are still the ones that were sealed.
    package var isIntact: Bool { Self.hash(of: bytes) == sha256 }

    /// The chain's head before the first line of a queue: SHA-256 of the queue id's 32 hex digits.
    package static func genesis(of queue: QueueID) -> Data { hash(of: Data(queue.hex.utf8)) }

    /// SHA-256 of `bytes`.
    package static func hash(of bytes: Data) -> Data { Data(SHA256.hash(data: bytes)) }
}
