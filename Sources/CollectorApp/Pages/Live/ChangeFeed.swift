import CollectorStore
import Foundation
import Synchronization

/// Tells pages that are open that something new came in: which branch, never what.
final class ChangeFeed: Sendable {
    private struct Listener {
        let name: String
        let reach: Reach
        let stream: AsyncStream<Void>.Continuation
    }

    /// Open pages; more are told to come again later.
    static let mostListeners = 500
    /// Of one person.
    static let mostOfOne = 10

    private let listeners = Mutex<[UUID: Listener]>([:])

    /// Something of this branch changed.
    func publish(_ branch: String) {
        let told = listeners.withLock { $0.values.filter { $0.reach.contains(branch) } }
        for listener in told { listener.stream.yield() }
    }

    /// A stream with one element for everything that changed since the last one was taken; nil where too many listen.
    func listen(_ reach: Reach, as name: String) -> AsyncStream<Void>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = UUID()
        let isAdmitted = listeners.withLock { listeners in
            guard listeners.count < Self.mostListeners,
                listeners.values.count(where: { $0.name == name }) < Self.mostOfOne
            else { return false }
            listeners[id] = Listener(name: name, reach: reach, stream: continuation)
            return true
        }
        guard isAdmitted else { return nil }
        continuation.onTermination = { [weak self] _ in
            _ = self?.listeners.withLock { $0.removeValue(forKey: id) }
        }
        return stream
    }

    var count: Int { listeners.withLock(\.count) }
}
