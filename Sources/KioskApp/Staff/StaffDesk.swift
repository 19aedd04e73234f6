import Dispatch
import Foundation
import KioskStore
import KioskUI
import SurveyKit
import Synchronization

/// Does what the staff menu asks for, off the screen's thread: on the kiosk's own screen, and over SSH.
final class StaffDesk: Sendable {
    /// Where the desk stands, and whom it asks.
    struct Surroundings: Sendable {
        let config: KioskConfig
        let configPath: String
        let clock: SystemClock
        /// Said in the log: `screen` or `ssh`.
        let place: String
        /// Asks the running kiosk; nil where none runs.
        let ask: @Sendable (ControlRequest) -> ControlReply?
        /// The state of a kiosk that does not run.
        let offlineStatus: @Sendable () -> StatusReport?
    }

    private let around: Surroundings
    private let gate: PINGate
    private let folder: StateFolder
    private let tell: @Sendable (StaffNews) -> Void
    /// PINs one after the other; the rest side by side, so that a round of sending does not hold up the status.
    private let gateLane = DispatchQueue(label: "smilepost.staff.gate", qos: .userInitiated)
    private let lane = DispatchQueue(label: "smilepost.staff", qos: .utility, attributes: .concurrent)
    private let isLooking = Mutex(false)
    private let notes = DispatchGroup()

    /// - Parameter tell: Takes the news, from any thread.
    init(_ around: Surroundings, tell: @escaping @Sendable (StaffNews) -> Void) {
        self.around = around
        self.tell = tell
        gate = PINGate(stateFolder: around.config.stateFolder, now: { [clock = around.clock] in clock.now() })
        folder = StateFolder(around.config.stateFolder)
    }

    /// Returns at once.
    func take(_ request: StaffRequest) {
        switch request {
        case .gate(let role): gateLane.async { [self] in tell(.gate(role, gate.gate(role))) }
        case .verify(let pin, let role, let ticket): gateLane.async { [self] in verify(pin, role, ticket: ticket) }
        case .facts: lookAtFacts()
        case .run(let errand): lane.async { [self] in run(errand) }
        case .keepLanguage(let code): keep("language") { $0.language = code }
        case .keepTheme(let name): keep("theme") { $0.theme = name }
        case .closed: note(.staff, "closed")
        }
    }

    /// Waits a moment until what was done is in the log: before a process ends.
    func finish() { _ = notes.wait(timeout: .now() + .seconds(1)) }

    private func verify(_ pin: PIN, _ role: StaffRole, ticket: Int64) {
        switch gate.attempt(pin, role) {
        case .right:
            note(role, "opened")
            tell(.admitted(role, ticket: ticket))
        case .wrong(let gate):
            if case .locked = gate { note(role, "wrong-pin-locked") } else { note(role, "wrong-pin") }
            tell(.rejected(role, gate, ticket: ticket))
        }
    }

    private func run(_ errand: StaffErrand) {
        switch errand {
        case .doctor:
            note(.technician, errand.rawValue)
            let doctor = Doctor(config: around.config, configPath: around.configPath)
            tell(.findings(doctor.findings().map(StaffFinding.init)))
        case .sync: order(.sync, errand)
        case .restartApp: order(.restart, errand)
        case .restartDevice: order(.reboot, errand)
        case .leave: order(.leave, errand)
        }
    }

    private func order(_ command: ControlRequest.Command, _ errand: StaffErrand) {
        note(errand.role, errand.rawValue)
        if let reply = around.ask(ControlRequest(command)) {
            tell(.done(errand, failure: reply.failure))
        } else if errand == .restartDevice {
            tell(.done(errand, failure: DeviceRestart.begin()))
        } else {
            tell(.done(errand, failure: "The kiosk does not run. Start it: systemctl start smilepost-kiosk"))
        }
    }

    /// One look at a time: where the disk hangs, they must not pile up.
    private func lookAtFacts() {
        guard isLooking.withLock({ !$0.exchange(true) }) else { return }
        lane.async { [self] in
            let branch = (try? folder.enrolment())?.branch
            let report = around.ask(ControlRequest(.status))?.status ?? around.offlineStatus()
            let disk = DeviceFacts.disk(under: folder.path)
            let now = around.clock.now()
            tell(
                .facts(
                    report.map { StaffFacts($0, branch: branch, now: now, disk: disk) } ?? .unknown(around.config)))
            isLooking.withLock { $0 = false }
        }
    }

    private func keep(_ what: String, _ change: @escaping @Sendable (inout StaffSettings) -> Void) {
        gateLane.async { [self] in
            var settings = StaffSettings.read(folder)
            change(&settings)
            // Where it can't be kept it holds until the next start.
            try? settings.save(folder)
            note(.staff, what)
        }
    }

    /// Who did what, in the kiosk's log: never a PIN.
    private func note(_ role: StaffRole, _ action: String) {
        lane.async(group: notes) { [around] in
            _ = around.ask(ControlRequest(.note, who: role.rawValue, action: "\(action) \(around.place)"))
        }
    }
}

extension Bool {
    /// Sets a new value and gives the old one.
    fileprivate mutating func exchange(_ value: Bool) -> Bool {
        defer { self = value }
        return self
    }
}
