import CollectorStore
import Crypto
import Foundation
import ResponseGeneration
import SurveyKit
import TestSupport
import WireProtocol

/// Brings the lines straight to a collector's store, as its HTTP routes would: what is measured is the store alone.
struct StoreDelivery {
    /// As in `Deliveries`.
    static let batchLines = 500

    private let folder: String
    private let plan: ChainPlan
    /// Kiosks that send side by side.
    private let width: Int

    init(folder: String, plan: ChainPlan, width: Int) {
        (self.folder, self.plan, self.width) = (folder, plan, width)
    }

    func deliver(_ deliveries: Deliveries) async throws -> Account {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let store = try CollectorStore(path: folder + "/collector.sqlite")
        defer { try? store.close() }
        let release = ReleaseKey()
        let nowMS = plan.receiptMS(after: plan.wish.days - 1)
        for publication in try release.publications(of: [1, 2].map(YearSurveys.survey)) {
            _ = try await store.publish(publication, nowMS: nowMS)
        }
        let kiosks = try await enrol(in: store, nowMS: nowMS)
        var account = Account()
        try await deliveries.forEach { round in
            account.generationSeconds += round.seconds
            let started = ContinuousClock.now
            account += try await send(round, kiosks, to: store)
            account.deliverySeconds += (ContinuousClock.now - started) / .seconds(1)
        }
        return account
    }

    private func enrol(in store: CollectorStore, nowMS: Int64) async throws -> [Kiosk] {
        for branch in plan.branches { try await store.upsertBranch(branch.info) }
        var kiosks: [Kiosk] = []
        for (number, kiosk) in plan.kiosks.enumerated() {
            let (token, credential) = (Self.hash("token \(number)"), Self.hash("credential \(number)"))
            try await store.createEnrolToken(
                hash: token, branch: plan.branches[kiosk.branch].id, uses: 1, expiresMS: nowMS + 60_000, nowMS: nowMS)
            let request = EnrolRequest(
                token: "", publicKey: Self.hash("key \(number)"), enrolmentID: "generated-\(number)",
                queue: kiosk.queue, hostname: "exit-\(number)", name: kiosk.name, app: "response-generator")
            _ = try await store.enrol(request, tokenHash: token, credentialHash: credential, nowMS: nowMS)
            guard let member = try await store.kiosk(credentialHash: credential) else { continue }
            kiosks.append(member)
        }
        return kiosks
    }

    private func send(
        _ round: Deliveries.Round, _ kiosks: [Kiosk], to store: CollectorStore
    ) async throws -> Account {
        let turns = Turns()
        return try await withThrowingTaskGroup(of: Account.self) { group in
            for _ in 0..<width {
                group.addTask {
                    var account = Account()
                    while true {
                        let index = turns.take()
                        guard index < round.loads.count else { return account }
                        let load = round.loads[index]
                        for start in stride(from: 0, to: load.lines.count, by: Self.batchLines) {
                            let lines = Array(load.lines[start..<min(start + Self.batchLines, load.lines.count)])
                            let answer = try await store.ingest(
                                lines: lines, kiosk: kiosks[load.kiosk], queue: plan.kiosks[load.kiosk].queue,
                                sent: nil, nowMS: round.endMS)
                            account.count(answer.results, of: lines.count)
                        }
                    }
                }
            }
            return try await group.reduce(into: Account()) { $0 += $1 }
        }
    }

    private static func hash(_ text: String) -> Data { SealedLine.hash(of: Data(text.utf8)) }
}
