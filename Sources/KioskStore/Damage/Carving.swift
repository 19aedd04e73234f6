import Foundation
import Glibc
import SurveyKit

/// Finds sealed lines in the bytes of a database that SQLite can't read, without knowing anything of its pages.
///
/// A line begins with `{"answers":` and ends with `"wall":…}`, its hash follows in the row, and nothing but the very line
/// has that hash. A line that is longer than a page is in pieces, and is not found.
enum Carving {
    private static let chunkBytes = 1 << 20
    /// More than a page: what is kept of a chunk, so that no line is cut by the edge of one.
    private static let overlapBytes = 16_384
    private static let start = Data(#"{"answers":"#.utf8)
    private static let end = Data(#","wall":"#.utf8)

    /// Gives every line of the file that matches the hash behind it, in the order of the file; the same one may come twice.
    ///
    /// A file that is not there has none; where the disk fails, the lines before are all.
    static func lines(inFileAt path: String, _ take: (Data, _ sha256: Data) throws -> Void) rethrows {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var window = Data()
        var offset: off_t = 0
        while let chunk = read(descriptor, at: offset) {
            offset += off_t(chunk.count)
            window = Data(window.suffix(overlapBytes) + chunk)
            try lines(in: window, take)
        }
    }

    private static func read(_ descriptor: Int32, at offset: off_t) -> Data? {
        var bytes = [UInt8](repeating: 0, count: chunkBytes)
        let count = pread(descriptor, &bytes, bytes.count, offset)
        return count > 0 ? Data(bytes.prefix(count)) : nil
    }

    static func lines(in bytes: Data, _ take: (Data, _ sha256: Data) throws -> Void) rethrows {
        var from = bytes.startIndex
        while let begin = bytes.range(of: start, in: from..<bytes.endIndex) {
            from = begin.upperBound
            let limit = min(bytes.endIndex, begin.lowerBound + overlapBytes)
            guard let mark = bytes.range(of: end, in: begin.upperBound..<limit),
                let brace = bytes[mark.upperBound..<limit].firstIndex(of: UInt8(ascii: "}")),
                brace + 33 <= bytes.endIndex
            else { continue }
            let line = Data(bytes[begin.lowerBound...brace])
            let sha256 = Data(bytes[(brace + 1)...(brace + 32)])
            if SealedLine.hash(of: line) == sha256 { try take(line, sha256) }
        }
    }
}
