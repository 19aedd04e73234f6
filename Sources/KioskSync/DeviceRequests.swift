import Foundation
import KioskStore
import SurveyKit
import WireProtocol

/// The requests of an enrolled kiosk.
struct DeviceRequests {
    let settings: SyncSettings
    let enrolment: Enrolment
    let queue: QueueID

    /// A batch: the sealed bytes themselves, each with a newline.
    func batch(_ lines: [SealedLine], at now: Timestamp) -> HTTPRequest {
        var body = Data()
        for line in lines {
            body.append(line.bytes)
            body.append(0x0A)
        }
        return post(Wire.Path.responses, body, Wire.MediaType.ndjson, accept: Wire.MediaType.results, now)
    }

    /// - Throws: An `EncodingError`; no value of a request can cause one.
    func checkin(_ request: CheckinRequest, at now: Timestamp) throws -> HTTPRequest {
        let body = try JSONEncoder().encode(request)
        return post(Wire.Path.checkin, body, Wire.MediaType.json, accept: Wire.MediaType.json, now)
    }

    func manifest(knownAs etag: String?, at now: Timestamp) -> HTTPRequest {
        var request = HTTPRequest(
            method: .get, url: settings.collectorURL + Wire.Path.manifest, headers: common(now),
            timeoutMS: settings.timeoutMS)
        if let etag { request.headers.append(("If-None-Match", etag)) }
        return request
    }

    func blob(sha256 hex: String, maximumBytes: Int, at now: Timestamp) -> HTTPRequest {
        HTTPRequest(
            method: .get, url: settings.collectorURL + Wire.Path.blob(sha256: hex), headers: common(now),
            maximumAnswerBytes: maximumBytes, timeoutMS: settings.timeoutMS)
    }

    private func post(
        _ path: String, _ body: Data, _ type: String, accept: String, _ now: Timestamp
    ) -> HTTPRequest {
        HTTPRequest(
            method: .post, url: settings.collectorURL + path,
            headers: common(now) + [("Content-Type", type), ("Accept", "\(accept), \(Wire.MediaType.problem)")],
            body: body, timeoutMS: settings.timeoutMS)
    }

    private func common(_ now: Timestamp) -> [(name: String, value: String)] {
        [
            ("Authorization", "Bearer \(enrolment.credential)"), (Wire.Header.kiosk, enrolment.kioskID),
            (Wire.Header.queue, queue.hex),
            (Wire.Header.boot, "\(now.boot);t=\(now.bootMS);wall=\(now.wallMS);clock=\(now.clock.rawValue)"),
            (Wire.Header.proto, String(Wire.version)),
        ]
    }
}
