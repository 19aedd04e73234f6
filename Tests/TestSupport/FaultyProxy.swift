package import Foundation
import Synchronization

/// A line between kiosk and collector that breaks where a test wants it to: plain TCP, a thread a connection.
package final class FaultyProxy: Sendable {
    package enum Fault: Equatable, Sendable {
        /// The request goes through, and so does its answer.
        case none
        /// The connection ends before the request reaches the collector.
        case drop
        /// So many bytes of the request reach the collector, then both connections end.
        case cutRequest(after: Int)
        /// The collector answers, and the connection is reset without a byte of it.
        case reset
        /// The collector answers; so many bytes of it arrive, then the connection ends.
        case cut(after: Int)
        /// The proxy itself answers with these bytes, and the collector hears of nothing.
        case answer(Data)
        /// Nobody answers and nobody hangs up, until the kiosk does or the line is mended.
        case stall
        /// The collector gets the request twice at the same time; the second answer arrives.
        case doubled
    }

    /// One request that came to the proxy whole.
    package struct Passage: Equatable, Sendable {
        package let target: String
        package let body: Data
        package let fault: Fault
        /// Bytes of the request, its headers included.
        package let requestBytes: Int
        /// Bytes of the collector's answer, its headers included; 0 where it was not asked.
        package let answerBytes: Int
    }

    private struct State {
        var faults: [String: [Fault]] = [:]
        var rule: @Sendable (HTTPMessage) -> Fault = { _ in .none }
        var rewrite: @Sendable (HTTPMessage) -> Data = { $0.bytes }
        var passages: [Passage] = []
        var stalled: [TCPSocket] = []
    }

    package let port: Int
    private let listener: TCPSocket
    private let state: Shared

    private final class Shared: Sendable {
        let mutex = Mutex(State())

        /// The fault that is next for a request.
        func fault(_ target: String, _ request: HTTPMessage) -> Fault {
            let (planned, rule) = mutex.withLock { state -> (Fault?, @Sendable (HTTPMessage) -> Fault) in
                guard let next = state.faults[target]?.first else { return (nil, state.rule) }
                state.faults[target]?.removeFirst()
                return (next, state.rule)
            }
            return planned ?? rule(request)
        }
    }

    package init(to collector: Int) throws {
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

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Lets the next requests for `target` meet these faults, one after the other.
    package func fail(_ target: String, _ faults: Fault...) {
        state.mutex.withLock { $0.faults[target, default: []] += faults }
    }

    /// Decides on every request for which no fault is planned.
    package func judge(_ rule: @escaping @Sendable (HTTPMessage) -> Fault) {
        state.mutex.withLock { $0.rule = rule }
    }

    /// Changes every answer of the collector on its way.
    package func rewrite(_ change: @escaping @Sendable (HTTPMessage) -> Data) {
        state.mutex.withLock { $0.rewrite = change }
    }

    /// Forgets the faults to come, and lets everything through as it is.
    package func mend() {
        state.mutex.withLock {
            $0.faults = [:]
            $0.rule = { _ in .none }
            $0.rewrite = { $0.bytes }
            for connection in $0.stalled { connection.shutDown() }
            $0.stalled = []
        }
    }

    /// Every request so far.
    package var passages: [Passage] { state.mutex.withLock { $0.passages } }

    /// Forgets the requests so far: a test of hours would hold all of them.
    package func forgetPassages() { state.mutex.withLock { $0.passages = [] } }

    /// Every request for `target` so far.
    package func passages(_ target: String) -> [Passage] { passages.filter { $0.target == target } }

    private static func serve(_ kiosk: TCPSocket, _ port: Int, _ state: Shared) {
        var unread = Data()
        while let request = kiosk.httpMessage(after: &unread) {
            let target = request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            let fault = state.fault(target, request)
            let answer = ask(port, request.bytes, fault)
            let rewrite = state.mutex.withLock {
                $0.passages.append(
                    Passage(
                        target: target, body: request.body, fault: fault, requestBytes: request.bytes.count,
                        answerBytes: answer?.bytes.count ?? 0))
                return $0.rewrite
            }
            switch fault {
            case .none, .doubled: guard let answer, kiosk.send(rewrite(answer)) else { return }
            case .answer(let bytes): guard kiosk.send(bytes) else { return }
            case .drop, .cutRequest: return
            case .reset: return kiosk.makeCloseReset()
            case .stall:
                state.mutex.withLock { $0.stalled.append(kiosk) }
                while !kiosk.receive().isEmpty {}
                return
            case .cut(let count):
                _ = kiosk.send((answer?.bytes ?? Data()).prefix(count))
                return
            }
        }
    }

    private static func ask(_ port: Int, _ request: Data, _ fault: Fault) -> HTTPMessage? {
        let sent: Data
        switch fault {
        case .drop, .answer, .stall: return nil
        case .cutRequest(let count): sent = request.prefix(count)
        case .none, .reset, .cut, .doubled: sent = request
        }
        let twin = fault == .doubled ? asked(port, sent) : nil
        guard let collector = asked(port, sent) else { return nil }
        if case .cutRequest = fault { return nil }
        var unread = Data()
        _ = twin?.httpMessage(after: &unread)
        unread = Data()
        return collector.httpMessage(after: &unread)
    }

    /// A connection on which the collector was asked.
    private static func asked(_ port: Int, _ request: Data) -> TCPSocket? {
        guard let collector = try? TCPSocket.connected(to: UInt16(port)), collector.send(request) else { return nil }
        return collector
    }
}
