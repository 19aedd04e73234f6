import Foundation
import Glibc

/// Asks for a secret on the terminal itself, whatever stdin and stdout are.
enum SecretPrompt {
    /// - Returns: The line without its end; nil where the process has no terminal.
    /// - Throws: `OpsFailure` when the person gives up (Ctrl-C, Ctrl-D).
    static func ask(_ prompt: String) throws(OpsFailure) -> String? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { return nil }
        var silent = before
        // Bytes one by one and no signals: Ctrl-C must not leave a terminal without echo behind.
        silent.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        tcsetattr(terminal, TCSAFLUSH, &silent)
        defer { tcsetattr(terminal, TCSAFLUSH, &before) }
        put(prompt + " ", on: terminal)
        defer { put("\n", on: terminal) }
        return try line(from: terminal)
    }

    private static func line(from terminal: Int32) throws(OpsFailure) -> String {
        var bytes: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            switch (count, byte) {
            case (1, 10), (1, 13): return String(decoding: bytes, as: UTF8.self)
            case (1, 3), (1, 4), (...0, _): throw OpsFailure(.failed, "given up at the passphrase")
            case (_, 8), (_, 127): eraseLast(of: &bytes)
            case (_, 21): bytes = []
            default: bytes.append(byte)
            }
        }
    }

    /// Takes away the last character, be it of several bytes.
    private static func eraseLast(of bytes: inout [UInt8]) {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }

    private static func put(_ text: String, on terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = write(terminal, bytes, bytes.count)
    }
}
