import Foundation
import Glibc
import KioskSync
import SurveyKit
import Transport
import WireProtocol

/// The sending side of one kiosk.
struct DeviceClient: Sendable {
    let url: String
    let enrolment: EnrolAnswer
    let queue: QueueID

    /// Lines of one request at most, where the collector allows more.
    private static let batchLines = 500

    /// Sends lines in batches, as large as the collector's last answer allows, and waits where it says so.
    ///
    /// - Throws: `Refused` for an answer that no later try can better; the network's failure.
    func send(_ lines: [Data], over connection: CurlExchange, _ account: inout Account) throws {
        var limits = Limits()
        var rest = lines[...]
        while !rest.isEmpty {
            let batch = Self.batch(of: rest, limits)
            let answer = try connection.send(request(batch))
            if [429, 503].contains(answer.status) {
                wait(RetryAfter.milliseconds(in: answer) ?? 1_000)
                continue
            }
            guard answer.status == 200 else { throw Refused(path: Wire.Path.responses, answer: answer) }
            let ingest = try JSONDecoder().decode(IngestAnswer.self, from: answer.body)
            account.count(ingest.results, of: batch.count)
            limits = ingest.limits ?? limits
            rest = rest.dropFirst(batch.count)
            if !rest.isEmpty, limits.pauseMS > 0 { wait(limits.pauseMS) }
        }
    }

    private static func batch(of lines: ArraySlice<Data>, _ limits: Limits) -> ArraySlice<Data> {
        var bytes = 0
        let fitting = lines.prefix(min(batchLines, limits.batchLines)).prefix { line in
            bytes += line.count + 1
            return bytes <= limits.batchBytes
        }
        return fitting.isEmpty ? lines.prefix(1) : fitting
    }

    private func request(_ lines: ArraySlice<Data>) -> HTTPRequest {
        var body = Data(capacity: lines.reduce(0) { $0 + $1.count + 1 })
        for line in lines {
            body.append(line)
            body.append(0x0A)
        }
        let headers = [
            ("Authorization", "Bearer \(enrolment.credential)"), (Wire.Header.kiosk, enrolment.kioskID),
            (Wire.Header.queue, queue.hex), (Wire.Header.proto, String(Wire.version)),
            ("Content-Type", Wire.MediaType.ndjson), (Wire.Header.contentDigest, ContentDigest.value(of: body)),
        ]
        return HTTPRequest(method: .post, url: url + Wire.Path.responses, headers: headers, body: body)
    }

    private func wait(_ ms: Int64) { poll(nil, 0, Int32(clamping: ms)) }
}
