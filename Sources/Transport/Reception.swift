import Foundation
import Synchronization

/// Raised by any thread, looked at by the one that transfers.
final class AbortFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
}

/// An answer as it comes in: what libcurl's callbacks write to during one transfer.
final class Reception {
    /// An answer with more header bytes than this is no collector's.
    static let maximumHeaderBytes = 65_536

    private(set) var body = Data()
    private(set) var headers: [String: String] = [:]
    /// Set when a limit was passed and the transfer was ended for it.
    private(set) var tooLarge: String?
    private var headerBytes = 0
    private let maximumBytes: Int
    private let abort: AbortFlag

    init(maximumBytes: Int, abort: AbortFlag) {
        self.maximumBytes = maximumBytes
        self.abort = abort
    }

    var isAborted: Bool { abort.isRaised }

    /// Takes a piece of the body; false ends the transfer.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytes.count <= maximumBytes else {
            tooLarge = "an answer of more than \(maximumBytes) bytes"
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// Takes one header line, or the status line that begins a new answer; false ends the transfer.
    func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
        headerBytes += bytes.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            tooLarge = "more than \(Self.maximumHeaderBytes) bytes of headers"
            return false
        }
        let line = String(decoding: bytes, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // After a 100 Continue the real answer follows, with headers of its own.
            headers = [:]
        } else if let colon = line.firstIndex(of: ":") {
            let name = line[..<colon].lowercased()
            headers[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
        }
        return true
    }
}
