/// Which surveys a kiosk has and what each of them is to it, from the download to the screen and off it: pure.
///
/// sync.md 9. At most one survey is on the screen, at most one waits for it, and one that was confirmed before waits to
/// be gone back to. A step that makes no sense from where a survey stands changes nothing.
package struct Activation: Equatable, Sendable {
    package enum State: String, Sendable, CaseIterable {
        /// Here, and its bytes are as signed; not yet parsed and drawn.
        case fetched
        /// Proved; to be shown from the next customer on.
        case staged
        /// On the screen, and not yet known to work.
        case pending
        /// On the screen, and known to work.
        case confirmed
        /// What was confirmed before: shown again where the one on the screen fails.
        case previous
        /// Of no use but to a draft that was begun with it.
        case old
        /// Could not be shown, for the reason of `why`.
        case failed
    }

    package struct Bundle: Equatable, Sendable {
        package let name: BundleName
        /// In hex.
        package let sha256: String
        package internal(set) var state: State
        /// Why it failed: a stable word, as the collector knows it.
        package internal(set) var why: String?
        /// What had it fetched: a failed one is tried again under another one only.
        ///
        /// Nil before the first was told.
        package internal(set) var assignment: String?
        /// It was confirmed once.
        package internal(set) var isProven = false
        /// The centre offers it no longer.
        package internal(set) var isClosed = false
        /// Unclean ends of the kiosk that count against it, all within `crashBoot`.
        package internal(set) var crashes = 0
        package internal(set) var crashBoot: String?
        /// Changes of state under this assignment.
        package internal(set) var transitions = 0
    }

    /// Unclean ends within one boot after which a survey is given up.
    package static let mostCrashes = 3
    /// Changes of state under one assignment after which a survey goes round in circles (as Mender's limit).
    package static let mostTransitions = 28
    /// A healthy kiosk that nobody uses confirms its survey after this long, in ms.
    package static let idleMS: Int64 = 15 * 60_000
    /// Failed surveys that are remembered; older ones are forgotten.
    package static let mostFailed = 8

    package internal(set) var bundles: [Bundle]

    package init(bundles: [Bundle] = []) { self.bundles = bundles }

    package subscript(_ name: BundleName) -> Bundle? { bundles.first { $0.name == name } }

    /// What is, or should be, on the screen.
    package var shown: Bundle? { first(.confirmed) ?? first(.pending) }

    /// The one in this state; of failed ones the one that failed first.
    package func first(_ state: State) -> Bundle? { bundles.first { $0.state == state } }
}

// MARK: - What the centre wants

extension Activation {
    /// What is left to do for an assigned survey.
    package enum Need: Equatable, Sendable {
        /// It is on the screen, waits for it, or was given up under this very assignment.
        case nothing
        /// It is on the screen, and what waited to replace it is not wanted any more.
        case withdrawn
        case download
        /// Its bytes are here, and have to be parsed and drawn.
        case check
        /// It was here and is staged again.
        case staged
        /// It can't be shown: a stable word.
        case refused(String)
    }

    /// Takes an assignment that a verified manifest allows.
    ///
    /// - Parameters:
    ///   - sha256: In hex, as the manifest says.
    ///   - assignment: What tells this assignment from another one of the same version.
    package mutating func assign(_ name: BundleName, sha256: String, assignment: String) -> Need {
        guard let known = self[name] else { return .download }
        // A published version never changes: the same number with other bytes is a forgery or a mistake.
        guard known.sha256 == sha256 else { return .refused("wrong-hash") }
        let isSame = known.assignment == assignment
        if known.state == .failed { return isSame ? .nothing : .download }
        if !isSame { begin(name, under: assignment) }
        switch known.state {
        case .pending, .confirmed:
            let isAlone = first(.fetched) == nil && first(.staged) == nil
            withdraw()
            return isAlone ? .nothing : .withdrawn
        case .staged, .failed: return .nothing
        case .fetched: return .check
        case .previous, .old:
            guard (self[name]?.transitions ?? 0) < Self.mostTransitions else { return .refused("looping") }
            withdraw()
            move(name, from: [known.state], to: .staged)
            return .staged
        }
    }

    /// Bytes with the right hash are here, to be parsed and drawn; what waited before is not wanted any more.
    package mutating func fetched(_ name: BundleName, sha256: String, assignment: String?) {
        guard self[name].map({ $0.state == .failed }) ?? true else { return }
        withdraw()
        bundles.removeAll { $0.name == name }
        bundles.append(
            Bundle(name: name, sha256: sha256, state: .fetched, assignment: assignment, transitions: 1))
    }

    /// It was parsed and drawn.
    package mutating func checked(_ name: BundleName) { move(name, from: [.fetched], to: .staged) }

