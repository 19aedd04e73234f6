import ArgumentParser
import CursesTerminal
import Foundation
import Glibc
import KioskStore
import KioskUI
import Lettering
import SurveyKit
import TerminalUI

/// `smilepost-kiosk menu`: the staff menu in this terminal, for whoever comes over SSH.
struct MenuCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "menu", abstract: "The kiosk's staff menu in this terminal.",
        discussion: "Asks for the staff PIN, whoever runs it, and counts wrong ones together with the kiosk's screen.")

    @OptionGroup var options: ConfigOptions

    func run() throws {
        // Before any thread is started, so that all of them have the signals blocked.
        let signals = Signals()
        let config = try options.load()
        if let problem = DeviceFacts.problemOpening(config.stateFolder, mayMake: false) {
            Console.complain(problem)
            throw KioskExit.failed
        }
        do throws(TerminalError) {
            let terminal = try CursesTerminal()
            defer { terminal.close() }
            MenuLoop(config: config, configPath: options.config, terminal: terminal, signals: signals).run()
        } catch {
            Console.complain("\(error)")
            throw KioskExit.failed
        }
    }
}

/// Keys, signals and news in, the menu's picture out.
private final class MenuLoop {
    private let terminal: CursesTerminal
    private let signals: Signals
    private let mailbox = Mailbox<StaffNews>()
    private let clock = SystemClock()
    private let desk: StaffDesk
    private let theme: Theme
    private let typeface: (any Typeface)?
    private var menu: StaffMenu
    private var decoder = InputDecoder()
    private var title = ""

    /// The byte of Ctrl-C: the terminal is raw, so it is no signal.
    private static let controlC: UInt8 = 3

    init(config: KioskConfig, configPath: String, terminal: CursesTerminal, signals: Signals) {
        self.terminal = terminal
        self.signals = signals
        theme = .usual(on: terminal.display)
        typeface = FontTypeface.system()
        let around = StaffDesk.Surroundings(
            config: config, configPath: configPath, clock: clock, place: "ssh",
            ask: { ControlClient.ask($0, stateFolder: config.stateFolder) },
            offlineStatus: { [clock] in StatusReport.ofStopped(config, now: clock.now()) })
        desk = StaffDesk(around) { [mailbox] in mailbox.put($0) }
        let settings = StaffSettings.read(StateFolder(config.stateFolder))
        let setting = StaffMenu.Setting(language: settings.language ?? "en", isPanel: false)
        let requests: [StaffRequest]
        (menu, requests) = StaffMenu.opened(setting, at: clock.bootMS())
        requests.forEach(desk.take)
    }

    func run() {
        while !menu.isClosed {
            draw()
            wait()
            takeSignals()
            for news in mailbox.take() { act(menu.take(news, at: clock.bootMS())) }
            let now = clock.bootMS()
            decoder.timePassed(at: now).forEach(take)
            if let due = menu.nextDeadline(at: now), now >= due { act(menu.timePassed(at: now)) }
        }
        desk.finish()
    }

    private func draw() {
        terminal.draw(
            view(
                menu, size: terminal.size, display: terminal.display, theme: theme, at: clock.bootMS(),
                typeface: typeface))
        guard menu.title != title else { return }
        title = menu.title
        terminal.setTitle("Smilepost: " + title)
    }

    private func act(_ requests: [StaffRequest]) { requests.forEach(desk.take) }

    private func take(_ input: InputEvent) { act(menu.take(input, size: terminal.size, at: clock.bootMS())) }

    private func wait() {
        var descriptors = [STDIN_FILENO, signals.descriptor, mailbox.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let now = clock.bootMS()
        let next = [menu.nextDeadline(at: now), decoder.deadline].compactMap(\.self).min()
        let timeout = next.map { Int32(clamping: max(0, $0 - now)) } ?? -1
        guard poll(&descriptors, nfds_t(descriptors.count), timeout) > 0, descriptors[0].revents != 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        guard count > 0, !buffer[..<count].contains(Self.controlC) else { return leave() }
        decoder.feed(buffer[..<count], at: clock.bootMS()).forEach(take)
    }

    private func takeSignals() {
        for signal in signals.take() {
            if signal == SIGWINCH { terminal.resized() } else { leave() }
        }
    }

    private func leave() { act(menu.leave()) }
}

extension StatusReport {
    /// From the database of a kiosk that does not run, opened for a moment; nil when it can't be.
    fileprivate static func ofStopped(_ config: KioskConfig, now: Timestamp) -> StatusReport? {
        guard let store = try? KioskStore(stateFolder: config.stateFolder) else { return nil }
        defer { store.close() }
        return try? StatusReport(
            of: store, config: config, isRunning: false, nowMS: now.wallMS,
            collector: .init(url: config.collectorURL, state: "not-running", lastContactMS: nil, lastError: nil))
    }
}
