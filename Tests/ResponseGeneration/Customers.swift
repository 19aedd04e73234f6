import Foundation
import SurveyKit
import TestSupport

/// Draws what customers say: reasons, recommendation and words go with the face.
struct Customers: Sendable {
    /// Log odds of a face of at most 1, 2, 3, 4 in a usual hour.
    private static let cuts = [-2.44, -1.59, -0.90, 0.20]

    /// The chances that a face is at most 1, 2, 3, 4 where the hour is better than usual by `effect`.
    static func chances(_ effect: Double) -> [Double] { cuts.map { 1 / (1 + exp(effect - $0)) } }

    /// - Parameter chances: Of `chances(_:)`.
    static func visit(
        atMS wallMS: Int64, bootMS: Int64, version: Int, _ chances: [Double], mainReason: Int,
        _ generator: inout SeededGenerator
    ) -> Visit {
        let draw = Double.random(in: 0..<1, using: &generator)
        let face = 1 + chances.count { draw >= $0 }
        let tongue = Double.random(in: 0..<1, using: &generator)
        var visit = Visit(
            id: ResponseID.Bits(atMS: wallMS, generator.next(), generator.next()), version: version, wallMS: wallMS,
            bootMS: bootMS, language: tongue < 0.8 ? 0 : tongue < 0.95 ? 1 : 2, face: face,
            paceMS: Int64.random(in: 900...6_000, using: &generator))
        answer(&visit, mainReason, &generator)
        return visit
    }

    /// A press by somebody who is no customer, or who is angry at the machine.
    static func makeSuspect(_ visit: inout Visit, _ generator: inout SeededGenerator) {
        visit.suspect = SuspectReason.allCases.randomElement(using: &generator)
        visit.face = Int.random(in: 1...5, using: &generator)
        (visit.reasons, visit.recommend, visit.ease, visit.comment, visit.contact) = (nil, nil, nil, nil, nil)
        visit.skipped = []
        visit.end = .timeout
    }

    /// Goes through the questions after the first until the end, or until the customer walks away.
    private static func answer(_ visit: inout Visit, _ mainReason: Int, _ generator: inout SeededGenerator) {
        let isLow = visit.face <= 2
        if isLow {
            if walksAway(&visit, &generator) { return }
            if generator.happens(0.15) {
                visit.skipped.insert(.reason)
            } else {
                visit.reasons = reasons(mainReason, &generator)
            }
        }
        if walksAway(&visit, &generator) { return }
        visit.recommend = min(10, max(0, 2 * visit.face - 1 + Int.random(in: -1...2, using: &generator)))
        if visit.version > 1 {
            if walksAway(&visit, &generator) { return }
            visit.ease = min(7, max(1, visit.face + Int.random(in: 0...2, using: &generator)))
        }
        if walksAway(&visit, &generator) { return }
        if generator.happens(isLow ? 0.15 : 0.04) {
            visit.comment = comment(isLow, &generator)
        } else {
            visit.skipped.insert(.comment)
        }
        if isLow {
            if walksAway(&visit, &generator) { return }
            if generator.happens(0.08) {
                visit.contact = envelope(&generator)
            } else {
                visit.skipped.insert(.contact)
            }
        }
        visit.end = visit.skipped.isEmpty ? .done : .skipped
    }

    private static func walksAway(_ visit: inout Visit, _ generator: inout SeededGenerator) -> Bool {
        guard generator.happens(0.03) else { return false }
        visit.end = generator.happens(0.1) ? .left : .timeout
        return true
    }

    /// One to three, the branch's own trouble among them more often than not.
    private static func reasons(_ main: Int, _ generator: inout SeededGenerator) -> UInt8 {
        var named: UInt8 = generator.happens(0.6) ? 1 << main : 0
        let more = named == 0 ? 1 : Int.random(in: 0...YearSurveys.maximumReasons - 1, using: &generator)
        for _ in 0..<more { named |= 1 << UInt8.random(in: 0..<UInt8(YearSurveys.reasons.count), using: &generator) }
        return named
    }

    private static func comment(_ isLow: Bool, _ generator: inout SeededGenerator) -> Int {
        let (kind, angry) = (Comments.kind.count, Comments.angry.count)
        if generator.happens(0.01) {
            return Int.random(in: kind + angry..<Comments.all.count, using: &generator)
        }
        return Int.random(in: isLow ? kind..<kind + angry : 0..<kind, using: &generator)
    }

    /// The shape of a sealed contact; nothing opens it.
    private static func envelope(_ generator: inout SeededGenerator) -> ContactEnvelope {
        func bytes(_ count: Int) -> Data {
            var bytes = Data(capacity: count)
            for _ in 0..<count { bytes.append(UInt8.random(in: .min ... .max, using: &generator)) }
            return bytes
        }
        return ContactEnvelope(key: "5a11edc0417ac700", enc: bytes(32), box: bytes(48))
    }
}
