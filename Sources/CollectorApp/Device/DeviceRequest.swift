import Foundation
import HTTPTypes
import Hummingbird
import SurveyKit
import WireProtocol

extension Request {
    /// The queue this request is for.
    ///
    /// - Throws: `Problem` `bad-request`.
    func queue() throws(Problem) -> QueueID {
        guard let queue = headers.value(Wire.Header.queue).flatMap(QueueID.init(hex:)) else {
            throw Problem(
                .badRequest, status: 400, title: "No queue",
                detail: "The header \(Wire.Header.queue) must name the queue with 32 lower-case hex digits.",
                retry: .never)
        }
        return queue
    }

    /// - Throws: `Problem` `unsupported-media-type` for another type, or a body that is packed.
    func require(mediaType: String) throws(Problem) {
        guard self.mediaType == mediaType, try coding() == .identity else { throw .unsupported(mediaType) }
    }

    /// The media type of the body without its parameters, in lower case.
    var mediaType: String? {
        headers[.contentType]?.split(separator: ";").first.map { String($0).trimmingWhitespace.lowercased() }
    }

    /// How a body is packed.
    enum Coding { case identity, gzip }

    /// - Throws: `Problem` `unsupported-media-type` for a coding that is not known here.
    func coding() throws(Problem) -> Coding {
        switch headers[.contentEncoding]?.trimmingWhitespace.lowercased() ?? "identity" {
        case "identity", "": .identity
        case "gzip", "x-gzip": .gzip
        default: throw .unsupported(nil)
        }
    }

    /// The device's clocks as it sent this request; nil where the header is missing or can't be read, and then
    /// responses keep the time of the device's wall clock.
    var bootTime: Timestamp? { headers.value(Wire.Header.boot).flatMap(Timestamp.init(bootHeader:)) }

    /// Whether the client has the version with this entity tag already.
    func holds(tag: String) -> Bool {
        guard let tags = headers[.ifNoneMatch] else { return false }
        return tags.split(separator: ",").contains { candidate in
            let candidate = String(candidate).trimmingWhitespace
            return candidate == "*" || candidate == tag || candidate == "W/" + tag
        }
    }
}

extension Timestamp {
    /// Reads `<boot id>;t=<ms since boot>;wall=<ms>;clock=<0..3>`.
    init?(bootHeader: String) {
        let parts = bootHeader.split(separator: ";").map { String($0).trimmingWhitespace }
        guard let boot = parts.first, (1...64).contains(boot.utf8.count), !boot.contains("=") else { return nil }
        let fields = Dictionary(
            parts.dropFirst().compactMap { part -> (String, Int64)? in
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, let value = Int64(pair[1]) else { return nil }
                return (String(pair[0]), value)
            }, uniquingKeysWith: { first, _ in first })
        guard let bootMS = fields["t"], let wallMS = fields["wall"], bootMS >= 0 else { return nil }
        let clock = fields["clock"].flatMap { Int(exactly: $0) }.flatMap(ClockState.init(rawValue:)) ?? .unknown
        self.init(boot: boot, bootMS: bootMS, wallMS: wallMS, clock: clock)
    }
}

extension Problem {
    /// - Parameter type: The media type that is taken here without content coding; nil where only the coding is wrong.
    static func unsupported(_ type: String?) -> Problem {
        Problem(
            .unsupportedMediaType, status: 415, title: "Unsupported media type",
            detail: type.map { "This address takes \($0) without content encoding." }
                ?? "This address takes a body as it is, or gzip where the limits say so.", retry: .afterChange)
    }
}

/// Newline-delimited JSON, as far as framing goes.
enum NDJSON {
    /// The lines of a body, without their ends; the last may lack its own.
    ///
    /// - Throws: `Problem` `bad-batch` for an empty body or line, `too-large` for too many lines.
    static func lines(of body: Data, atMost limit: Int) throws(Problem) -> [Data] {
        var lines = body.withUnsafeBytes { bytes in
            bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Data($0) }
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count <= limit else {
            throw Problem(
                .tooLarge, status: 413, title: "Too many lines",
                detail: "The batch has \(lines.count) lines; at most \(limit) are taken at once.", retry: .afterChange)
        }
        guard !lines.isEmpty, !lines.contains(where: \.isEmpty) else {
            throw Problem(
                .badBatch, status: 400, title: "Broken batch",
                detail: "The body must be one or more JSON lines with one line end after each.", retry: .afterChange)
        }
        return lines
    }
}
