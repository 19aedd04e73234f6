import Foundation
import Glibc
import KioskStore
import KioskUI
import SurveyKit
import Synchronization

/// Tries PINs, counting every try on the disk before it is made: a pulled plug gives no free one.
///
/// The kiosk and `smilepost-kiosk menu` share the count. Each call takes some 50 ms and belongs on a thread of its own.
final class PINGate: Sendable {
    enum Verdict: Equatable, Sendable {
        case right
        case wrong(StaffGate)
    }

    private let folder: StateFolder
    private let now: @Sendable () -> Timestamp
    /// Counts that could not be written; they hold as long as this process.
    private let unwritten = Mutex<[StaffRole: PINLockout]>([:])

    init(stateFolder: String, now: @escaping @Sendable () -> Timestamp) {
        folder = StateFolder(stateFolder)
        self.now = now
    }

    func gate(_ role: StaffRole) -> StaffGate {
        guard isSet(role) else { return .noPIN }
        return withLock { Self.gate(read(role), at: now()) }
    }

    func attempt(_ pin: PIN, _ role: StaffRole) -> Verdict {
        guard isSet(role) else { return .wrong(.noPIN) }
        return withLock {
            var lockout = read(role)
            guard lockout.remaining(at: now()) == 0 else { return .wrong(Self.gate(lockout, at: now())) }
            lockout.failed(at: now())
            write(lockout, role)
            guard file(role).verify(pin.digits) else { return .wrong(Self.gate(lockout, at: now())) }
            forget(role)
            return .right
        }
    }

    /// Clears the count, for a PIN that was set anew.
    func forget(_ role: StaffRole) {
        unwritten.withLock { $0[role] = nil }
        do throws(StoreError) {
            try folder.remove(Self.name(role))
        } catch {
            unwritten.withLock { $0[role] = PINLockout() }
        }
    }

    private static func gate(_ lockout: PINLockout, at now: Timestamp) -> StaffGate {
        let remaining = lockout.remaining(at: now)
        return remaining > 0 ? .locked(milliseconds: remaining) : .open(left: lockout.triesLeft)
    }

    private func file(_ role: StaffRole) -> PINFile {
        PINFile(stateFolder: folder.path, role: role)
    }

    private func isSet(_ role: StaffRole) -> Bool { access(file(role).path, F_OK) == 0 }

    private static func name(_ role: StaffRole) -> String { "pin-\(role.rawValue).tries" }

    private func read(_ role: StaffRole) -> PINLockout {
        if let kept = unwritten.withLock({ $0[role] }) { return kept }
        do {
            guard let data = try folder.read(Self.name(role)) else { return PINLockout() }
            return try JSONDecoder().decode(PINLockout.self, from: data)
        } catch {
            return .unreadable
        }
    }

    private func write(_ lockout: PINLockout, _ role: StaffRole) {
        do {
            try folder.save(JSONEncoder().encode(lockout), as: Self.name(role))
            unwritten.withLock { $0[role] = nil }
        } catch {
            unwritten.withLock { $0[role] = lockout }
        }
    }

    /// One try at a time, also across processes.
    private func withLock<Value>(_ body: () -> Value) -> Value {
        let descriptor = open(folder.file("pin.lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        // Where no lock can be had the count still holds within this process.
        guard descriptor >= 0 else { return body() }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
        return body()
    }
}
