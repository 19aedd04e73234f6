import Foundation
import Glibc
import Transport
import WireProtocol

/// Everything of the outside that a command touches, so that a test can hold each in its hands.
struct Session {
    let environment: [String: String]
    /// Milliseconds since 1970.
    let now: () -> Int64
    /// Whether what is printed is read by a person's terminal, and not by a file or program.
    let isTerminal: Bool
    /// Data, for stdout.
    let write: (Data) throws -> Void
    /// One line or more for people, for stderr; made harmless and ended with a newline here.
    let writeMessage: (String) -> Void
    /// Asks for a secret without echo; nil without a terminal.
    let askSecret: (String) throws -> String?
    /// All that is on stdin.
    let standardInput: () throws -> Data
    let exchange: (TransportOptions) -> any HTTPExchange

    func data(_ text: String) throws { try write(Data(text.utf8)) }

    func message(_ text: String) { writeMessage(text.printable(keepingLines: true) + "\n") }

    static func ofThisProcess() -> Session {
        // A reader that has seen enough (`| head`) is told by EPIPE, not by a signal.
        signal(SIGPIPE, SIG_IGN)
        return Session(
            environment: ProcessInfo.processInfo.environment,
            now: { Int64(Date().timeIntervalSince1970 * 1_000) },
            isTerminal: isatty(STDOUT_FILENO) == 1,
            write: { try StandardOutput.write($0) },
            writeMessage: { FileHandle.standardError.write(Data($0.utf8)) },
            askSecret: SecretPrompt.ask,
            standardInput: { try FileHandle.standardInput.readToEnd() ?? Data() },
            exchange: { CurlExchange(options: $0) })
    }
}

enum StandardOutput {
    /// Writes all of it.
    ///
    /// - Throws: `OpsFailure` where it can't, such as on a full disk; the process ends quietly when its reader is gone.
    static func write(_ data: Data) throws(OpsFailure) {
        var rest = data[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                exit(0)
            } else if errno != EINTR {
                throw OpsFailure(.failed, "cannot write the output: \(String(cString: strerror(errno)))")
            }
        }
    }
}
