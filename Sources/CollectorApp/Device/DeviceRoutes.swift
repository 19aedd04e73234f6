import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import SurveyKit
import WireProtocol

/// `/device/v1`: what kiosks speak with (docs/wire-protocol.md).
struct DeviceRoutes: Sendable {
    let collector: Collector

    func add(to router: Router<CollectorContext>) {
        router.get("\(Wire.Path.time)", use: time)
        let device = router.group().add(middleware: DeviceProtocol())
            .add(middleware: DeviceGate(doors: collector.doors))
        device.post("\(Wire.Path.enroll)", use: EnrolmentExchange(collector: collector).route)
        device.post("\(Wire.Path.credential)", use: CredentialExchange(collector: collector).route)
        device.post("\(Wire.Path.responses)", use: responses)
        device.post("\(Wire.Path.checkin)", use: checkIn)
        device.get("\(Wire.Path.manifest)", use: manifest)
        device.get("\(Wire.Path.blob(sha256: ":hex"))", use: blob)
    }

    private var store: CollectorStore { collector.store }
    private var authentication: DeviceAuthentication { DeviceAuthentication(store: store) }

    @Sendable
    private func responses(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let kiosk = try await authentication.kiosk(of: request)
        let queue = try request.queue()
        let body = try await BatchBody(limits: store.pacing.limits).read(from: request)
        let lines = try NDJSON.lines(of: body, atMost: store.pacing.limits.batchLines)
        let receipt = collector.receipt()
        let answer = try await store.ingest(
            lines: lines, kiosk: kiosk, queue: queue, sent: request.bootTime, nowMS: receipt.nowMS,
            isClockCertain: receipt.isCertain)
        collector.counters.count(answer.results)
        if answer.results.contains(where: { $0.status == .accepted }) { collector.changes.publish(kiosk.branch) }
        return try .device(answer, mediaType: Wire.MediaType.results, queue: queue)
    }

    @Sendable
    private func checkIn(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let kiosk = try await authentication.kiosk(of: request)
        let queue = try request.queue()
        try request.require(mediaType: Wire.MediaType.json)
        // The list of declared ranges may be long after a damaged disk.
        let body = Data(try await request.body.collect(upTo: 1_048_576).readableBytesView)
        let answer = try await answer(to: body, kiosk: kiosk, queue: queue, sent: request.bootTime)
        let tag = try Self.tag(of: answer)
        guard !request.holds(tag: tag) else { return Response(status: .notModified, headers: [.eTag: tag]) }
        var response = try Response.device(answer, mediaType: Wire.MediaType.json, queue: queue)
        response.headers[.eTag] = tag
        return response
    }

    private func answer(
        to body: Data, kiosk: Kiosk, queue: QueueID, sent: Timestamp?
    ) async throws -> CheckinAnswer {
        let now = collector.now()
        if let unchanged = try? JSONDecoder().decode(UnchangedReport.self, from: body) {
            return try await store.checkIn(kiosk, queue: queue, unchanged: unchanged, sent: sent, nowMS: now)
        }
        let report = try JSONDecoder().decode(CheckinRequest.self, from: body)
        return try await store.checkIn(
            kiosk, queue: queue, report, tag: UnchangedReport.tag(of: body), sent: sent, nowMS: now)
    }

    /// The same answer has the same tag.
    private static func tag(of answer: CheckinAnswer) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return "\"\(UnchangedReport.tag(of: try encoder.encode(answer)))\""
    }

    @Sendable
    private func manifest(_ request: Request, _ context: CollectorContext) async throws -> Response {
        _ = try await authentication.kiosk(of: request)
        guard let bytes = try await store.manifestBytes() else {
            throw Problem(
                .notFound, status: 404, title: "Nothing published",
                detail: "No survey was published at this collector yet, so there is no manifest.", retry: .later)
        }
        let tag = "\"\(SealedLine.hash(of: bytes).hex.prefix(32))\""
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache", .contentType: Wire.MediaType.json]
        guard !request.holds(tag: tag) else {
            return Response(status: .notModified, headers: [.eTag: tag, .cacheControl: "no-cache"])
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Open to everybody who knows the hash, so that any cache on the way may keep it; its bytes prove themselves.
    @Sendable
    private func blob(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let hex = context.parameters.get("hex") ?? ""
        guard hex == hex.lowercased(), let hash = Data(hex: hex), hash.count == 32,
            let bytes = try await store.blob(sha256: hash)
        else {
            throw Problem(
                .notFound, status: 404, title: "No such blob",
                detail: "Nothing was published here under this SHA-256. Take hashes from the current manifest.",
                retry: .later)
        }
        let tag = "\"\(hex)\""
        let cache: HTTPFields = [.eTag: tag, .cacheControl: "public, max-age=31536000, immutable"]
        guard !request.holds(tag: tag) else { return Response(status: .notModified, headers: cache) }
        var headers = cache
        headers[.contentType] = "application/octet-stream"
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Needs neither credential nor protocol: a kiosk with a wrong clock may fail at both.
    @Sendable
    private func time(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try .json(["server_ms": collector.now()])
    }
}

extension Response {
    /// An answer to one queue, which it names.
    fileprivate static func device(_ value: some Encodable, mediaType: String, queue: QueueID) throws -> Response {
        var response = try Response.json(value)
        response.headers[.contentType] = mediaType
        response.headers.set(Wire.Header.queue, queue.hex)
        return response
    }
}
