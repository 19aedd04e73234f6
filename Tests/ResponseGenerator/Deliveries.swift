import Foundation
import ResponseGeneration
import Synchronization
import TestSupport

/// The year in rounds, oldest first: what the kiosks bring in each.
///
/// Now and then one is offline, and brings its lines late.
struct Deliveries {
    /// The lines of one kiosk that are to be sent in one round.
    struct Load: Sendable {
        let kiosk: Int
        var lines: [Data]
    }

    struct Round {
        let loads: [Load]
        let seconds: Double
        /// When the round is received: after its last day everywhere.
        let endMS: Int64
    }

    /// Lines of a round that are held in memory.
    private static let linesARound = 300_000
    private static let offline = 0.02

    private let plan: ChainPlan
    private let daysARound: Int

    init(_ plan: ChainPlan) {
        self.plan = plan
        daysARound = max(1, min(plan.wish.days, Self.linesARound * plan.wish.days / plan.wish.responses))
    }

    /// Calls `take` with one round after the other.
    func forEach(_ take: (Round) async throws -> Void) async throws {
        var streams = plan.kiosks.map { KioskStream($0, of: plan) }
        var held = [[Data]](repeating: [], count: streams.count)
        var generator = SeededGenerator(seed: plan.wish.seed &+ 1)
        for first in stride(from: 0, to: plan.wish.days, by: daysARound) {
            let days = first..<min(first + daysARound, plan.wish.days)
            let started = ContinuousClock.now
            let fresh = await Self.generate(&streams, days)
            var loads: [Load] = []
            for (kiosk, lines) in fresh.enumerated() {
                held[kiosk] += lines
                let isOffline = generator.happens(Self.offline) && days.upperBound < plan.wish.days
                guard !isOffline, !held[kiosk].isEmpty else { continue }
                loads.append(Load(kiosk: kiosk, lines: held[kiosk]))
                held[kiosk] = []
            }
            let seconds = (ContinuousClock.now - started) / .seconds(1)
            try await take(Round(loads: loads, seconds: seconds, endMS: plan.receiptMS(after: days.upperBound - 1)))
        }
    }

    /// On both cores: each takes every second kiosk.
    private static func generate(_ streams: inout [KioskStream], _ days: Range<Int>) async -> [[Data]] {
        let before = streams
        let width = ProcessInfo.processInfo.activeProcessorCount
        var lines = [[Data]](repeating: [], count: before.count)
        await withTaskGroup(of: [(Int, KioskStream, [Data])].self) { group in
            for part in 0..<width {
                group.addTask {
                    stride(from: part, to: before.count, by: width).map { kiosk in
                        var stream = before[kiosk]
                        let lines = stream.lines(ofDays: days)
                        return (kiosk, stream, lines)
                    }
                }
            }
            for await part in group {
                for (kiosk, stream, made) in part { (streams[kiosk], lines[kiosk]) = (stream, made) }
            }
        }
        return lines
    }
}

/// Hands out 0, 1, 2 and so on, each once, to whoever asks.
final class Turns: Sendable {
    private let next = Atomic<Int>(0)

    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
}
