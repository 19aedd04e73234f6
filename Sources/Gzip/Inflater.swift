import CZlib
package import Foundation

/// Unpacks a gzip body as it comes in, and never holds more than it was allowed to: a bomb goes off at the limit.
package final class Inflater {
    package enum Fault: Error, Equatable, Sendable {
        /// More than the limit, or packed tighter than honest bodies are.
        case tooLarge
        /// No gzip, altered on the way, or followed by something else.
        case damaged
        /// It ends before its end.
        case truncated
        case outOfMemory
    }

    /// Below this size a body may be packed as tightly as it likes.
    package static let freeBytes = 4_096

    private let stream: Stream
    private let maximumBytes: Int
    private let maximumRatio: Int
    private var plain = Data()
    private var packedCount = 0
    private var isAtEnd = false
    private var buffer = Data(count: 16_384)

    /// - Parameters:
    ///   - maximumBytes: Of the unpacked body.
    ///   - maximumRatio: Unpacked bytes for each packed one.
    package init(maximumBytes: Int, maximumRatio: Int) throws(Fault) {
        guard let stream = Stream(smilepost_inflate_begin, end: inflateEnd) else { throw .outOfMemory }
        self.stream = stream
        self.maximumBytes = maximumBytes
        self.maximumRatio = maximumRatio
    }

    /// Bytes unpacked and held so far: never above the limit.
    package var plainBytes: Int { plain.count }

    /// Takes the next piece of the body.
    package func feed(_ piece: Data) throws(Fault) {
        packedCount += piece.count
        var rest = piece
        while !rest.isEmpty {
            guard !isAtEnd else { throw .damaged }
            let step = stream.run(inflate, from: rest, into: &buffer, flush: Z_NO_FLUSH)
            guard plain.count + step.written <= maximumBytes else { throw .tooLarge }
            plain.append(buffer.prefix(step.written))
            rest = rest.dropFirst(step.read)
            switch step.status {
            case Z_STREAM_END: isAtEnd = true
            case Z_OK: if step.read == 0, step.written == 0 { throw .damaged }
            case Z_MEM_ERROR: throw .outOfMemory
            default: throw .damaged
            }
        }
        try drain()
    }

    /// All of the body, after its last piece.
    package func finish() throws(Fault) -> Data {
        guard isAtEnd else { throw .truncated }
        guard plain.count <= Self.freeBytes || plain.count <= maximumRatio * packedCount else { throw .tooLarge }
        return plain
    }

    /// What zlib still holds when a piece was read to its last byte and filled the buffer.
    private func drain() throws(Fault) {
        while !isAtEnd {
            let step = stream.run(inflate, from: Data(), into: &buffer, flush: Z_NO_FLUSH)
            guard plain.count + step.written <= maximumBytes else { throw .tooLarge }
            plain.append(buffer.prefix(step.written))
            if step.status == Z_STREAM_END { isAtEnd = true }
            guard step.status == Z_OK, step.written > 0 else { return }
        }
    }
}
