import Dispatch
import Foundation
import Glibc
import Logging
import Synchronization

/// The socket by which side commands reach the running kiosk; one request a connection, some of them side by side.
final class ControlServer: Sendable {
    /// Accepts a connection: its descriptor, or -1 with the reason.
    typealias Acceptor = @Sendable (_ listener: Int32) -> (descriptor: Int32, error: Int32)

    private let listener: Int32
    private let path: String
    private let accept: Acceptor
    private let isStopping = Atomic(false)
    private let serving = DispatchGroup()
    /// A round of sending takes up to 80 s: `status` is answered meanwhile.
    private let slots = DispatchSemaphore(value: 8)

    /// Between two tries where the process or the system has no descriptor left, in milliseconds.
    private static let pause: Int32 = 250

    /// Listens in the state folder, for this account only.
    ///
    /// - Parameter accept: Stands in for accept(2) in a test.
    /// - Returns: Nil when the socket can't be made; the kiosk then runs without side commands.
    init?(path: String, logger: Logger, accept: @escaping Acceptor = ControlServer.systemAccept) {
        self.path = path
        self.accept = accept
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // A socket left by a kiosk that was killed: the lock file says that nobody else is here.
        unlink(path)
        guard listener >= 0, let address = UnixAddress(path: path),
            address.withPointer({ bind(listener, $0, $1) }) == 0, chmod(path, 0o600) == 0, listen(listener, 8) == 0
        else {
            logger.error(
                "no control socket; status and sync will say that no kiosk runs",
                metadata: ["path": "\(path)", "reason": "\(String(cString: strerror(errno)))"])
            if listener >= 0 { close(listener) }
            return nil
        }
    }

    /// accept(2).
    static func systemAccept(_ listener: Int32) -> (descriptor: Int32, error: Int32) {
        let descriptor = Glibc.accept(listener, nil, nil)
        return (descriptor, descriptor < 0 ? errno : 0)
    }

    /// Answers requests on threads of its own until `stop`.
    func start(_ answer: @escaping @Sendable (ControlRequest) -> ControlReply) {
        thread("control") { [self] in
            while let peer = nextPeer() {
                slots.wait()
                serving.enter()
                thread("control-peer") { [self] in
                    Self.serve(peer, answer)
                    serving.leave()
                    slots.signal()
                }
            }
        }
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        unlink(path)
        shutdown(listener, Int32(SHUT_RDWR))
        // Who asked for the end hears that it comes; a round of sending is not waited for.
        _ = serving.wait(timeout: .now() + .milliseconds(500))
    }

    /// The next connection; nil at the end.
    private func nextPeer() -> UnixSocket? {
        while !isStopping.load(ordering: .acquiring) {
            let (descriptor, error) = accept(listener)
            if descriptor >= 0 { return UnixSocket(descriptor: descriptor) }
            switch error {
            case EINTR, ECONNABORTED: continue
            case EBADF, EINVAL, ENOTSOCK: return nil
            // No descriptor or no memory is left: that passes, and side commands shall work again then.
            default: poll(nil, 0, Self.pause)
            }
        }
        return nil
    }

    private func thread(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        thread.stackSize = 512 * 1_024
        thread.start()
    }

    private static func serve(_ peer: UnixSocket, _ answer: (ControlRequest) -> ControlReply) {
        peer.setTimeout(seconds: 10)
        guard let line = peer.receive(limit: 4_096),
            let request = try? JSONDecoder().decode(ControlRequest.self, from: Data(line)),
            let reply = try? JSONEncoder().encode(answer(request))
        else { return }
        _ = peer.send(Array(reply))
    }
}
