import CZlib
package import Foundation

/// Bodies packed as `Content-Encoding: gzip` (RFC 1952), by zlib.
package enum Gzip {
    /// Packs a whole body.
    ///
    /// - Returns: Nil where memory is short; the body can then go as it is.
    package static func pack(_ plain: Data) -> Data? {
        guard let stream = Stream(smilepost_deflate_begin, end: deflateEnd) else { return nil }
        var packed = Data(count: Int(deflateBound(stream.pointer, uLong(plain.count))))
        let end = stream.run(deflate, from: plain, into: &packed, flush: Z_FINISH)
        guard end.status == Z_STREAM_END, end.read == plain.count else { return nil }
        return packed.prefix(end.written)
    }
}

/// Owns one `z_stream`, which must not move as long as zlib knows it.
final class Stream {
    let pointer = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let end: (UnsafeMutablePointer<z_stream>) -> Int32

    init?(
        _ begin: (UnsafeMutablePointer<z_stream>) -> Int32, end: @escaping (UnsafeMutablePointer<z_stream>) -> Int32
    ) {
        self.end = end
        pointer.initialize(to: z_stream())
        guard begin(pointer) == Z_OK else { return nil }
    }

    deinit {
        _ = end(pointer)
        pointer.deallocate()
    }

    /// One call of `deflate` or `inflate`: its code, and how far it came on both sides.
    func run(
        _ work: (UnsafeMutablePointer<z_stream>, Int32) -> Int32, from source: Data, into target: inout Data,
        flush: Int32
    ) -> (status: Int32, read: Int, written: Int) {
        let (sourceCount, targetCount) = (source.count, target.count)
        let status = source.withUnsafeBytes { source in
            target.withUnsafeMutableBytes { target in
                // zlib reads through this pointer only, whatever its type says.
                pointer.pointee.next_in = UnsafeMutablePointer(mutating: source.bindMemory(to: Bytef.self).baseAddress)
                pointer.pointee.avail_in = uInt(sourceCount)
                pointer.pointee.next_out = target.bindMemory(to: Bytef.self).baseAddress
                pointer.pointee.avail_out = uInt(targetCount)
                return work(pointer, flush)
            }
        }
        return (
            status, sourceCount - Int(pointer.pointee.avail_in), targetCount - Int(pointer.pointee.avail_out)
        )
    }
}
