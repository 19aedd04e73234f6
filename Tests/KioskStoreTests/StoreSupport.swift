import Foundation
import SurveyKit
import TestSupport

@testable import KioskStore

/// A store in a fresh folder, with the steps that many tests take.
struct Bench {
    let folder: TemporaryFolder
    let store: KioskStore

    init(maximumBytes: Int? = nil) throws {
        folder = try TemporaryFolder()
        store = try KioskStore(stateFolder: folder.file("state"), maximumBytes: maximumBytes)
    }

    var state: String { folder.file("state") }
    let now: Int64 = 1_760_000_100_000

    /// Saves and seals the n-th interview.
    @discardableResult
    func seal(_ n: Int) throws -> SealedLine? {
        try store.saveDraft(Examples.draft(id: Examples.responseID(n)))
        return try store.sealDraft()
    }

    func seal(_ numbers: Range<Int>) throws -> [SealedLine] { try numbers.compactMap { try seal($0) } }

    func deliver(_ lines: [SealedLine], at time: Int64? = nil) throws {
        try store.settle(lines.map { .delivered($0.id, sha256: $0.sha256) }, nowMS: time ?? now)
    }

    func pending() throws -> [SealedLine] { try store.pending(maxLines: 1_000, maxBytes: .max).lines }

    func declared(parked: Set<Int64> = []) throws -> [Declaration] {
        try store.queueState(parked: parked, nowMS: now).declared
    }

    func books() throws -> Accounting { try store.accounting(nowMS: now) }
}

/// Flips one byte of a line's text inside a database file that nobody has open.
func damage(_ line: SealedLine, inDatabaseAt path: String) throws -> Bool {
    var file = try Data(contentsOf: URL(fileURLWithPath: path))
    guard let place = file.range(of: line.bytes) else { return false }
    file[place.lowerBound + 10] ^= 0x01
    try file.write(to: URL(fileURLWithPath: path))
    return true
}
