import CursesTerminal
import FoundationEssentials
import Glibc
import KioskStore
import KioskUI
import Logging
import SurveyKit
import TerminalUI

/// Out of service: what the kiosk shows while its store can't be opened, such as on a disk that is read-only or full.
///
/// It tries again by itself, and tells the service manager that it is alive: starting anew would not help, and the screen
/// would be dead in between.
struct StoreWait {
    let config: KioskConfig
    let letLeave: Bool
    let notifier: ServiceNotifier
    let logger: Logger
    private let clock = SystemClock()

    init(config: KioskConfig, letLeave: Bool, notifier: ServiceNotifier, logger: Logger) {
        self.config = config
        self.letLeave = letLeave
        self.notifier = notifier
        self.logger = logger
    }

    /// Between two tries, in milliseconds.
    private static let pause: Int32 = 5_000

    /// Shows the screen until the store opens.
    ///
    /// - Parameter open: One try.
    /// - Returns: Nil where it was told to stop.
    func wait(
        signals: Signals, until open: () throws(StoreError) -> KioskStore
    ) throws(TerminalError) -> KioskStore? {
        let terminal = try CursesTerminal(cells: Display.Cells(rawValue: config.art))
        defer { terminal.close() }
        var model = ScreenLook(config).model(size: terminal.size, display: terminal.display, logger: logger)
        apply(.storageFailed, to: &model)
        notifier.ready()
        var said = ""
        while true {
            draw(model, on: terminal)
            notifier.alive()
            guard listen(signals, terminal, &model) else { return nil }
            do throws(StoreError) {
                return try open()
            } catch {
                if error.description != said { logger.error("\(error)") }
                said = error.description
            }
        }
    }

    private func draw(_ model: KioskModel, on terminal: CursesTerminal) {
        guard !terminal.isBlocked else { return terminal.resume() }
        terminal.draw(view(model, at: clock.now(), typeface: nil).frame)
        terminal.setTitle("Smilepost: out of service")
        terminal.settle(within: 100)
    }

    /// Waits for the pause to be over, or for something to do.
    ///
    /// - Returns: False to end.
    private func listen(_ signals: Signals, _ terminal: CursesTerminal, _ model: inout KioskModel) -> Bool {
        var descriptors = [STDIN_FILENO, signals.descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let deadline = clock.bootMS() + Int64(Self.pause)
        while clock.bootMS() < deadline {
            guard poll(&descriptors, 2, Int32(clamping: max(0, deadline - clock.bootMS()))) > 0 else { return true }
            if descriptors[0].revents != 0, !takeKeys() { return false }
            for signal in signals.take() {
                guard signal == SIGWINCH else { return false }
                terminal.resized()
                apply(.resized(terminal.size), to: &model)
                draw(model, on: terminal)
            }
        }
        return true
    }

    /// Keys do nothing here; false where the terminal is gone, or somebody may leave and does.
    private func takeKeys() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
        return !(letLeave && buffer[..<count].contains(3))
    }

    private func apply(_ event: KioskEvent, to model: inout KioskModel) {
        var generator = SystemRandomNumberGenerator()
        let now = clock.now()
        _ = model.update(event, at: now, newID: ResponseID(atMS: now.wallMS, drawnFrom: &generator))
    }
}
