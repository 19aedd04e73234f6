import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// Whatever happens in whatever order, the screen has at most one survey, and one that was confirmed is not lost.
struct ActivationPropertyTests {
    /// What can happen, drawn from a seed.
    private enum Step {
        case assigned(BundleName, order: Int)
        case checked
        case activated
        case completed
        case failed
        case ended(RunEnding, boot: String)
    }

    private static let versions = 1...5

    private static func hash(_ name: BundleName) -> String {
        SealedLine.hash(of: Data("\(name)".utf8)).hex
    }

    private static func draw(_ activation: Activation, _ random: inout SeededGenerator) -> Step {
        let boot = "b\(Int.random(in: 1...2, using: &random))"
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
            let name = BundleName(survey: "exit", version: Int.random(in: versions, using: &random))
            return .assigned(name, order: Int.random(in: 1...3, using: &random))
        case 3: return .checked
        case 4...5: return .activated
        case 6: return .completed
        case 7: return .failed
        case 8: return .ended(.crashed(showing: activation.shown?.name), boot: boot)
        default: return .ended(Bool.random(using: &random) ? .powerLost : .clean, boot: boot)
        }
    }

    private static func take(_ step: Step, _ activation: inout Activation) {
        switch step {
        case .assigned(let name, let order):
            let sha256 = hash(name)
            if activation.assign(name, sha256: sha256, assignment: "#\(order)") == .download {
                activation.fetched(name, sha256: sha256, assignment: "#\(order)")
            }
        case .checked: if let fetched = activation.first(.fetched) { activation.checked(fetched.name) }
        case .activated: if let staged = activation.first(.staged) { activation.activate(staged.name) }
        case .completed: if let shown = activation.shown { activation.confirm(shown.name) }
        case .failed: if let waiting = activation.first(.fetched) { activation.fail(waiting.name, why: "unreadable") }
        case .ended(let ending, let boot): activation.began(after: ending, boot: boot)
        }
        activation.forget(exceptFor: nil)
    }

    private static func check(_ activation: Activation, after step: Step, over before: Activation) {
        func count(_ states: Activation.State...) -> Int {
            activation.bundles.count { states.contains($0.state) }
        }
        #expect(count(.pending, .confirmed) <= 1)
        #expect(count(.fetched, .staged) <= 1)
        #expect(count(.previous) <= 1)
        #expect(count(.old) == 0)
        #expect(activation.bundles.count <= 3 + Activation.mostFailed)
        #expect(Set(activation.bundles.map(\.name)).count == activation.bundles.count)
        #expect(activation.bundles.allSatisfy { ($0.state == .failed) == ($0.why != nil) })
        #expect(activation.bundles.allSatisfy { $0.state != .previous || $0.isProven })
        #expect(activation.bundles.allSatisfy { $0.state != .confirmed || $0.isProven })
        // Never none: what has worked stays on the screen, behind it, or on its way back.
        if before.bundles.contains(where: { $0.isProven && $0.state != .failed }) {
            #expect(activation.bundles.contains { $0.isProven && $0.state != .failed }, "\(step)")
        }
        // Nothing but a crash takes a survey from the screen without another one in its place.
        if before.shown != nil, activation.shown == nil {
            guard case .ended(.crashed, _) = step else {
                Issue.record("the screen is empty after \(step)")
                return
            }
        }
    }

    @Test(arguments: 1...40) func `any order of events keeps one survey on the screen and one that works`(seed: UInt64)
    {
        var random = SeededGenerator(seed: seed)
        var activation = Activation()
        for _ in 0..<400 {
            let before = activation
            let step = Self.draw(activation, &random)
            Self.take(step, &activation)
            Self.check(activation, after: step, over: before)
        }
    }

    @Test(arguments: 1...4) func `the table says after every step and every restart what the machine says`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        var store = try KioskStore(stateFolder: folder.file("state"))
        var activation = Activation()
        for n in 0..<150 {
            let step = Self.draw(activation, &random)
            Self.take(step, &activation)
            var bytes = Data()
            if case .assigned(let name, _) = step { bytes = Data("\(name)".utf8) }
            try store.change(bytes: bytes) { Self.take(step, &$0) }
            if n % 10 == 0 {
                store.close()
                store = try KioskStore(stateFolder: folder.file("state"))
            }
            #expect(try store.activation() == activation)
            for bundle in activation.bundles where bundle.state != .failed {
                let stored = try store.survey(surveyID: bundle.name.survey, version: bundle.name.version)
                #expect(stored?.bytes == Data("\(bundle.name)".utf8))
            }
        }
        store.close()
    }
}
