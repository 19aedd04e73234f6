import CollectorStore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ResponseGeneration
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// A chain of ten branches over three weeks in which clocks go back, generated from a seed and brought in disorder.
struct GeneratedCentre {
    let folder: TemporaryFolder
    let store: CollectorStore
    let plan: ChainPlan
    private let collector: Collector
    private let application: Application<RouterResponder<CollectorContext>>

    var database: String { folder.file("collector.sqlite") }

    init(seed: UInt64) async throws {
        folder = try TemporaryFolder()
        var wish = ChainPlan.Wish()
        (wish.branches, wish.responses, wish.days, wish.seed) = (10, 4_000, 21, seed)
        wish.until = CalendarDay(year: 2026, month: 11, day: 5)
        let plan = try ChainPlan(wish)
        self.plan = plan
        store = try CollectorStore(path: folder.file("collector.sqlite"))
        collector = try Collector(store: store, now: { plan.receiptMS(after: 20) })
        application = Application(router: collector.router())
        for publication in try ReleaseKey().publications(of: [1, 2].map(YearSurveys.survey)) {
            _ = try await store.publish(publication, nowMS: collector.now())
        }
        for branch in plan.branches {
            try await store.upsertBranch(
                BranchInfo(
                    id: branch.id, name: branch.name, timeZone: branch.timeZone, region: branch.region,
                    openingHours: branch.openingHours))
        }
        try await deliver(seed)
    }

    /// Each kiosk's days come in any order, days late; one kiosk has moved meanwhile.
    private func deliver(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed &+ 1)
        var loads: [(kiosk: Int, lines: [Data])] = []
        for (number, planned) in plan.kiosks.enumerated() {
            try await enrol(planned, number)
            var stream = KioskStream(planned, of: plan)
            loads += (0..<plan.wish.days).map { (number, stream.lines(ofDays: $0..<$0 + 1)) }
        }
        let moved = try #require(try await store.kiosk(credentialHash: Self.hash("credential 0")))
        _ = try await store.moveKiosk(
            id: moved.id, to: plan.branches[9].id, by: AuditActor(name: "ops", role: .ops, token: nil),
            nowMS: plan.receiptMS(after: 9))
        for load in loads.shuffled(using: &generator) where !load.lines.isEmpty {
            let kiosk = try #require(try await store.kiosk(credentialHash: Self.hash("credential \(load.kiosk)")))
            let answer = try await store.ingest(
                lines: load.lines, kiosk: kiosk, queue: plan.kiosks[load.kiosk].queue, sent: nil,
                nowMS: collector.now())
            #expect(answer.results.allSatisfy { $0.status == .accepted })
        }
    }

    private func enrol(_ planned: PlannedKiosk, _ number: Int) async throws {
        // Before the first response, so that no move is older than it.
        let nowMS = plan.receiptMS(after: 0) - 30 * 86_400_000
        let token = Self.hash("token \(number)")
        try await store.createEnrolToken(
            hash: token, branch: plan.branches[planned.branch].id, uses: 1, expiresMS: nowMS + 60_000, nowMS: nowMS)
        let request = EnrolRequest(
            token: "", publicKey: Self.hash("key \(number)"), enrolmentID: "e\(number)", queue: planned.queue,
            hostname: "host", name: planned.name, app: "1")
        _ = try await store.enrol(
            request, tokenHash: token, credentialHash: Self.hash("credential \(number)"), nowMS: nowMS)
    }

    private static func hash(_ text: String) -> Data { SealedLine.hash(of: Data(text.utf8)) }

    /// What the API answers to a viewer of the whole chain.
    func api<Answer: Decodable>(_ path: String, as type: Answer.Type) async throws -> Answer {
        let answer = try await application.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: [.authorization: "Bearer viewer"])
        }
        #expect(answer.status == .ok, "\(path)")
        return try answer.decoded(type)
    }

    func addViewer() async throws {
        try await store.addApiToken(
            hash: Secrets.hash("viewer"), role: .viewer, label: "viewer", nowMS: collector.now())
    }
}
