import Foundation
import KioskStore
import SurveyKit
import TestSupport

/// Customers at a kiosk and a sync lane beside them, with a clean restart at noon: what a fault is thrown into.
package struct KioskDay: Sendable {
    /// Each has a response of its own, always the same one.
    package let customers: Range<Int>

    package init(customers: Range<Int> = 0..<4) { self.customers = customers }

    /// Lives through the day on the store of a state folder.
    ///
    /// - Parameter tell: Hears every word at the moment it becomes true; what it throws ends the day.
    package func run(in folder: String, _ tell: (KioskWord) throws -> Void) throws {
        let noon = customers.lowerBound + customers.count / 2
        for half in [customers.lowerBound..<noon, noon..<customers.upperBound] {
            let store = try KioskStore(stateFolder: folder)
            defer { store.close() }
            if let line = try store.sealDraft() { try tell(.sealed(line.id, line: line.bytes)) }
            for customer in half {
                try answer(customer, store, tell)
                try deliver(store, tell)
            }
        }
    }

    /// Two answers and "thank you"; every second one is sealed at once, the others when the next customer comes.
    private func answer(_ customer: Int, _ store: KioskStore, _ tell: (KioskWord) throws -> Void) throws {
        let id = Examples.responseID(customer)
        for completion in [nil, Completion.done] {
            var draft = Examples.draft(id: id, score: customer % 5 + 1, completion: completion)
            if completion != nil { draft.answers["comment"] = .option("ok") }
            try tell(.saving(draft))
            try store.saveDraft(draft)
            try tell(.saved(draft))
        }
        guard customer.isMultiple(of: 2), let line = try store.sealDraft(id) else { return }
        try tell(.sealed(id, line: line.bytes))
    }

    private func deliver(_ store: KioskStore, _ tell: (KioskWord) throws -> Void) throws {
        // One stays on the shelf, so that there is always a pending line to lose.
        let lines = try store.pending(maxLines: 10, maxBytes: .max).lines.dropLast()
        for line in lines { try tell(.sealed(line.id, line: line.bytes)) }
        try tell(.settling(lines.map(\.id)))
        try store.settle(lines.map { .delivered($0.id, sha256: $0.sha256) }, nowMS: Examples.start.wallMS)
        try tell(.settled(lines.map(\.id)))
    }
}
