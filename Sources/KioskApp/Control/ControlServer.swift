import Foundation
import Glibc
import Logging

/// The socket by which side commands reach the running kiosk; one request a connection, one after the other.
final class ControlServer: Sendable {
    private let listener: Int32
    private let path: String

    /// Listens in the state folder, for this account only.
    ///
    /// - Returns: Nil when the socket can't be made; the kiosk then runs without side commands.
    init?(path: String, logger: Logger) {
        self.path = path
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

    /// Answers requests on a thread of its own until `stop`.
    func start(_ answer: @escaping @Sendable (ControlRequest) -> ControlReply) {
        let thread = Thread { [listener] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    return
                }
                Self.serve(UnixSocket(descriptor: descriptor), answer)
            }
        }
        thread.name = "control"
        thread.stackSize = 512 * 1_024
        thread.start()
    }

    func stop() {
        unlink(path)
        shutdown(listener, Int32(SHUT_RDWR))
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
