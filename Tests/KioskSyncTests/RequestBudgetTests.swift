import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// I9: in no outage does a kiosk ask more often than it may, whatever customers do and chance draws.
struct RequestBudgetTests {
    /// What the outage is like, for batches and for check-ins; nil lets them through.
    struct Outage: Sendable, CustomTestStringConvertible {
        let name: String
        let batch: Reply?
        let checkin: Reply?
        /// Requests in any hour, check-ins that are answered left out.
        var budget = 45
        var testDescription: String { name }
    }

    private static func all(_ name: String, _ reply: Reply, budget: Int = 45) -> Outage {
        Outage(name: name, batch: reply, checkin: reply, budget: budget)
    }

    private static let outages: [Outage] = [
        all("offline", .offline(HTTPFailure(kind: .refused, message: ""))), all("portal", .portal(status: 200)),
        all("401", .unauthorised(.credentialRevoked), budget: 6), all("410", .retired, budget: 6),
        all("404", .misrouted(status: 404, detail: "")), all("500", .failing(status: 500, detail: "")),
        all("503", .busy(status: 503, retryAfterMS: nil)), all("503 with 0", .busy(status: 503, retryAfterMS: 0)),
        all("429 for ever", .busy(status: 429, retryAfterMS: .max), budget: 6),
        all("413", .tooLarge(isCollector: false), budget: 60), all("400", .badBatch, budget: 60),
        all("415", .codingRefused),
        Outage(name: "500 for batches only", batch: .failing(status: 500, detail: ""), checkin: nil),
        Outage(
            name: "resets for batches only", batch: .offline(HTTPFailure(kind: .network, message: "")), checkin: nil),
        Outage(name: "413 for batches only", batch: .tooLarge(isCollector: true), checkin: nil, budget: 60),
        Outage(name: "500 for check-ins only", batch: nil, checkin: .failing(status: 500, detail: "")),
    ]

    @Test(arguments: outages, [1, 2, 3, 4] as [UInt64]) func `requests in any hour stay under the budget`(
        outage: Outage, seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        var random: () -> Double { { Double.random(in: 0..<1, using: &generator) } }
        var machine = SyncMachine(limits: Limits(gzip: true), now: 0, random: random)
        var (now, pending, answered): (Int64, Int64, Int) = (0, 50, 0)
        var requests: [Int64] = []
        while now < 24 * 3_600_000, requests.count < 20_000 {
            switch machine.action(now: now) {
            case .sendBatch(let lines, _, let excluding):
                let sent = Array((1...max(1, pending)).lazy.filter { !excluding.contains($0) }.prefix(lines))
                guard !sent.isEmpty, pending > 0 else {
                    machine.nothingWasPending(now: now)
                    break
                }
                now += 30
                if let reply = outage.batch {
                    requests.append(now)
                    machine.batchFailed(reply, sent: sent, now: now, random: random)
                } else {
                    pending = 0
                    machine.batchJudged(settled: sent, retried: [], limits: nil, now: now, random: random)
                }
            case .checkIn:
                now += 30
                if let reply = outage.checkin {
                    requests.append(now)
                    machine.checkinFailed(reply, now: now, random: random)
                } else {
                    answered += 1
                    machine.checkinAnswered(nextMS: 60_000, limits: Limits(gzip: true), now: now, random: random)
                }
            case .wait(let until):
                // Customers come in between, and each of them would like to be heard at once.
                let next = now + Int64.random(in: 5_000...90_000, using: &generator)
                now = max(now + 1, min(until, next))
                if now == next {
                    pending += 1
                    machine.responseSealed(now: now, random: random)
                }
            }
        }
        var first = 0
        var busiest = 0
        for (index, moment) in requests.enumerated() {
            while moment - requests[first] > 3_600_000 { first += 1 }
            busiest = max(busiest, index - first + 1)
        }
        #expect(busiest <= outage.budget, "in the busiest hour")
        #expect(now >= 24 * 3_600_000)
        if outage.checkin == nil { #expect(answered >= 24 * 3, "check-ins go on") }
    }

    @Test(
        "N7: every status from 100 to 599, whatever it says of waiting, settles nothing and is waited for within bounds"
    )
    func everyStatus() {
        let pauses = [nil, "0", "-5", "7", "1000000000000", "Sun, 06 Nov 1994 08:49:37 GMT", "soon", ""]
        for status in 100...599 where status != 200 {
            for (n, pause) in pauses.enumerated() {
                for problem in [nil, Problem.Code.internal] {
                    let headers = pause.map { ["retry-after": $0] } ?? [:]
                    let response =
                        problem.map { FakeCollector.problem($0, status, headers: headers) }
                        ?? FakeCollector.response(status, headers: headers)
                    var generator = SeededGenerator(seed: UInt64(status * 10 + n))
                    let random = { Double.random(in: 0..<1, using: &generator) }
                    let outcome = IngestOutcome.interpret(
                        .success(response), sent: [], queue: Examples.queueID(), collectorID: FakeCollector.id)
                    guard case .unjudged(let reply) = outcome else {
                        Issue.record("\(status) was believed")
                        continue
                    }
                    var machine = SyncMachine(limits: Limits(), now: 0, random: random)
                    machine.batchFailed(reply, sent: [1], now: 0, random: random)
                    machine.checkinFailed(reply, now: 0, random: random)
                    guard case .wait(let until) = machine.action(now: 0) else {
                        Issue.record("\(status) is not waited for")
                        continue
                    }
                    #expect((1_000...4_500_000).contains(until), "\(status), Retry-After \(pause ?? "none")")
                }
            }
        }
    }
}
