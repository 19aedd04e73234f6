import Dispatch

/// The store's own serial queue: the screen hands it work and is woken with the result, and never waits.
final class StoreLane: Sendable {
    private let queue = DispatchQueue(label: "smilepost.store", qos: .userInitiated)

    /// Runs work after all work handed in before.
    func submit(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }

    /// Waits until everything handed in so far is done: at shutdown only.
    func drain() { queue.sync {} }
}
