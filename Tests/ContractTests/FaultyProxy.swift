import Foundation
import Synchronization
import TestSupport

/// A line between kiosk and collector that breaks where a test wants it to: plain TCP, a thread a connection.
final class FaultyProxy: Sendable {
    enum Fault: Equatable, Sendable {
        /// The request goes through, and so does its answer.
        case none
        /// The connection ends before the request reaches the collector.
        case drop
        /// The collector answers, and the connection is reset without a byte of it.
        case reset
        /// The collector answers; so many bytes of it arrive, then the connection ends.
        case cut(after: Int)
    }

    /// One request that came to the proxy whole.
    struct Passage: Equatable, Sendable {
        let target: String
        let body: Data
        let fault: Fault
        /// Bytes of the collector's answer, its headers included; 0 where it was not asked.
        let answerBytes: Int
    }

    private struct State {
        var faults: [String: [Fault]] = [:]
        var passages: [Passage] = []
    }

    let port: Int
    private let listener: TCPSocket
    private let state: Shared

    private final class Shared: Sendable { let mutex = Mutex(State()) }

    init(to collector: Int) throws {
        let (listener, state) = (try TCPSocket.listening(), Shared())
        (self.listener, self.state) = (listener, state)
        port = Int(try listener.port())
        Thread.detachNewThread {
            while let kiosk = listener.accept() {
                Thread.detachNewThread { Self.serve(kiosk, collector, state) }
            }
        }
    }

    deinit { listener.shutDown() }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Lets the next requests for `target` meet these faults, one after the other.
    func fail(_ target: String, _ faults: Fault...) {
        state.mutex.withLock { $0.faults[target, default: []] += faults }
    }

    /// Forgets the faults to come.
    func mend() { state.mutex.withLock { $0.faults = [:] } }

    /// Every request for `target` so far.
    func passages(_ target: String) -> [Passage] {
        state.mutex.withLock { $0.passages.filter { $0.target == target } }
    }

    private static func serve(_ kiosk: TCPSocket, _ port: Int, _ state: Shared) {
        var unread = Data()
        while let request = kiosk.httpMessage(after: &unread) {
            let target = request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            let fault = state.mutex.withLock { state -> Fault in
                guard let next = state.faults[target]?.first else { return .none }
                state.faults[target]?.removeFirst()
                return next
            }
            let answer = fault == .drop ? nil : ask(port, request.bytes)
            state.mutex.withLock {
                $0.passages.append(
                    Passage(
                        target: target, body: request.body, fault: fault, answerBytes: answer?.bytes.count ?? 0))
            }
            guard let answer else { return }
            switch fault {
            case .none: guard kiosk.send(answer.bytes) else { return }
            case .drop: return
            case .reset: return kiosk.makeCloseReset()
            case .cut(let count):
                _ = kiosk.send(answer.bytes.prefix(count))
                return
            }
        }
    }

    private static func ask(_ port: Int, _ request: Data) -> HTTPMessage? {
        guard let collector = try? TCPSocket.connected(to: UInt16(port)), collector.send(request) else { return nil }
        var unread = Data()
        return collector.httpMessage(after: &unread)
    }
}
