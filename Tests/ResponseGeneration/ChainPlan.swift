import Foundation
package import SurveyKit
package import TestSupport

/// A chain of branches over some months, all of it drawn from one seed.
package struct ChainPlan: Sendable {
    package struct Wish: Sendable {
        package var branches = 500
        package var responses = 10_000_000
        package var days = 365
        /// The last day, by each branch's own calendar.
        package var until = CalendarDay(year: 2026, month: 9, day: 30)
        package var seed: UInt64 = 1
        /// Versions of the survey that are shown, 1 or 2.
        package var versions = 2

        package init() {}
    }

    package let wish: Wish
    package let branches: [PlannedBranch]
    package let kiosks: [PlannedKiosk]
    package let plants: Plants
    /// The day from which on the second version of the survey is shown; past the last day where there is none.
    package let secondVersionDay: Int
    let calendars: [String: [[HourSlot]]]

    /// - Throws: `Impossible`, where the wish is for nothing or for a time zone that is not known here.
    package init(_ wish: Wish) throws {
        guard wish.branches >= 3, wish.days >= 8, wish.responses >= 100 * wish.branches else {
            throw Impossible(reason: "at least 3 branches, 8 days and 100 responses a branch")
        }
        self.wish = wish
        var generator = SeededGenerator(seed: wish.seed)
        let plants = Plants(wish, &generator)
        self.plants = plants
        secondVersionDay = wish.versions > 1 ? wish.days * 3 / 5 : wish.days
        let branches = (0..<wish.branches).map { PlannedBranch(number: $0, plants: plants, &generator) }
        self.branches = branches
        var calendars: [String: [[HourSlot]]] = [:]
        for zone in Set(branches.map(\.timeZone)) {
            calendars[zone] = try HourSlot.days(wish.days, until: wish.until, in: zone)
        }
        self.calendars = calendars
        kiosks = Self.kiosks(of: branches, wish, plants, &generator)
    }

    package struct Impossible: Error, CustomStringConvertible {
        package let reason: String
        package var description: String { "no chain can be made: \(reason)" }
    }

    private static func kiosks(
        of branches: [PlannedBranch], _ wish: Wish, _ plants: Plants, _ generator: inout SeededGenerator
    ) -> [PlannedKiosk] {
        var kiosks: [PlannedKiosk] = []
        for (index, branch) in branches.enumerated() {
            for number in 1...branch.kiosks {
                kiosks.append(
                    PlannedKiosk(
                        branch: index, name: "Exit \(number)", queue: QueueID(drawnFrom: &generator),
                        seed: generator.next(), weight: branch.weight / Double(branch.kiosks)))
            }
        }
        let total = kiosks.reduce(0) { $0 + $1.weight }
        let counts = generator.multinomial(wish.responses - Plants.luckyAnswers, kiosks.map { $0.weight / total })
        for (index, count) in counts.enumerated() {
            kiosks[index].responses = kiosks[index].branch == plants.lucky ? Plants.luckyAnswers : count
        }
        return kiosks
    }
}

/// One branch, and what makes it differ from the others.
package struct PlannedBranch: Sendable {
    package let id: String
    package let name: String
    package let region: String
    package let timeZone: String
    package let openingHours: String
    let kiosks: Int
    /// Share of the chain's customers, in no unit.
    let weight: Double
    /// How much better than usual, on the scale of log odds.
    let quality: Double
    /// How much worse the busiest hour is than a quiet one.
    let strain: Double
    let opens: Int
    let closes: Int

    private static let zones = [
        ("caucasus", "Caucasus", "Asia/Baku"), ("gulf", "Gulf", "Asia/Dubai"), ("central", "Central", "Europe/Berlin"),
        ("isles", "Isles", "Europe/London"), ("east", "East Coast", "America/New_York"),
    ]
    static let regions = zones.map(\.0)

    init(number: Int, plants: Plants, _ generator: inout SeededGenerator) {
        let zone = Self.zones[number % Self.zones.count]
        id = "b\(String(1_000 + number).dropFirst())"
        name = "\(zone.1) \(number / Self.zones.count + 1)"
        (region, timeZone) = (zone.0, zone.2)
        // One in twenty never closes, and so lives through both ends of daylight-saving time.
        (opens, closes) = number % 20 == 7 ? (0, 24) : ([8, 9, 10][number % 3], [19, 20, 22][number % 7 % 3])
        openingHours = "mon-sun \(Self.clock(opens))-\(Self.clock(closes))"
        let isLucky = number == plants.lucky
        let size = generator.normal()
        weight = isLucky ? 0 : number == plants.friday ? 2 : exp(0.7 * size)
        kiosks = isLucky ? 1 : weight > 1.8 ? 3 : weight > 0.8 ? 2 : 1
        quality = 0.25 * generator.normal()
        strain = Double.random(in: 0.1...0.5, using: &generator)
    }

    private static func clock(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }
}

package struct PlannedKiosk: Sendable {
    /// Index of its branch.
    package let branch: Int
    package let name: String
    package let queue: QueueID
    let seed: UInt64
    let weight: Double
    package fileprivate(set) var responses = 0
}

extension SeededGenerator {
    /// From the standard normal distribution (Box and Muller 1958).
    mutating func normal() -> Double {
        let radius = (-2 * log(Double.random(in: .leastNonzeroMagnitude..<1, using: &self))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }

    package mutating func happens(_ chance: Double) -> Bool { Double.random(in: 0..<1, using: &self) < chance }
}
