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
        guard request.isSigned(body, by: wish.publicKey) else {
            throw Problem(
                .badSignature, status: 400, title: "The enrolment is not signed",
                detail: "\(Wire.Header.signature) is no signature of this body by the key in it. Enrol again.",
                retry: .afterChange)
        }
        let credential = Secrets.token()
        let enrolled = try await enrol(wish, credential, from: context.guardedAddress)
        guard !enrolled.isWaiting else { return try waiting(enrolled) }
        context.logger.notice(
            "kiosk enrolled", metadata: ["kiosk": "\(enrolled.kioskID)", "branch": "\(enrolled.branch.id)"])
        return try .json(answer(to: enrolled, credential: credential), status: .created)
    }

    private func enrol(_ wish: EnrolRequest, _ credential: String, from address: String?) async throws -> Enrolled {
        let now = collector.now()
        let wait = collector.enrolmentGate.wait(for: address, now: now)
        guard wait == 0 else { throw EnrolmentGate.Closed(waitMS: wait) }
        do {
            return try await collector.store.enrol(
                wish, tokenHash: Secrets.hash(wish.token), credentialHash: Secrets.hash(credential), nowMS: now)
        } catch let problem where problem.code == .tokenUnknown {
            collector.enrolmentGate.guessed(from: address, now: now)
            throw problem
        }
    }

    /// People take their time: a minute is soon enough to ask again.
    private func waiting(_ enrolled: Enrolled) throws -> Response {
        var response = try Response.json(
            EnrolPending(kioskID: enrolled.kioskID, collectorID: collector.store.identity.id), status: .accepted)
        response.headers[.retryAfter] = "60"
        return response
    }

    private func answer(to enrolled: Enrolled, credential: String) -> EnrolAnswer {
        let identity = collector.store.identity
        return EnrolAnswer(
            kioskID: enrolled.kioskID, credential: credential, collectorID: identity.id, epoch: identity.epoch,
            branch: enrolled.branch, releaseKey: enrolled.releaseKey)
    }
}

extension Request {
    /// Whether the body carries this device key's signature.
    func isSigned(_ body: Data, by publicKey: Data) -> Bool {
        guard let signature = headers.value(Wire.Header.signature).flatMap({ Data(base64Encoded: $0) }),
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
