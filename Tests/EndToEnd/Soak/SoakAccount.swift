import Foundation
import TestSupport

/// The end of a soak in words.
struct SoakAccount {
    let soak: Soak
    let counts: [SoakFault: Int]
    let invariants: SoakInvariants
    /// Lines of which a verdict was seen on its way, since the last restore.
    let acknowledged: Int
    let secondsToFresh: Double

    var text: String {
        (["soak: \(soak.minutes > 0 ? "\(soak.minutes.formatted()) minutes" : "one round"), seed \(soak.seed)"]
            + faultLines + figures + promises + [
                "soak: over"
            ])
            .joined(separator: "\n")
    }

    private var faultLines: [String] {
        let width = SoakFault.allCases.map(\.rawValue.count).max() ?? 0
        let lines = SoakFault.allCases.map { fault in
            let count = counts[fault] ?? 0
            return "  " + fault.rawValue.padding(toLength: width + 2, withPad: " ", startingAt: 0)
                + (count == 0 ? "none: \(Self.whyNone(fault))" : "\(count)")
        }
        return ["faults: \(counts.values.reduce(0, +))"] + lines
    }

    private static func whyNone(_ fault: SoakFault) -> String {
        fault == .fullDisk && !SmallDisk.isPossible ? "mounting a small disk takes root" : "its moment did not come"
    }

    private var figures: [String] {
        let visits = invariants.visits
        let thanked = visits.count { $0.isThanked }
        return [
            "customers: \(visits.count), of whom \(thanked) were thanked",
            "responses: \(invariants.books.created) issued, \(invariants.exported.count) delivered, "
                + "\(invariants.duplicates.count) duplicated, \(invariants.losses.count) lost",
            "  not at the centre, as it must be: \(visits.count { $0.isErased }) erased, "
                + "\(invariants.damaged) altered on the kiosk's disk and set apart",
            "seen on the line: \(acknowledged) lines acknowledged since the last restore",
            "calm: "
                + (secondsToFresh.isFinite
                    ? String(format: "a fresh answer arrived after %.1f s", secondsToFresh)
                    : "no fresh answer arrived"),
        ]
    }

    /// Each invariant that does not hold, and the first things that speak against it.
    var broken: [String] { promises.filter { !$0.hasSuffix(": holds") } }

    private var promises: [String] {
        zip(SoakInvariants.names, invariants.faults).enumerated().map { number, promise in
            let (name, faults) = promise
            let more = faults.count > 3 ? ["and \(faults.count - 3) more"] : []
            let verdict = faults.isEmpty ? "holds" : "BROKEN: " + (faults.prefix(3) + more).joined(separator: "; ")
            return "I\(number + 1) \(name): \(verdict)"
        }
    }
}
