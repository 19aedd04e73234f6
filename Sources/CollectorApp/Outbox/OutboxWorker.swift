import CollectorStore
import Foundation
import Logging
import Synchronization

/// Tells every receiver what waits for it, in order, each at its own pace (decision 0017).
package final class OutboxWorker: Sendable {
    private let store: CollectorStore
    private let now: @Sendable () -> Int64
    private let random: @Sendable () -> Double
    /// Nil without a mail server.
    private let mail: MailCarrier?
    private let webhooks: WebhookCarrier
    private let logger: Logger
    private let plan = Mutex(DeliveryPlan())

    init(
        store: CollectorStore, now: @escaping @Sendable () -> Int64, mail: MailCarrier? = nil,
        webhooks: WebhookCarrier = .system, logger: Logger,
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.store = store
        self.now = now
        self.mail = mail
        self.webhooks = webhooks
        self.logger = logger
        self.random = random
    }

    /// Tells what is due and returns when that is over.
    ///
    /// - Throws: The database's error.
    package func round() async throws {
        let lanes = try await due()
        await withDiscardingTaskGroup { group in
            for lane in lanes { group.addTask { await self.drain(lane) } }
        }
    }

    /// Looks for what is due every second, until the task is cancelled; a slow receiver holds up nobody else.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    for lane in try await due() { group.addTask { await self.drain(lane) } }
                    try await Task.sleep(for: .seconds(1))
                } catch is CancellationError {
                    return
                } catch {
                    await pause(after: error)
                }
            }
        }
    }

    private func due() async throws -> [String] {
        let waiting = try await store.waitingLanes()
        return plan.withLock { $0.start(waiting, nowMS: now()) }
    }

    private func pause(after error: any Error) async {
        logger.error("the outbox can't be read", metadata: ["error": "\(type(of: error))"])
        try? await Task.sleep(for: .seconds(10))
    }

    /// Sends a ping to a webhook at once; where it goes well, a pause and a wait end.
    ///
    /// - Throws: The database's error.
    func ping(_ webhook: WebhookRecord) async throws -> DeliveryOutcome {
        let outcome = await send(try Delivery(ping: webhook, nowMS: now()))
        guard outcome == .delivered else { return outcome }
        try await store.resumeWebhook(webhook.id, nowMS: now())
        plan.withLock { $0.heard(webhook.lane) }
        return outcome
    }

    /// One thing after the other, until there is nothing left or the receiver has to be left alone.
    private func drain(_ lane: String) async {
        defer { plan.withLock { $0.ended(lane) } }
        do {
            while !Task.isCancelled {
                let limit = plan.withLock { $0.batch(lane) }
                guard let delivery = try await store.nextDelivery(lane, limit: limit) else { return }
                let outcome = await send(delivery).judged(for: delivery, nowMS: now())
                // What was cut off by the end of the program is told again, under the same id.
                guard !Task.isCancelled || outcome == .delivered else { return }
                try await store.settle(delivery, as: outcome, nowMS: now())
                tell(outcome, lane)
                let goesOn = plan.withLock {
                    $0.tried(lane, outcome, events: delivery.events, nowMS: now(), random: random)
                }
                guard goesOn else { return }
            }
        } catch {
            logger.error("the outbox can't be read or written", metadata: ["error": "\(type(of: error))"])
        }
    }

    private func send(_ delivery: Delivery) async -> DeliveryOutcome {
        switch delivery.content {
        case .webhook(let webhook, let body):
            await webhooks.send(body, of: delivery, to: webhook, nowMS: now())
        case .mail(let notice):
            await mail?.send(notice, of: delivery) ?? .failed("there is no mail server", .init(isCarrier: true))
        }
    }

    /// Without the address: a log is no place for it.
    private func tell(_ outcome: DeliveryOutcome, _ lane: String) {
        let receiver: Logger.MetadataValue = "\(lane.hasPrefix("mail:") ? "mail" : lane)"
        switch outcome {
        case .delivered: break
        case .refused(let why), .gone(let why):
            logger.warning("a receiver refused for good", metadata: ["receiver": receiver, "why": "\(why)"])
        case .failed(let why, _):
            logger.notice("a receiver does not answer as it should", metadata: ["receiver": receiver, "why": "\(why)"])
        }
    }
}
