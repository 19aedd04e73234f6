import Crypto
import Foundation
import Gzip
import KioskStore
import SurveyKit
import WireProtocol

/// The requests of an enrolled kiosk.
struct DeviceRequests {
    let settings: SyncSettings
    let enrolment: Enrolment
    let queue: QueueID

    /// A batch: the sealed bytes themselves, each with a newline.
    ///
    /// - Parameter maximumRatio: Packs the body, unless that makes it no smaller, or smaller than this many times, which
    ///   the collector would take for a bomb; nil sends it as it is.
    func batch(_ lines: [SealedLine], packedTo maximumRatio: Int? = nil, at now: Timestamp) -> HTTPRequest {
        var body = Data()
        for line in lines {
            body.append(line.bytes)
            body.append(0x0A)
        }
        var packed: Data?
        if let maximumRatio, let smaller = Gzip.pack(body), smaller.count < body.count,
            smaller.count * maximumRatio >= body.count
        {
            packed = smaller
        }
        var request = post(
            Wire.Path.responses, packed ?? body, Wire.MediaType.ndjson,
            accept: "\(Wire.MediaType.results), \(Wire.MediaType.problem)", now)
        if packed != nil { request.headers.append(("Content-Encoding", "gzip")) }
        request.headers.append((Wire.Header.contentDigest, ContentDigest.value(of: request.body)))
        return request
    }

    /// A check-in: a whole report, or that it is unchanged; with the tag of the last answer, which then needs no repetition.
    func checkin(_ body: Data, knownAs etag: String?, at now: Timestamp) -> HTTPRequest {
        // No Accept: it is sent once a minute, and says nothing that the path does not.
        var request = post(Wire.Path.checkin, body, Wire.MediaType.json, accept: nil, now)
        if let etag { request.headers.append(("If-None-Match", etag)) }
        return request
    }

    /// A wish for a fresh credential, signed by the device key.
    ///
    /// - Throws: An `EncodingError`, or the signature's error; no value of a request can cause one.
    func credential(_ wish: CredentialRequest, key: Curve25519.Signing.PrivateKey, at now: Timestamp) throws
        -> HTTPRequest
    {
        let body = try JSONEncoder().encode(wish)
        let signature = try key.signature(for: body).base64EncodedString()
        var request = post(Wire.Path.credential, body, Wire.MediaType.json, accept: Wire.MediaType.json, now)
        request.headers.append((Wire.Header.signature, signature))
        return request
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
        _ path: String, _ body: Data, _ type: String, accept: String?, _ now: Timestamp
    ) -> HTTPRequest {
        HTTPRequest(
            method: .post, url: settings.collectorURL + path,
            headers: common(now) + [("Content-Type", type)] + (accept.map { [("Accept", $0)] } ?? []),
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
