import Crypto
import Foundation
package import KioskStore
package import Logging
import SurveyKit
package import WireProtocol

/// Makes a kiosk a member of a collector's fleet.
///
/// The device key and the id of the enrolment are kept before the first try: a try whose answer was lost is repeated as
/// the same one, and gets the same kiosk id without burning a one-off token.
package struct Enroller {
    private let exchange: any HTTPExchange
    private let store: KioskStore
    private let logger: Logger

    package init(exchange: any HTTPExchange, store: KioskStore, logger: Logger) {
        self.exchange = exchange
        self.store = store
        self.logger = logger
    }

    /// Enrols this kiosk and keeps the credential in the state folder.
    ///
    /// - Parameters:
    ///   - token: From `smilepost-ops enroll-token create`; space around it does not matter.
    ///   - url: The collector's, without a path.
    ///   - name: What the technician calls the kiosk.
    ///   - hostname: For people only.
    ///   - app: Name and version of the program.
    package func enroll(
        token: String, url: String, name: String, hostname: String, app: String
    ) throws(EnrolError) -> Enrolment {
        let settings = SyncSettings(collectorURL: url, app: app)
        let token = token.trimmingCharacters(in: .whitespacesAndNewlines)
        let request = try signedRequest(token, settings, name: name, hostname: hostname)
        let answer: EnrolAnswer
        do {
            answer = try exchange(request, settings.collectorURL)
        } catch {
            try note(error, token, name: name, hostname: hostname)
            throw error
        }
        let enrolment = try keep(answer, url: settings.collectorURL)
        logger.info("Enrolled as \(enrolment.kioskID) at \(enrolment.branch.name).")
        return enrolment
    }

    /// The credential before stays beside the fresh one where both are the same kiosk's.
    private func keep(_ answer: EnrolAnswer, url: String) throws(EnrolError) -> Enrolment {
        try keeping { () throws(StoreError) in
            let held = try? store.folder.enrolment()
            let enrolment = Enrolment(
                kioskID: answer.kioskID, credential: answer.credential, collectorID: answer.collectorID,
                collectorURL: url, branch: Enrolment.Branch(answer.branch),
                previousCredential: held?.kioskID == answer.kioskID ? held?.credential : nil)
            try store.folder.save(enrolment)
            try trust(answer.releaseKey)
            try store.folder.saveEnrolmentAttempt(nil)
            try store.folder.savePendingEnrolment(nil)
            return enrolment
        }
    }

    /// Keeps what it takes to ask again, or forgets it where there is nothing to hope for.
    private func note(_ error: EnrolError, _ token: String, name: String, hostname: String) throws(EnrolError) {
        try keeping { () throws(StoreError) in
            if case .waiting(let kioskID, _) = error {
                try store.folder.savePendingEnrolment(
                    PendingEnrolment(token: token, name: name, hostname: hostname, kioskID: kioskID))
            } else if !error.isPassing, try store.folder.pendingEnrolment()?.token == token {
                try store.folder.savePendingEnrolment(nil)
            }
        }
    }

    private func signedRequest(
        _ token: String, _ settings: SyncSettings, name: String, hostname: String
    ) throws(EnrolError) -> HTTPRequest {
        let key = try keeping { () throws(StoreError) in try deviceKey() }
        let request = EnrolRequest(
            token: token, publicKey: key.publicKey.rawRepresentation,
            enrolmentID: try keeping { () throws(StoreError) in try attempt() },
            queue: try keeping { () throws(StoreError) in try store.identity().queueID }, hostname: hostname,
            name: name, app: settings.app)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(request), let signature = try? key.signature(for: body) else {
            throw .refused(.badRequest, detail: "The request can't be written; check the kiosk's name.")
        }
        return HTTPRequest(
            method: .post, url: settings.collectorURL + Wire.Path.enroll,
            headers: [
                ("Content-Type", Wire.MediaType.json), ("Accept", "\(Wire.MediaType.json), \(Wire.MediaType.problem)"),
                (Wire.Header.signature, signature.base64EncodedString()), (Wire.Header.queue, request.queue.hex),
                (Wire.Header.proto, String(Wire.version)),
            ], body: body, timeoutMS: settings.timeoutMS)
    }

    private func exchange(_ request: HTTPRequest, _ url: String) throws(EnrolError) -> EnrolAnswer {
        let response: HTTPResponse
        do { response = try exchange.send(request) } catch { throw .unreachable(url: url, error) }
        guard let collector = response.header(Wire.Header.collector) else {
            throw .notACollector(url: url, status: response.status)
        }
        if let problem = Reply.problem(in: response), let code = problem.code {
            throw .refused(code, detail: String(problem.detail.prefix(200)))
        }
        if response.status == 202, let pending = try? JSONDecoder().decode(EnrolPending.self, from: response.body),
            pending.collectorID == collector
        {
            throw .waiting(kioskID: pending.kioskID, retryMS: RetryAfter.milliseconds(in: response))
        }
        guard response.status == 201 || response.status == 200,
            let answer = try? JSONDecoder().decode(EnrolAnswer.self, from: response.body),
            answer.collectorID == collector
        else { throw .unexpected(url: url, status: response.status) }
        return answer
    }

    private func deviceKey() throws(StoreError) -> Curve25519.Signing.PrivateKey {
        if let kept = try store.folder.deviceKey() {
            guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: kept) else {
                throw .unreadable(path: store.folder.file("device.key"), reason: "it is not an Ed25519 key")
            }
            return key
        }
        let key = Curve25519.Signing.PrivateKey()
        try store.folder.saveDeviceKey(key.rawRepresentation)
        return key
    }

    private func attempt() throws(StoreError) -> String {
        if let kept = try store.folder.enrolmentAttempt() { return kept }
        var generator = SystemRandomNumberGenerator()
        let id = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }.hex
        try store.folder.saveEnrolmentAttempt(id)
        return id
    }

    private func trust(_ key: PublicKey?) throws(StoreError) {
        guard let key, key.key.count == 32, try !store.setReleaseKey(key.key) else { return }
        logger.warning(
            """
            This kiosk trusts the release key of another centre and will refuse this one's surveys. To move it for good, \
            let it deliver everything, then start with an empty state folder.
            """)
    }

    private func keeping<Value>(_ body: () throws(StoreError) -> Value) throws(EnrolError) -> Value {
        do { return try body() } catch { throw .store(error) }
    }
}
