import Foundation
import TestSupport

/// Acts on the line.
extension SoakBench {
    func storm(_ fault: SoakFault) throws {
        // Some storms let nothing through at all.
        let share = fault == .stall || Bool.random(using: &random) ? 1 : 0.75
        line.storm(fault, share: share)
        if fault == .stall { return try standStall() }
        for _ in 0..<4 {
            try visits(1...2)
            for _ in 0..<3 { try sync() }
        }
        line.mend()
    }

    /// The screen goes on while the round hangs.
    private func standStall() throws {
        let round = try kiosk.begin("sync")
        try visits(2...4)
        line.mend()
        round.waitUntilExit()
    }

    /// Nobody asks for a round: the kiosk's own patience is watched.
    func standOutage() throws {
        try drain()
        line.proxy.forgetPassages()
        let begun = Date()
        line.storm([.outage, .portal, .reset].randomElement(using: &random) ?? .outage, share: 1)
        count(.outage)
        while Date().timeIntervalSince(begun) < 8 { try visit() }
        let (asked, budget) = (line.proxy.passages.count, Self.budget(seconds: Date().timeIntervalSince(begun)))
        if asked > budget { breaks(9, "\(asked) requests in an outage in which \(budget) are allowed") }
        line.mend()
    }

    /// Batches and check-ins that may be tried in a row when each wait is as short as chance allows.
    static func budget(seconds: Double) -> Int {
        var (tries, wait, elapsed) = (1, 2.5, 2.5)
        while elapsed <= seconds {
            (tries, wait, elapsed) = (tries + 1, min(450, wait * 2), elapsed + min(450, wait * 2))
        }
        return 2 * tries
    }
}
