import Foundation

/// Asks the running kiosk.
enum ControlClient {
    /// The running kiosk's answer, or nil when no kiosk runs on this state folder.
    static func ask(
        _ command: ControlRequest.Command, token: String? = nil, stateFolder: String, timeoutSeconds: Int = 90
    ) -> ControlReply? {
        ask(ControlRequest(command, token: token), stateFolder: stateFolder, timeoutSeconds: timeoutSeconds)
    }

    /// The same, with all that a request may carry.
    static func ask(_ request: ControlRequest, stateFolder: String, timeoutSeconds: Int = 90) -> ControlReply? {
        guard let socket = UnixSocket.connect(to: socketPath(in: stateFolder)),
            let line = try? JSONEncoder().encode(request)
        else { return nil }
        socket.setTimeout(seconds: timeoutSeconds)
        guard socket.send(Array(line)), let reply = socket.receive(limit: 256 << 20) else { return nil }
        return try? JSONDecoder().decode(ControlReply.self, from: Data(reply))
    }

    static func socketPath(in stateFolder: String) -> String { stateFolder + "/control.sock" }
}
