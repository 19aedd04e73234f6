import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// A line that comes again long after the first time: the ledger has no horizon.
struct LateDuplicateTests {
    @Test(
        "N2: a line that is sent again minutes or months later is a duplicate, and counts once",
        arguments: [59_000, 61_000, 40 * 86_400_000] as [Int64])
    func late(afterMS: Int64) async throws {
        let centre = try await Centre()
        let lines = try Centre.lines(3).map(\.bytes)
        #expect(try await centre.ingest(lines).results.map(\.status) == [.accepted, .accepted, .accepted])
        let again = try await centre.ingest(lines, at: Centre.now + afterMS)
        #expect(again.results.map(\.status) == [.duplicate, .duplicate, .duplicate])
        #expect(try await centre.exported().count == 3)
    }
}
