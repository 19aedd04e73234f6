import CollectorStore
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import WireProtocol

/// `POST /device/v1/enroll`: a device shows a token and proves that it holds its key, and gets a credential.
struct EnrolmentExchange: Sendable {
    let collector: Collector

    @Sendable
    func route(_ request: Request, _ context: CollectorContext) async throws -> Response {
        try request.require(mediaType: Wire.MediaType.json)
        let body = Data(try await request.body.collect(upTo: 16_384).readableBytesView)
        let wish = try JSONDecoder().decode(EnrolRequest.self, from: body)
        try wish.check()
        guard Self.isSigned(body, by: wish.publicKey, signature: request.headers.value(Wire.Header.signature)) else {
            throw Problem(
                .badSignature, status: 400, title: "The enrolment is not signed",
                detail: "\(Wire.Header.signature) is no signature of this body by the key in it. Enrol again.",
                retry: .afterChange)
        }
        let credential = Secrets.token()
        let enrolled = try await collector.store.enrol(
            wish, tokenHash: Secrets.hash(wish.token), credentialHash: Secrets.hash(credential), nowMS: collector.now())
        context.logger.notice(
            "kiosk enrolled", metadata: ["kiosk": "\(enrolled.kioskID)", "branch": "\(enrolled.branch.id)"])
        return try .json(answer(to: enrolled, credential: credential), status: .created)
    }

    private func answer(to enrolled: Enrolled, credential: String) -> EnrolAnswer {
        let identity = collector.store.identity
        return EnrolAnswer(
            kioskID: enrolled.kioskID, credential: credential, collectorID: identity.id, epoch: identity.epoch,
            branch: enrolled.branch, releaseKey: enrolled.releaseKey)
    }

    private static func isSigned(_ body: Data, by publicKey: Data, signature: String?) -> Bool {
        guard let signature = signature.flatMap({ Data(base64Encoded: $0) }),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        return key.isValidSignature(signature, for: body)
    }
}

extension EnrolRequest {
    /// - Throws: `Problem` `bad-request` for a field that is too long to be what it says.
    fileprivate func check() throws(Problem) {
        let texts = [token, enrolmentID, hostname, name, app]
        guard publicKey.count == 32, !enrolmentID.isEmpty, texts.allSatisfy({ $0.utf8.count <= 256 }) else {
            throw Problem(
                .badRequest, status: 400, title: "Unreadable enrolment",
                detail: "The public key must have 32 bytes, the enrolment id some text, and no text over 256 bytes.",
                retry: .afterChange)
        }
    }
}

extension Collector {
    /// Adds everything under `/device/v1`; the middleware for headers and problems stands before it.
    func addDeviceRoutes(to router: Router<CollectorContext>) { DeviceRoutes(collector: self).add(to: router) }
}
