import Foundation
import Glibc
import SurveyKit

/// The queue's id, its newest number and its chain's head, in 64 bytes beside the database: what must be known even when
/// the database can't be read any more.
///
/// Written after every seal, so it may be one line behind. It is never ahead.
struct HighWater: Equatable, Sendable {
    let queueID: QueueID
    /// The number of the newest sealed line; 0 with none.
    let seq: Int64
    /// 32 bytes.
    let head: Data

    static let name = "high-water"

    /// 16 bytes of queue, 8 of number (big-endian), 32 of head, 8 that check the rest.
    var bytes: Data {
        var bytes = Data(hex: queueID.hex) ?? Data()
        withUnsafeBytes(of: seq.bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(head)
        return bytes + Self.check(of: bytes)
    }

    init(queueID: QueueID, seq: Int64, head: Data) {
        (self.queueID, self.seq, self.head) = (queueID, seq, head)
    }

    init(_ identity: Identity) {
        self.init(queueID: identity.queueID, seq: identity.created, head: identity.head)
    }

    /// Nil where a byte of it is wrong.
    init?(bytes: Data) {
        guard bytes.count == 64, Self.check(of: bytes.prefix(56)) == bytes.suffix(8),
            let queue = QueueID(hex: bytes.prefix(16).hex)
        else { return nil }
        let seq = bytes.dropFirst(16).prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        self.init(queueID: queue, seq: seq, head: Data(bytes.dropFirst(24).prefix(32)))
    }

    private static func check(of bytes: Data) -> Data { SealedLine.hash(of: bytes).prefix(8) }
}

extension StateFolder {
    /// The last that was noted; nil with none, or where it is damaged.
    func highWater() -> HighWater? { (try? read(HighWater.name)).flatMap(\.self).flatMap(HighWater.init(bytes:)) }

    /// Overwrites the note in place and syncs it: 64 bytes are within one sector.
    ///
    /// Failing fails nothing: the line is committed, and the note is only for the day the database is not.
    func note(_ highWater: HighWater) {
        let descriptor = open(file(HighWater.name), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { Glibc.close(descriptor) }
        let bytes = highWater.bytes
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        fdatasync(descriptor)
    }
}
