import Foundation

/// What one row of the tallies counts: a number for each column of each series that has any, rising by series and column.
///
/// In the database it is the bytes of its entries. A row of a branch's day has some fifty numbers; each in a row of its own
/// would be fifty keys to find for one page of the table.
struct TallyCounts: Equatable, Sendable {
    private(set) var entries: [TallyEntry] = []

    /// Adds to a column of a series.
    mutating func add(_ count: Int32, at key: TallyKey) {
        guard let last = entries.last, last.key >= key else {
            return entries.append(TallyEntry(key: key, count: count))
        }
        var (low, high) = (0, entries.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        if entries[low].key == key {
            entries[low].count += count
        } else {
            entries.insert(TallyEntry(key: key, count: count), at: low)
        }
    }

    mutating func add(_ other: TallyCounts) {
        for entry in other.entries { add(entry.count, at: entry.key) }
    }

    /// Whether it changes nothing where it is added.
    var isZero: Bool { entries.allSatisfy { $0.count == 0 } }
    var hasNegative: Bool { entries.contains { $0.count < 0 } }

    func negated() -> TallyCounts {
        var negated = self
        for index in negated.entries.indices { negated.entries[index].count.negate() }
        return negated
    }
}

/// A series and one of its columns, as one number that rises with both.
struct TallyKey: Comparable, Hashable, Sendable {
    fileprivate let number: UInt32

    fileprivate init(number: UInt32) { self.number = number }
    /// - Parameter series: Its id in the database.
    init(series: Int32, column: Int) { number = UInt32(series) << 4 | UInt32(column) }

    var series: Int { Int(number >> 4) }
    /// 0 to 10.
    var column: Int { Int(number & 15) }

    static func < (one: TallyKey, other: TallyKey) -> Bool { one.number < other.number }
}

struct TallyEntry: Equatable, Sendable {
    let key: TallyKey
    var count: Int32
}

extension TallyCounts {
    /// Of one entry: key and count, 4 bytes each, the low one first.
    private static let width = 8

    /// - Parameter bytes: Of `data`; what is left over at the end is not read.
    init(_ bytes: UnsafeRawBufferPointer) {
        entries.reserveCapacity(bytes.count / Self.width)
        Self.forEach(bytes) { entries.append($0) }
    }

    init(_ data: Data) {
        self = data.withUnsafeBytes { TallyCounts($0) }
    }

    /// Reads entries one by one without keeping them.
    @inline(__always)
    static func forEach(_ bytes: UnsafeRawBufferPointer, _ take: (TallyEntry) -> Void) {
        for start in stride(from: 0, to: bytes.count - width + 1, by: width) {
            let key = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
            let count = Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 4, as: Int32.self))
            take(TallyEntry(key: TallyKey(number: key), count: count))
        }
    }

    /// Calls `use` with what is read again, without what is zero.
    func withBytes<Result>(_ use: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let words = entries.compactMap { entry in
            entry.count == 0 ? nil : (entry.key.number.littleEndian, entry.count.littleEndian)
        }
        return try words.withUnsafeBytes(use)
    }

    var data: Data { withBytes { Data($0) } }
}
