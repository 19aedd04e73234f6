import Dispatch
import Foundation
import Synchronization

/// Checks passwords, one at a time and away from the threads that serve requests: each check takes 0.1 s and 32 MB.
final class LoginGate: Sendable {
    private struct State {
        var names = LoginThrottle(free: 5)
        /// Many people may share one address.
        var addresses: LoginThrottle
        var waiting = 0
        /// Tries turned away that the audit log has not been told of, and when it was told last.
        var refusals = 0
        var toldMS: Int64 = .min
    }

    enum Outcome: Equatable {
        case right
        case wrong
        /// Too many tries; come back after this many milliseconds.
        case wait(Int64)
    }

    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "smilepost.passwords")
    /// Compared to when the name is unknown, so that the time taken does not tell which names exist.
    private let decoy: PasswordHash?

    /// More checks than these at once are turned away.
    private static let mostWaiting = 16
    /// Characters of a name; none that exists has more.
    private static let longestName = 64

    /// - Parameter freePerAddress: Wrong passwords from one address that cost nothing.
    init(freePerAddress: Int = 20) {
        state = Mutex(State(addresses: LoginThrottle(free: freePerAddress)))
        decoy = PasswordHash(stored: Self.decoyText)
    }

    /// Checks a password against a stored hash; nil where the name is unknown.
    ///
    /// - Parameter address: The peer's; nil where all people may come through it, as by a proxy on this machine.
    func check(name: String, address: String?, password: String, stored: String?, now: Int64) async -> Outcome {
        // Names come from anybody, as long as they like.
        let name = String(String.UnicodeScalarView(name.unicodeScalars.prefix(Self.longestName)))
        let wait = state.withLock { state in
            let wait = max(
                state.names.wait(for: name, now: now), address.map { state.addresses.wait(for: $0, now: now) } ?? 0)
            guard wait == 0 else { return wait }
            guard state.waiting < Self.mostWaiting else { return Int64(1_000) }
            state.waiting += 1
            // Counted before the check, so that tries sent all at once don't get past the limit; taken back if right.
            state.names.failed(name, now: now)
            if let address { state.addresses.failed(address, now: now) }
            return 0
        }
        guard wait == 0 else { return .wait(wait) }
        let isRight = await verify(password, stored: stored)
        state.withLock { state in
            state.waiting -= 1
            guard isRight else { return }
            state.names.succeeded(name)
            // Only this one: who has one right password may be guessing at others' from the same address.
            if let address { state.addresses.takeBack(address) }
        }
        return isRight ? .right : .wrong
    }

    /// How many tries were turned away since the last time that this was told, this one included; nil where that was
    /// within the last minute, so that whoever tries again and again does not fill the log.
    func refusalsToTell(now: Int64) -> Int? {
        state.withLock { state in
            state.refusals += 1
            guard state.toldMS == .min || now - state.toldMS >= 60_000 || now < state.toldMS else { return nil }
            state.toldMS = now
            defer { state.refusals = 0 }
            return state.refusals
        }
    }

    /// Hashes a new password; nil where too many wait for theirs.
    ///
    /// - Throws: The hash function's error.
    func hash(_ password: String) async throws -> PasswordHash? {
        let isFree = state.withLock { state in
            guard state.waiting < Self.mostWaiting else { return false }
            state.waiting += 1
            return true
        }
        guard isFree else { return nil }
        defer { state.withLock { $0.waiting -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try PasswordHash(password: password, salt: Secrets.salt()) })
            }
        }
    }

    private func verify(_ password: String, stored: String?) async -> Bool {
        let hash = stored.flatMap(PasswordHash.init(stored:))
        let decoy = decoy
        return await withCheckedContinuation { continuation in
            queue.async {
                let matches = (hash ?? decoy)?.matches(password) ?? false
                continuation.resume(returning: matches && hash != nil)
            }
        }
    }

    private static let decoyText =
        "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
}
