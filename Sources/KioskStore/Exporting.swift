import Foundation
import GRDB
package import SurveyKit

/// A page of lines to be carried by hand.
package struct ExportPage: Equatable, Sendable {
    /// Each still has the hash it was sealed with; altered ones are left out.
    package let lines: [SealedLine]
    /// The number of the last line looked at: where the next page begins.
    package let last: Int64
}

extension KioskStore {
    /// The next lines for a file on a USB stick, oldest first; nothing about them changes here.
    ///
    /// An exported line waits on: only the collector's verdict with its id and hash settles it, which the next round over
    /// the network brings as `duplicate`. A stick may be lost.
    ///
    /// - Parameters:
    ///   - after: Lines with a higher number.
    ///   - withDelivered: Delivered lines that are still kept too.
    /// - Returns: Nil behind the last line.
    package func exportable(after: Int64, withDelivered: Bool) throws(StoreError) -> ExportPage? {
        try read { db in
            let states = withDelivered ? "state IN (0, 1)" : "state = 0"
            let rows = try Row.fetchCursor(
                db, sql: "SELECT seq, id, line, sha256 FROM response WHERE \(states) AND seq > ? ORDER BY seq",
                arguments: [after])
            var lines: [SealedLine] = []
            var (last, bytes): (Int64?, Int) = (nil, 0)
            while lines.count < 500, bytes < 1 << 20, let row = try rows.next() {
                last = try row.sound("seq")
                guard let line = SealedLine(row: row), line.isIntact else { continue }
                bytes += line.bytes.count
                lines.append(line)
            }
            return last.map { ExportPage(lines: lines, last: $0) }
        }
    }

    /// Hands over every line of `exportable`, oldest first.
    ///
    /// - Returns: How many lines were handed over.
    /// - Throws: `StoreError`, and whatever `receive` throws.
    @discardableResult
    package func exportLines(
        withDelivered: Bool = false, _ receive: (SealedLine) throws -> Void
    ) throws -> Int {
        var (count, after): (Int, Int64) = (0, 0)
        while let page = try exportable(after: after, withDelivered: withDelivered) {
            for line in page.lines { try receive(line) }
            count += page.lines.count
            after = page.last
        }
        return count
    }
}
