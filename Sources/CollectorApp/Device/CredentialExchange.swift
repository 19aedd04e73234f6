import CollectorStore
import Foundation
import Hummingbird
import Logging
import WireProtocol

/// `POST /device/v1/credential`: a kiosk shows its credential, proves that it holds its device key, and gets a fresh one.
///
/// Both are good until the fresh one is first used. An answer that is lost costs nothing: the kiosk asks again with the
/// one it has.
struct CredentialExchange: Sendable {
    let collector: Collector

    @Sendable
    func route(_ request: Request, _ context: CollectorContext) async throws -> Response {
        let kiosk = try await DeviceAuthentication(store: collector.store).kiosk(of: request)
        try request.require(mediaType: Wire.MediaType.json)
        let body = Data(try await request.body.collect(upTo: 4_096).readableBytesView)
        let wish = try JSONDecoder().decode(CredentialRequest.self, from: body)
        guard wish.kioskID == kiosk.id, request.isSigned(body, by: kiosk.publicKey) else {
            throw Problem(
                .badSignature, status: 400, title: "The request is not signed",
                detail: "\(Wire.Header.signature) is no signature of this body by the device key of kiosk \(kiosk.id).",
                retry: .afterChange)
        }
        let credential = Secrets.token()
        try await collector.store.giveCredential(hash: Secrets.hash(credential), to: kiosk)
        context.logger.notice("fresh credential given", metadata: ["kiosk": "\(kiosk.id)"])
        return try .json(CredentialAnswer(kioskID: kiosk.id, credential: credential), status: .created)
    }
}
