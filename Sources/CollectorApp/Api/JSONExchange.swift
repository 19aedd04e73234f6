import Foundation
import HTTPTypes
import Hummingbird
import WireProtocol

extension Request {
    /// The body as JSON of one type.
    ///
    /// - Throws: A `DecodingError`, which `ProblemMiddleware` tells as `bad-request`; 413 beyond `limit` bytes.
    func decoded<T: Decodable>(_ type: T.Type, upTo limit: Int) async throws -> T {
        let buffer = try await body.collect(upTo: limit)
        return try JSONDecoder().decode(type, from: Data(buffer.readableBytesView))
    }
}

extension Response {
    static func json(_ bytes: Data, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: Wire.MediaType.json, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return json(try encoder.encode(value), status: status)
    }

    static func plain(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
