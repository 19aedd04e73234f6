import CollectorStore
import Foundation
import SurveyKit
import Transport
import WireProtocol

/// Sends one delivery to a webhook and says what the answer means.
struct WebhookCarrier: Sendable {
    /// Makes an exchange for one delivery; its second part ends it early.
    let exchange: @Sendable () -> (any HTTPExchange, abort: @Sendable () -> Void)

    /// A receiver has this long, ms: it should take a delivery in and work on it later.
    private static let timeoutMS = 15_000

    static let system = WebhookCarrier {
        // Whether a URL may be plain HTTP was decided when the webhook was made.
        let exchange = CurlExchange(
            options: TransportOptions(allowHTTP: false, userAgent: "smilepost-collector"))
        return (exchange, { exchange.abort() })
    }

    func send(_ body: Data, of delivery: Delivery, to webhook: WebhookRecord, nowMS: Int64) async -> DeliveryOutcome {
        let request = HTTPRequest(
            method: .post, url: webhook.url,
            headers: [
                ("Content-Type", Wire.MediaType.json), (Webhook.Header.event, delivery.id),
                (
                    Webhook.Header.signature,
                    WebhookSignature.header(secret: webhook.secret, body: body, nowMS: nowMS)
                ),
            ], body: body, maximumAnswerBytes: 65_536, timeoutMS: Self.timeoutMS)
        let (exchange, abort) = exchange()
        let sending = BlockingExchange(exchange: exchange)
        return await withTaskCancellationHandler {
            await OffPool.run { sending.outcome(of: request) }
        } onCancel: {
            abort()
        }
    }

    /// What an answer means for the delivery.
    static func outcome(_ status: Int, retryAfter: String?) -> DeliveryOutcome {
        let words = "the receiver answered \(status)"
        return switch status {
        case 200..<300: .delivered
        case 410: .gone("\(words): it is gone")
        case 408, 429, 500..<600:
            .failed(words, .init(retryAfterMS: retryAfter.flatMap { Int64($0) }.map { max(0, min($0, 3_600)) * 1_000 }))
        // About the address or the right to use it, whatever is sent there.
        case 401, 403, 404, 405, 407: .failed("\(words): check its URL and secret", .init(isStubborn: true))
        case 400..<500: .refused(words)
        default: .failed("\(words), which is no answer to a delivery", .init(isStubborn: true))
        }
    }
}

/// One exchange on a thread that may wait.
///
/// `@unchecked Sendable`: it is handed to one thread, and used there once.
private final class BlockingExchange: @unchecked Sendable {
    private let exchange: any HTTPExchange

    init(exchange: any HTTPExchange) { self.exchange = exchange }

    func outcome(of request: HTTPRequest) -> DeliveryOutcome {
        do throws(HTTPFailure) {
            let answer = try exchange.send(request)
            return WebhookCarrier.outcome(answer.status, retryAfter: answer.header("Retry-After"))
        } catch {
            return .failed(Self.words(error), .init())
        }
    }

    /// libcurl's sentences speak of kiosks and their collector.
    private static func words(_ failure: HTTPFailure) -> String {
        switch failure.kind {
        case .nameNotFound: "no address is known for its host"
        case .refused: "nothing accepts connections there"
        case .timedOut: "no answer in time"
        case .tls: "its certificate is not good" + (failure.certificate.map { ": \($0.rawValue)" } ?? "")
        case .tooLarge: "its answer is too large"
        case .aborted: "the collector was stopped"
        case .network: "the connection broke"
        case .badURL: "its URL can't be used"
        }
    }
}

/// Work that waits for the network, kept away from the threads that serve requests.
enum OffPool {
    private static let queue = DispatchQueue(label: "smilepost-outbox", attributes: .concurrent)

    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: work()) } }
    }
}
