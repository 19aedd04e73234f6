import Foundation
import TestSupport

/// A storm of so many minutes, and what is left of the promises after it.
struct Soak {
    let minutes: Double
    let seed: UInt64

    /// What `scripts/soak` asks for; else one round of all faults with a fixed seed.
    static let asked = Soak(
        minutes: ProcessInfo.processInfo.environment["SMILEPOST_SOAK_MINUTES"].flatMap(Double.init) ?? 0,
        seed: ProcessInfo.processInfo.environment["SMILEPOST_SOAK_SEED"].flatMap(UInt64.init) ?? 4)

    /// Every kind of fault comes once before any comes again; the order and all that chance draws are the seed's.
    func run() throws -> SoakAccount {
        let bench = try SoakBench(seed: seed)
        do { try storm(bench, until: Date().addingTimeInterval(minutes * 60)) } catch { bench.breaks(8, "\(error)") }
        return try account(of: bench, secondsToFresh: calm(bench))
    }

    /// At least one round of all faults.
    private func storm(_ bench: SoakBench, until end: Date) throws {
        for round in 0... {
            for fault in SoakFault.allCases.shuffled(using: &bench.random) where round == 0 || Date() < end {
                try play(fault, on: bench)
            }
            if Date() >= end { return }
        }
    }

    private func play(_ fault: SoakFault, on bench: SoakBench) throws {
        do { try bench.act(fault) } catch { throw Failure("\(fault.rawValue): \(error)") }
    }

    /// I6: with the faults over, the next customer's answer arrives, then all of them, and both ends' books agree.
    ///
    /// - Returns: Seconds to the first.
    private func calm(_ bench: SoakBench) -> Double {
        let begun = Date()
        var seconds = Double.infinity
        bench.line.mend()
        do {
            try bench.visit()
            let fresh = bench.customers.visits.last?.ticket
            try eventually("a fresh answer at the centre", within: 120) {
                try bench.sync()
                return try bench.collector.export().contains { $0.ticket == fresh }
            }
            seconds = Date().timeIntervalSince(begun)
            try bench.drain()
            try eventually("the audit to be content", within: 60) {
                try bench.sync()
                return try bench.collector.audit().faults(damaged: bench.damaged).isEmpty
            }
        } catch {
            bench.breaks(6, "\(error)")
        }
        return seconds
    }

    private func account(of bench: SoakBench, secondsToFresh: Double) throws -> SoakAccount {
        let books = try bench.kiosk.status()
        bench.kiosk.stop()
        bench.look()
        _ = try bench.readStoppedKiosk()
        for fault in bench.line.witness.faults { bench.breaks(3, fault) }
        let invariants = SoakInvariants(
            customers: bench.customers, exported: try bench.collector.export(),
            stored: try bench.storedLines(),
            issued: bench.issued, books: books, ledger: try bench.ledgerCount(),
            audit: try bench.collector.audit(), broken: bench.broken)
        return SoakAccount(
            soak: self, counts: bench.counts.merging(bench.line.counts) { $0 + $1 }, invariants: invariants,
            acknowledged: bench.line.witness.acknowledged.count, secondsToFresh: secondsToFresh)
    }
}
