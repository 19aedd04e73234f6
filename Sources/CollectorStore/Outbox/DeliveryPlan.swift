import WireProtocol

/// Which lanes are told something now, and which have to wait (decision 0017): pure, with time and randomness passed in.
///
/// After the n-th failure in a row (from 0) a lane waits `c/2 … c`, where `c = min(15 min, 2 s × 2ⁿ)`, or as long as its
/// receiver asked for, up to an hour. Where no mail gets through at all, every lane of mails waits. It remembers
/// nothing over a restart: then each lane is tried at once.
package struct DeliveryPlan: Equatable, Sendable {
    package static let baseMS: Int64 = 2_000
    package static let capMS: Int64 = 900_000
    fileprivate static let longestAskedMS: Int64 = 3_600_000
    /// So many receivers are told something at a time.
    package static let width = 4

    fileprivate struct Patience: Equatable, Sendable {
        var failures = 0
        var notBeforeMS: Int64 = 0
        /// Events in one delivery, at most: fewer while one is looked for that is refused.
        var batch = Webhook.batch
    }

    private var patience: [String: Patience] = [:]
    private var busy: Set<String> = []

    package init() {}

    /// Picks the lanes to tell something now, and takes them as busy until `ended`.
    package mutating func start(_ waiting: [String], nowMS: Int64) -> [String] {
        let due = waiting.filter { lane in
            !busy.contains(lane) && isDue(lane, nowMS) && isDue(Self.carrier(of: lane), nowMS)
        }
        let started = due.prefix(max(0, Self.width - busy.count))
        busy.formUnion(started)
        return Array(started)
    }

    /// How many events a delivery of this lane may have.
    package func batch(_ lane: String) -> Int { patience[lane]?.batch ?? Webhook.batch }

    /// A try ended: whether the lane may be told the next thing at once.
    ///
    /// - Parameters:
    ///   - events: How many it had.
    ///   - random: From 0 up to 1.
    package mutating func tried(
        _ lane: String, _ outcome: DeliveryOutcome, events: Int, nowMS: Int64, random: () -> Double
    ) -> Bool {
        var state = patience[lane] ?? Patience()
        defer { patience[lane] = state == Patience() ? nil : state }
        switch outcome {
        case .delivered:
            state = Patience(batch: min(Webhook.batch, state.batch * 2))
            patience[Self.carrier(of: lane)] = nil
            return true
        case .refused:
            state.batch = max(1, events / 4)
            return true
        case .gone: return false
        case .failed(_, let failure) where failure.isCarrier:
            let carrier = Self.carrier(of: lane)
            var shared = patience[carrier] ?? Patience()
            shared.fail(failure, nowMS: nowMS, random: random)
            if carrier == lane { state = shared } else { patience[carrier] = shared }
            return false
        case .failed(_, let failure):
            state.fail(failure, nowMS: nowMS, random: random)
            return false
        }
    }

    /// The lane is free again: it has nothing more to tell, or has to wait.
    package mutating func ended(_ lane: String) { busy.remove(lane) }

    /// The receiver was heard: it is tried again at once.
    package mutating func heard(_ lane: String) { patience[lane] = nil }

    /// When a lane is tried again, ms; nil for at once.
    package func notBefore(_ lane: String) -> Int64? {
        [patience[lane], patience[Self.carrier(of: lane)]].compactMap { $0?.notBeforeMS }.max()
    }

    private func isDue(_ lane: String, _ nowMS: Int64) -> Bool {
        guard let wait = patience[lane].map({ $0.notBeforeMS - nowMS }) else { return true }
        // No wait is that long: the clock was set back.
        return wait <= 0 || wait > Self.longestAskedMS
    }

    /// What all lanes of a kind share: the mail server.
    ///
    /// A webhook is a way by itself.
    private static func carrier(of lane: String) -> String { Lane.isMail(lane) ? Lane.allMail : lane }
}

extension DeliveryPlan.Patience {
    fileprivate mutating func fail(_ failure: DeliveryOutcome.Failure, nowMS: Int64, random: () -> Double) {
        // Others that were under way at the failure before are one failure with it.
        guard nowMS >= notBeforeMS || failures == 0 else { return }
        let ceiling =
            failure.isStubborn
            ? DeliveryPlan.capMS : min(DeliveryPlan.capMS, DeliveryPlan.baseMS << Int64(min(failures, 20)))
        failures += 1
        let own = ceiling / 2 + Int64(Double(ceiling / 2) * random())
        notBeforeMS = nowMS + max(own, min(failure.retryAfterMS ?? 0, DeliveryPlan.longestAskedMS))
    }
}
