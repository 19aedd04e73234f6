import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

/// The pure machine: from the download to the screen and off it.
final class ActivationTests {
    private var activation = Activation()

    private func name(_ version: Int) -> BundleName { BundleName(survey: "exit", version: version) }
    private func hash(_ version: Int) -> String { String(repeating: "\(version % 10)", count: 64) }

    private func bring(_ version: Int, under assignment: String = "#1") -> Activation.Need {
        let need = activation.assign(name(version), sha256: hash(version), assignment: assignment)
        guard need == .download else { return need }
        activation.fetched(name(version), sha256: hash(version), assignment: assignment)
        activation.checked(name(version))
        return need
    }

    private func show(_ version: Int, isConfirmed: Bool = true) {
        _ = bring(version)
        activation.activate(name(version))
        if isConfirmed { activation.confirm(name(version)) }
    }

    private func crash(_ version: Int?, boot: String = "b1") -> BundleName? {
        activation.began(after: .crashed(showing: version.map(name)), boot: boot)
    }

    private func state(_ version: Int) -> Activation.State? { activation[name(version)]?.state }

    @Test func `from the download to the screen: staged, pending, confirmed, and then the previous one`() {
        #expect(bring(1) == .download)
        #expect(state(1) == .staged)
        activation.activate(name(1))
        #expect(state(1) == .pending)
        activation.confirm(name(1))
        #expect(state(1) == .confirmed)
        show(2)
        #expect([state(1), state(2)] == [.previous, .confirmed])
        #expect(bring(2) == .nothing)
    }

    @Test func `three unclean ends within one boot give a pending survey up, and the previous one is back`() {
        show(1)
        show(2, isConfirmed: false)
        #expect([crash(2), crash(2), crash(2)] == [nil, nil, name(2)])
        #expect([state(1), state(2)] == [.confirmed, .failed])
        #expect(activation[name(2)]?.why == "crashed")
        // It is not installed again under the same assignment, and is under a new one.
        #expect(bring(2) == .nothing)
        #expect(bring(2, under: "#2") == .download)
        activation.activate(name(2))
        #expect([state(1), state(2)] == [.previous, .pending])
    }

    @Test func `pulled plugs, clean stops, other surveys and other boots do not count`() {
        show(1)
        show(2, isConfirmed: false)
        for boot in 1...9 {
            #expect(crash(2, boot: "b\(boot)") == nil)
            activation.began(after: .powerLost, boot: "b\(boot)")
            activation.began(after: .clean, boot: "b\(boot)")
            #expect(crash(1, boot: "b\(boot)") == nil)
            #expect(crash(nil, boot: "b\(boot)") == nil)
        }
        #expect(state(2) == .pending)
    }

    @Test func `a confirmed survey is not taken back by crashes`() {
        show(1)
        show(2)
        #expect((1...9).compactMap { _ in crash(2) } == [])
        #expect(state(2) == .confirmed)
    }

    @Test func `a survey that takes the kiosk down while it is looked at never comes to the screen`() {
        show(1)
        #expect(activation.assign(name(2), sha256: hash(2), assignment: "#1") == .download)
        activation.fetched(name(2), sha256: hash(2), assignment: "#1")
        #expect(activation.assign(name(2), sha256: hash(2), assignment: "#1") == .check)
        #expect([crash(1), crash(1), crash(1)] == [nil, nil, name(2)])
        #expect([state(1), state(2)] == [.confirmed, .failed])
    }

    @Test func `a newer survey supersedes a pending one, and the last confirmed one stays the previous one`() {
        show(1)
        show(2, isConfirmed: false)
        show(3, isConfirmed: false)
        activation.forget(exceptFor: nil)
        #expect([state(1), state(2), state(3)] == [.previous, nil, .pending])
        activation.fail(name(3), why: "crashed")
        #expect([state(1), state(3)] == [.confirmed, .failed])
    }

    @Test func `back to what was confirmed last needs no new proof, back to one before it does`() {
        show(1)
        show(2, isConfirmed: false)
        #expect(bring(1) == .staged)
        activation.activate(name(1))
        #expect(state(1) == .confirmed)
        show(3)
        #expect(bring(1) == .staged)
        activation.activate(name(1))
        #expect([state(1), state(3)] == [.pending, .previous])
    }

    @Test func `a withdrawn survey that was confirmed once is what is gone back to`() {
        show(1)
        show(2, isConfirmed: false)
        #expect(bring(1) == .staged)
        #expect(bring(2) == .withdrawn)
        #expect([state(1), state(2)] == [.previous, .pending])
    }

    @Test func `a first survey that fails leaves nothing on the screen`() {
        show(1, isConfirmed: false)
        _ = [crash(1), crash(1), crash(1)]
        #expect(activation.shown == nil)
        #expect(state(1) == .failed)
    }

    @Test func `a version that goes round in circles is refused after 28 changes, until it is ordered anew`() {
        var staged = 0
        loop: for round in 0..<100 {
            switch bring(round % 2 + 1, under: "#\(round % 2 + 1)") {
            case .download, .staged: staged += 1
            case .refused(let code):
                #expect(code == "looping")
                break loop
            default: Issue.record("round \(round)")
            }
            activation.activate(name(round % 2 + 1))
            activation.confirm(name(round % 2 + 1))
        }
        #expect((10..<20).contains(staged))
        #expect(activation.shown?.state == .confirmed)
        let refused = activation.shown?.name == name(1) ? 2 : 1
        #expect(bring(refused, under: "#3") == .staged)
    }

    @Test func `the same version with another hash is refused`() {
        show(1)
        #expect(activation.assign(name(1), sha256: hash(2), assignment: "#2") == .refused("wrong-hash"))
        activation.fail(name(1), why: "unreadable")
        #expect(activation.assign(name(1), sha256: hash(2), assignment: "#2") == .refused("wrong-hash"))
    }

    @Test func `what is revoked goes from the screen and from behind it`() {
        show(1)
        show(2)
        activation.revoke([name(2)])
        #expect([state(1), state(2)] == [.confirmed, .failed])
        show(3)
        activation.revoke([name(1), name(3)])
        #expect(activation.shown == nil)
        #expect(activation.bundles.map(\.why) == ["revoked", "revoked"])
    }

    @Test func `failures are remembered up to eight, and forgotten when a later version works`() {
        for version in 2...12 {
            _ = bring(version)
            activation.fail(name(version), why: "unreadable")
        }
        #expect(activation.bundles.map(\.name.version) == Array(5...12))
        show(13)
        #expect(activation.bundles.map(\.name.version) == [13])
    }
}
