import Foundation
package import KioskStore
import SurveyKit
package import WireProtocol

extension QueueReport {
    /// What the store says of its queue, as it is told.
    package init(_ queue: QueueState) {
        let books = queue.books
        self.init(
            created: books.created, delivered: books.delivered, pending: books.pending, dead: books.dead,
            lost: books.lost, head: books.head.hex, oldestPendingMS: books.oldestPendingMS,
            waiting: queue.waiting.map { [$0.lowerBound, $0.upperBound] }, keptFrom: queue.keptFrom,
            declared: queue.declared.map {
                DeclaredRange(
                    first: $0.range.lowerBound, last: $0.range.upperBound, reason: $0.reason, sha256: $0.sha256?.hex)
            })
    }
}

extension QueueState {
    /// Lines that are held back.
    package var parked: Int64 {
        declared.reduce(0) { $0 + ($1.reason == "parked" ? Int64($1.range.count) : 0) }
    }
}
