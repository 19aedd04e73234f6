package import Foundation

/// Finds an object of a JSON text that names a key twice, or writes one with an escape: readers differ on which of the two
/// counts, so that such a line says one thing here and another there.
///
/// The text has been read as JSON before; this only looks at where its strings and brackets are.
package enum DoubledKeys {
    package static func exist(in json: Data) -> Bool {
        json.withUnsafeBytes { bytes in
            var scan = Scan(bytes: bytes)
            return scan.findDouble()
        }
    }

    private struct Scan {
        let bytes: UnsafeRawBufferPointer
        var position = 0
        /// Hashes of the keys so far of each object that is open; nil for an array.
        ///
        /// Their seed is another in each process, so that nobody can make two keys meet; by chance they don't.
        var open: [Set<Int>?] = []

        mutating func findDouble() -> Bool {
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                switch byte {
                case UInt8(ascii: "{"): open.append([])
                case UInt8(ascii: "["): open.append(nil)
                case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
                case UInt8(ascii: "\""): if takeString() { return true }
                default: break
                }
            }
            return false
        }

        /// Passes over a string; true where it is a key that was there before.
        private mutating func takeString() -> Bool {
            let start = position
            var isEscaped = false
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                if bytes[position] == UInt8(ascii: "\\") {
                    isEscaped = true
                    position += 1
                }
                position += 1
            }
            let end = min(position, bytes.count)
            position = end + 1
            guard isKey, !open.isEmpty else { return false }
            var key = Hasher()
            key.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            let isNew = open[open.count - 1]?.insert(key.finalize()).inserted ?? true
            return isEscaped || !isNew
        }

        /// Whether a colon follows the string that was passed over.
        private var isKey: Bool {
            var next = position
            while next < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[next]) { next += 1 }
            return next < bytes.count && bytes[next] == UInt8(ascii: ":")
        }
    }
}