    /// What waits is not wanted any more; one that was confirmed before is gone back to if need be.
    package mutating func withdraw() {
        for bundle in bundles where [.fetched, .staged].contains(bundle.state) {
            let isFallback = bundle.isProven && first(.previous) == nil
            move(bundle.name, from: [bundle.state], to: isFallback ? .previous : .old)
        }
    }

    /// Takes the centre's word on what it offers no longer.
    package mutating func close(_ names: Set<BundleName>) {
        for index in bundles.indices { bundles[index].isClosed = names.contains(bundles[index].name) }
    }

    /// Gives up what the centre has revoked, on the screen too: what is behind it first, so that it is not gone back to.
    package mutating func revoke(_ names: Set<BundleName>) {
        let screen = shown?.name
        for bundle in bundles where bundle.name != screen && names.contains(bundle.name) {
            fail(bundle.name, why: "revoked")
        }
        if let screen, names.contains(screen) { fail(screen, why: "revoked") }
    }

    /// Whatever has looped or crashed under another assignment gets a new chance.
    private mutating func begin(_ name: BundleName, under assignment: String) {
        guard let index = index(name) else { return }
        bundles[index].assignment = assignment
        (bundles[index].crashes, bundles[index].transitions) = (0, 0)
    }
}

// MARK: - The screen

extension Activation {
    /// Puts a staged survey on the screen, between customers.
    ///
    /// A confirmed one there becomes the previous one. One that was never confirmed is superseded: the previous one
    /// stays the last that was confirmed, and needs no new proof where it comes back.
    ///
    /// - Returns: False, and nothing changed, where it is not staged.
    @discardableResult
    package mutating func activate(_ name: BundleName) -> Bool {
        guard let bundle = self[name], bundle.state == .staged else { return false }
        let before = shown
        if before?.state == .confirmed, let old = first(.previous) { move(old.name, from: [.previous], to: .old) }
        if let before { move(before.name, from: [before.state], to: before.state == .confirmed ? .previous : .old) }
        let isLastConfirmed = bundle.isProven && before?.state != .confirmed && first(.previous) == nil
        move(name, from: [.staged], to: isLastConfirmed ? .confirmed : .pending)
        return true
    }

    /// It works: an interview was completed with it, or the kiosk was healthy and idle with it for `idleMS`.
    ///
    /// Failed versions before it are of no interest any more.
    package mutating func confirm(_ name: BundleName) {
        guard move(name, from: [.pending], to: .confirmed), let index = index(name) else { return }
        bundles[index].isProven = true
        bundles.removeAll { $0.state == .failed && $0.name.survey == name.survey && $0.name.version < name.version }
    }

    /// Gives a survey up; was it on the screen, the previous one is there again.
    ///
    /// - Parameter why: A stable word, as the collector knows it.
    package mutating func fail(_ name: BundleName, why: String) {
        guard var failed = self[name], failed.state != .failed else { return }
        (failed.state, failed.why) = (.failed, why)
        failed.transitions += 1
        // The newest failure is the last of them.
        bundles = bundles.filter { $0.name != name } + [failed]
        if shown == nil, let previous = first(.previous) { move(previous.name, from: [.previous], to: .confirmed) }
        let forgotten = bundles.filter { $0.state == .failed }.map(\.name).dropLast(Self.mostFailed)
        bundles.removeAll { forgotten.contains($0.name) }
    }

    /// The kiosk starts: an unclean end counts against the survey that had not yet shown that it works.
    ///
    /// - Parameter boot: The kernel's boot id.
    /// - Returns: The one that was given up, if any.
    @discardableResult
    package mutating func began(after ending: RunEnding, boot: String) -> BundleName? {
        guard case .crashed(let showing) = ending else { return nil }
        // One cause for one crash: what is on the screen before what is looked at in the background.
        let suspect = shown?.state == .pending && shown?.name == showing ? shown : first(.fetched)
        guard let suspect, let index = index(suspect.name) else { return nil }
        bundles[index].crashes = suspect.crashBoot == boot ? suspect.crashes + 1 : 1
        bundles[index].crashBoot = boot
        guard bundles[index].crashes >= Self.mostCrashes else { return nil }
        fail(suspect.name, why: "crashed")
        return suspect.name
    }

    /// Forgets what nobody needs any more.
    ///
    /// - Parameter draft: What the interview under way was begun with.
    package mutating func forget(exceptFor draft: BundleName?) {
        bundles.removeAll { $0.state == .old && $0.name != draft }
    }

    private func index(_ name: BundleName) -> Int? { bundles.firstIndex { $0.name == name } }

    @discardableResult
    private mutating func move(_ name: BundleName, from states: [State], to state: State) -> Bool {
        guard let index = index(name), states.contains(bundles[index].state) else { return false }
        bundles[index].state = state
        bundles[index].transitions += 1
        return true
    }
}
