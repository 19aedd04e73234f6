import Crypto
import Foundation
import SurveyKit
import Transport
import WireProtocol

/// What central ops and technicians do over HTTP before the first response.
struct CentreClient: Sendable {
    static let app = "response-generator"

    let url: String
    let token: String
    private let exchange = CurlExchange(options: TransportOptions(userAgent: Self.app))

    init(url: String, token: String) {
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.token = token
    }

    /// Calls the API.
    ///
    /// - Throws: `Refused` for any answer but 200 and 201.
    @discardableResult
    func call(_ method: HTTPRequest.Method, _ path: String, _ body: some Encodable) throws -> Data {
        let headers = [("Authorization", "Bearer \(token)"), ("Content-Type", Wire.MediaType.json)]
        return try send(method, path, headers, try JSONEncoder().encode(body))
    }

    /// Enrols a device with a key of its own.
    func enrol(token: String, queue: QueueID, name: String, hostname: String) throws -> DeviceClient {
        let key = Curve25519.Signing.PrivateKey()
        let request = EnrolRequest(
            token: token, publicKey: key.publicKey.rawRepresentation, enrolmentID: queue.hex, queue: queue,
            hostname: hostname, name: name, app: Self.app)
        let body = try JSONEncoder().encode(request)
        let headers = [
            ("Content-Type", Wire.MediaType.json), (Wire.Header.queue, queue.hex),
            (Wire.Header.proto, String(Wire.version)),
            (Wire.Header.signature, try key.signature(for: body).base64EncodedString()),
        ]
        let answer = try send(.post, Wire.Path.enroll, headers, body)
        let enrolment = try JSONDecoder().decode(EnrolAnswer.self, from: answer)
        return DeviceClient(url: url, enrolment: enrolment, queue: queue)
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: [(name: String, value: String)], _ body: Data
    ) throws -> Data {
        let answer = try exchange.send(HTTPRequest(method: method, url: url + path, headers: headers, body: body))
        guard [200, 201].contains(answer.status) else { throw Refused(path: path, answer: answer) }
        return answer.body
    }
}

/// An answer that ends the delivery.
struct Refused: Error, CustomStringConvertible {
    let path: String
    let answer: HTTPResponse

    var description: String { "\(path): \(answer.status) \(String(decoding: answer.body.prefix(400), as: UTF8.self))" }
}
