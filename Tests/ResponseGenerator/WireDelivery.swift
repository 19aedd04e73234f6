import Foundation
import ResponseGeneration
import SurveyKit
import TestSupport
import Transport
import WireProtocol

/// Brings the lines over HTTP, as kiosks would: each enrolled by a token of its branch, with batches within the limits.
struct WireDelivery {
    private let plan: ChainPlan
    /// Connections side by side.
    private let width: Int
    private let publishes: Bool
    private let centre: CentreClient

    init(url: String, token: String, plan: ChainPlan, width: Int, publishes: Bool) {
        (self.plan, self.width, self.publishes) = (plan, width, publishes)
        centre = CentreClient(url: url, token: token)
    }

    func deliver(_ deliveries: Deliveries) async throws -> Account {
        let kiosks = try await onThread { try prepare() }
        let courier = Courier(kiosks: kiosks, width: width)
        var account = Account()
        try await deliveries.forEach { round in
            account.generationSeconds += round.seconds
            let started = ContinuousClock.now
            account += try await courier.send(round.loads)
            account.deliverySeconds += (ContinuousClock.now - started) / .seconds(1)
        }
        return account
    }

    /// Publishes the surveys where that is not done, makes the branches, and enrols the kiosks.
    private func prepare() throws -> [DeviceClient] {
        let surveys = publishes ? try [1, 2].map(YearSurveys.survey) : []
        for publication in try ReleaseKey().publications(of: surveys) {
            try centre.call(.post, Api.Path.surveys, publication)
        }
        for branch in plan.branches { try centre.call(.put, Api.Path.branch(branch.id), branch.change) }
        return try plan.kiosks.enumerated().map { number, kiosk in
            let wish = ApiTokenRequest(branch: plan.branches[kiosk.branch].id, uses: 1, expiresMS: 600_000)
            let answer = try centre.call(.post, Api.Path.enrolTokens, wish)
            let token = try JSONDecoder().decode(ApiToken.self, from: answer).token
            return try centre.enrol(
                token: token, queue: kiosk.queue, name: kiosk.name, hostname: "exit-\(number)")
        }
    }
}

/// Waits for work that blocks, without holding up anything else.
func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}

/// Carries the loads of a round over some connections, each on a thread of its own.
private struct Courier {
    let kiosks: [DeviceClient]
    private let connections: [CurlExchange]

    init(kiosks: [DeviceClient], width: Int) {
        self.kiosks = kiosks
        connections = (0..<width).map { _ in CurlExchange(options: TransportOptions(userAgent: CentreClient.app)) }
    }

    func send(_ loads: [Deliveries.Load]) async throws -> Account {
        let turns = Turns()
        return try await withThrowingTaskGroup(of: Account.self) { group in
            for connection in connections {
                group.addTask {
                    try await onThread {
                        var account = Account()
                        while true {
                            let index = turns.take()
                            guard index < loads.count else { return account }
                            try kiosks[loads[index].kiosk].send(loads[index].lines, over: connection, &account)
                        }
                    }
                }
            }
            return try await group.reduce(into: Account()) { $0 += $1 }
        }
    }
}
