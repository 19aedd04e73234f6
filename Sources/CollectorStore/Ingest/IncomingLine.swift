import Foundation
import SurveyKit
import WireProtocol

/// One line of a request, decoded once and judged before the writer sees it.
///
/// Stored first, judged later (sync.md, decision 6): whatever has an id is kept; `reason` only says in which drawer.
struct IncomingLine: Sendable {
    let n: Int
    let id: ResponseID
    let queue: QueueID
    /// 0 where the line has none that can be.
    let seq: Int64
    let bytes: Data
    /// 32 bytes.
    let sha256: Data
    /// Hash of the line before, as this one claims.
    let prev: Data?
    /// Nil where the line's fields can't be read.
    let line: ResponseLine?
    var reason: Reason?

    /// Why a line is kept apart.
    enum Reason: String, Sendable {
        case badLine = "bad-line"
        case wrongQueue = "wrong-queue"
        case unknownSurvey = "unknown-survey"
        case unknownVersion = "unknown-version"
        case badAnswer = "bad-answer"
        /// The id is known with other bytes.
        case conflict
    }

    /// A line that can't be stored at all.
    struct Rejection: Error {
        let id: ResponseID?
        let code: String
    }

    /// Reads a line that came with `queue`.
    ///
    /// - Throws: `Rejection` for a line that is too long, not JSON, or without an id.
    init(n: Int, bytes: Data, queue: QueueID, limit: Int) throws(Rejection) {
        let decoder = JSONDecoder()
        guard bytes.count <= limit else {
            // Named by its id, or the kiosk could not tell which line it is and would send it for ever.
            let id = (try? decoder.decode(Outline.self, from: bytes))?.id.flatMap(ResponseID.init(hex:))
            throw Rejection(id: id, code: "line-too-large")
        }
        if let line = try? decoder.decode(ResponseLine.self, from: bytes), line.isPlausible,
            !DoubledKeys.exist(in: bytes)
        {
            self.init(
                n: n, id: line.id, queue: line.q, seq: line.seq, bytes: bytes, prev: Data(hex: line.prev), line: line,
                reason: nil)
            return
        }
        guard let outline = try? decoder.decode(Outline.self, from: bytes) else {
            throw Rejection(id: nil, code: "not-json")
        }
        guard let id = outline.id.flatMap(ResponseID.init(hex:)) else { throw Rejection(id: nil, code: "no-id") }
        self.init(
            n: n, id: id, queue: outline.q.flatMap(QueueID.init(hex:)) ?? queue, seq: outline.seq ?? 0, bytes: bytes,
            prev: nil, line: nil, reason: .badLine)
    }

    private init(
        n: Int, id: ResponseID, queue: QueueID, seq: Int64, bytes: Data, prev: Data?, line: ResponseLine?,
        reason: Reason?
    ) {
        self.n = n
        self.id = id
        self.queue = queue
        self.seq = ResponseLine.sequences.contains(seq) ? seq : 0
        self.bytes = bytes
        sha256 = SealedLine.hash(of: bytes)
        self.prev = prev?.count == 32 ? prev : nil
        self.line = line
        self.reason = reason
    }
}

extension ResponseLine {
    static let sequences: ClosedRange<Int64> = 1...(1 << 40)

    fileprivate var isPlausible: Bool {
        Self.sequences.contains(seq) && t >= 0 && Data(hex: prev)?.count == 32
    }
}

/// What is left to find in a JSON object whose other fields are of the wrong kind.
private struct Outline: Decodable {
    let id: String?
    let q: String?
    let seq: Int64?

    private enum CodingKeys: CodingKey { case id, q, seq }

    init(from decoder: any Decoder) throws {
        guard let container = try? decoder.container(keyedBy: CodingKeys.self) else {
            id = nil
            q = nil
            seq = nil
            return
        }
        id = try? container.decodeIfPresent(String.self, forKey: .id)
        q = try? container.decodeIfPresent(String.self, forKey: .q)
        seq = try? container.decodeIfPresent(Int64.self, forKey: .seq)
    }
}
