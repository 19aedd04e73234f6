import CursesTerminal
import Faults
import Foundation
import Glibc
import KioskStore
import KioskSync
import KioskUI
import Lettering
import Logging
import SurveyKit
import TerminalUI
import WireProtocol

/// The screen's lane: the main thread, which alone owns the terminal.
///
/// It waits for keys, signals and messages, gives them to the pure model, runs what comes back and draws. It never
/// waits for the disk or the network.
final class KioskLoop {
    private let terminal: CursesTerminal
    private let typeface: (any Typeface)?
    private let signals: Signals
    private let mailbox: Mailbox<LoopMessage>
    private let outbox: ScreenOutbox
    private let clock: SystemClock
    private let notifier: ServiceNotifier
    private let logger: Logger
    private let letLeave: Bool
    private let syncIsAlive: () -> Bool
    /// What has come from hands, for side commands.
    private let activity: InputActivity
    private let contacts: ContactSealer
    private let desk: StaffDesk
    private let fit: FitWatch

    private var model: KioskModel
    private var decoder = InputDecoder()
    private var generator = SystemRandomNumberGenerator()
    private var timers: LoopTimers
    private let waiting = BootTimer()
    private var title = ""
    private var shown: SurveySource.Shown?
    private var timeZone = TimeZone.gmt
    /// What could not be sealed and is tried again.
    private var unsealed: Unsealed?
    /// A proved survey that waits in the store until nobody answers.
    private var nextSurvey: BundleName?
    /// It was handed to the store to be activated.
    private var isActivating = false
    /// The centre still offers the survey on the screen.
    private var isOffered = true
    private var isStorageShort = false
    private var ending: Int32?

    private enum Unsealed {
        case leftover
        case response(ResponseID)

        var id: ResponseID? {
            switch self {
            case .leftover: nil
            case .response(let id): id
            }
        }
    }

    init(
        terminal: CursesTerminal, signals: Signals, mailbox: Mailbox<LoopMessage>, outbox: ScreenOutbox,
        clock: SystemClock, notifier: ServiceNotifier, logger: Logger, letLeave: Bool, look: ScreenLook,
        activity: InputActivity, desk: StaffDesk, fit: FitWatch, syncIsAlive: @escaping () -> Bool
    ) {
        self.terminal = terminal
        typeface = FontTypeface.system()
        self.signals = signals
        self.mailbox = mailbox
        self.outbox = outbox
        self.clock = clock
        self.notifier = notifier
        self.logger = logger
        self.letLeave = letLeave
        self.syncIsAlive = syncIsAlive
        self.activity = activity
        self.desk = desk
        self.fit = fit
        contacts = ContactSealer(logger: logger)
        model = look.model(size: terminal.size, display: terminal.display, logger: logger)
        timers = LoopTimers(watchdogMS: notifier.watchdogMS, at: clock.bootMS())
    }

    /// Shows the first screen.
    ///
    /// - Parameters:
    ///   - contactKey: What contact details are sealed to: before the first survey, whose first customer may need it.
    ///   - storeFailed: What a stop had left behind could not be sealed: it is tried again, and nobody is asked before
    ///     that.
    ///   - isOffered: The centre still offers the first survey.
    ///   - settings: What staff have chosen.
    func begin(
        with first: SurveySource.Shown?, contactKey: ContactKey?, storeFailed: Bool, isOffered: Bool,
        settings: StaffSettings
    ) {
        self.isOffered = isOffered
        take(.contactKey(contactKey))
        apply(.staff(.settings(language: settings.language, theme: settings.theme)))
        if let first { apply(.surveyReady(first.survey, bundle: first.bundle)) }
        if storeFailed { waitForStore(.leftover) }
        draw()
        // The first picture comes before the work that follows; a terminal that is not read gets the rest from the loop.
        terminal.settle(within: 100)
        outbox.lookAround(showing: shown?.bundle)
    }

    /// Runs until a signal, a closed terminal or a broken disk ends it.
    ///
    /// - Returns: The process's exit code.
    func run() -> Int32 {
        while true {
            if let ending { return ending }
            draw()
            wait()
            takeSignals()
            passTime()
        }
    }

    private func apply(_ event: KioskEvent) {
        let now = clock.now()
        for effect in model.update(event, at: now, newID: ResponseID(atMS: now.wallMS, drawnFrom: &generator)) {
            switch effect {
            case .save(let draft, let ticket): outbox.save(draft, ticket: ticket)
            case .seal(let id): outbox.seal(id)
            case .sealContact(let contact, let response, let ticket):
                let envelope = contacts.seal(contact, response: response)
                apply(envelope.map { .contactSealed($0, ticket: ticket) } ?? .contactNotSealed(ticket: ticket))
            case .staff(let request): desk.take(request)
            }
        }
        noteShownSurvey()
        activateWaiting()
        timers.idle(isIdle, at: now.bootMS)
    }

    /// The store knows which survey is on the screen before it is there: a crash then has its name.
    private func activateWaiting() {
        guard let name = nextSurvey, !isActivating, model.isBetweenCustomers else { return }
        (nextSurvey, isActivating) = (nil, true)
        outbox.activate(name)
    }

    /// A survey is on the screen, nobody answers, and the store is well.
    private var isIdle: Bool {
        switch model.screen {
        case .closed: true
        case .question: model.interview?.phase == .waiting
        case .thanks, .noSurvey, .outOfService: false
        }
    }

    /// The model switches surveys between customers; the fit and the opening hours follow.
    private func noteShownSurvey() {
        guard let survey = model.interview?.survey else { return }
        let bundle = model.interview?.bundle
        guard survey.id != shown?.survey.id || survey.version != shown?.survey.version || bundle != shown?.bundle
        else { return }
        shown = SurveySource.Shown(survey: survey, bundle: bundle)
        timers.surveyCame()
        fit.look(at: survey, size: model.size, display: model.display, panel: model.panel)
        checkOpeningHours()
    }

    private func draw() {
        // Answers are taken and kept all the same; the newest screen is drawn when the terminal takes more.
        guard !terminal.isBlocked else { return }
        if model.title.hasPrefix("waiting"), !title.hasPrefix("waiting") { terminal.expectMessages() }
        let scene = view(model, at: clock.now(), typeface: typeface)
        terminal.draw(scene.frame, regions: scene.targets.map(\.rect))
        guard model.title != title else { return }
        title = model.title
        terminal.setTitle("Smilepost: " + title)
    }
}

// MARK: - Waiting

extension KioskLoop {
    private func wait() {
        var descriptors = [STDIN_FILENO, signals.descriptor, mailbox.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        if terminal.isBlocked {
            descriptors.append(pollfd(fd: terminal.outputDescriptor, events: Int16(POLLOUT), revents: 0))
        }
        let now = clock.now()
        let next = [model.nextDeadline(at: now), decoder.deadline, timers.nextAt].compactMap(\.self).min()
        let timeout = waiting.set(untilMS: next, nowMS: now.bootMS)
        descriptors.append(pollfd(fd: waiting.descriptor, events: Int16(POLLIN), revents: 0))
        guard poll(&descriptors, nfds_t(descriptors.count), timeout) > 0 else { return }
        if terminal.isBlocked { terminal.resume() }
        // Before the keys: a save that a touch begins now must not be over before its card was lit.
        mailbox.take().forEach(take)
        if descriptors[0].revents & Int16(POLLIN) != 0 {
            readKeys()
        } else if descriptors[0].revents != 0 {
            end(1, "the terminal is gone")
        }
    }

    /// One read a turn, however much lies there: timers and signals come in between.
    private func readKeys() {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count > 0 {
            if letLeave, buffer[..<count].contains(Self.controlC) { end(0, "left by hand") }
            take(decoder.feed(buffer[..<count], at: clock.bootMS()))
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            end(1, "the terminal is gone")
        }
    }

    private func take(_ inputs: [InputEvent]) {
        inputs.forEach { apply(.input($0)) }
        let strokes = inputs.count { if case .release = $0 { false } else { true } }
        activity.note(
            events: strokes, ignored: model.ignoredInputs, droppedBytes: decoder.droppedBytes, at: clock.bootMS())
    }

    /// The byte of Ctrl-C: the terminal is raw, so it is no signal.
    private static let controlC: UInt8 = 3

    private func takeSignals() {
        for signal in signals.take() {
            if signal == SIGWINCH {
                terminal.resized()
                apply(.resized(terminal.size))
            } else {
                end(0, "stopped by signal \(signal)")
            }
        }
    }

    private func passTime() {
        let now = clock.now()
        if let deadline = decoder.deadline, now.bootMS >= deadline {
            take(decoder.timePassed(at: now.bootMS))
        }
        if let deadline = model.nextDeadline(at: now), now.bootMS >= deadline { apply(.timer) }
        for due in timers.due(at: now.bootMS, syncIsAlive: syncIsAlive()) {
            switch due {
            case .ping: notifier.alive()
            case .askStore: outbox.askForLife()
            case .retryStore: if let unsealed { outbox.seal(unsealed.id) }
            case .repaint: terminal.redrawEverything()
            case .openingHours: checkOpeningHours()
            case .confirmSurvey: if let shown, shown.bundle != nil { outbox.confirm(shown.survey) }
            case .storage: outbox.lookAtStorage()
            }
        }
    }

    private func end(_ code: Int32, _ reason: String) {
        guard ending == nil else { return }
        logger.notice("the screen ends", metadata: ["reason": "\(reason)"])
        ending = code
    }
}

// MARK: - Messages

extension KioskLoop {
    private func take(_ message: LoopMessage) {
        switch message {
        case .saved(let ticket, nil):
            CrashPoint.reached(.saveAnswered)
            apply(.draftSaved(ticket: ticket))
        case .saved(let ticket, let error?):
            complain(error)
            apply(.draftFailed(ticket: ticket))
        case .sealed(_, nil):
            guard timers.storeRecovered() else { return }
            unsealed = nil
            apply(.storageRecovered)
            if model.interview == nil { outbox.lookForFirstSurvey() }
        case .sealed(let id, let error?):
            complain(error)
            waitForStore(id.map(Unsealed.response) ?? .leftover)
        case .surveyWaits, .notActivated, .offered, .survey: takeSurvey(message)
        case .branch(let zone):
            timeZone = zone
            checkOpeningHours()
        case .retired(let isRetired): if isRetired != model.isRetired { apply(.retired(isRetired)) }
        case .contactKey(let key):
            contacts.use(key)
            apply(.contactKey(isKnown: key != nil))
        case .notice(let notice): if notice != model.notice { apply(.notice(notice)) }
        case .storage(let report): take(report)
        case .storeIsAlive: timers.storeAnswered()
        case .syncChanged: outbox.lookAround(showing: shown?.bundle)
        case .staff(let news): apply(.staff(news))
        case .end(let code, let reason): end(code, reason)
        }
    }

    /// What the store's lane says of the survey on the screen and the one after it.
    private func takeSurvey(_ message: LoopMessage) {
        switch message {
        case .surveyWaits(let name):
            nextSurvey = name
            activateWaiting()
        case .notActivated(let error):
            isActivating = false
            if let error { complain(error) }
        case .offered(let isOffered):
            self.isOffered = isOffered
            checkOpeningHours()
        case .survey(let current):
            isActivating = false
            // Found again by a look that was under way: once is enough for the screen.
            if current != shown { apply(.surveyReady(current.survey, bundle: current.bundle)) }
        default: break
        }
    }

    private func take(_ report: StorageReport) {
        let isShort = report.level == .hard
        if isShort { timers.storageIsShort(at: clock.bootMS()) }
        guard isShort != isStorageShort else { return }
        isStorageShort = isShort
        let facts: Logger.Metadata = ["free_mib": "\(report.free >> 20)", "queue_mib": "\(report.used >> 20)"]
        if isShort {
            logger.error("no room is left: nobody new is asked until there is some", metadata: facts)
        } else {
            logger.notice("there is room again", metadata: facts)
        }
        apply(.storageShort(isShort))
    }

    private func waitForStore(_ what: Unsealed) {
        unsealed = what
        timers.storeFailed(at: clock.bootMS())
        apply(.storageFailed)
    }

    private func complain(_ error: StoreError) {
        logger.error("\(error)")
        switch error {
        // After a failed sync the page cache may lie: start anew and let the database say what it holds.
        case .disk: end(1, "the disk failed")
        // The next start puts the damaged database aside and salvages what can be read.
        case .corrupt: end(1, "the database is damaged")
        // It was written anew under its name, and is opened again.
        case .closed: end(1, "the database was deleted or replaced")
        default: break
        }
    }

    private func checkOpeningHours() {
        guard isOffered else {
            if model.isOpen || model.opensAgain != nil { apply(.opening(isOpen: false)) }
            return
        }
        guard let schedule = model.interview?.survey.schedule else {
            if !model.isOpen { apply(.opening(isOpen: true)) }
            return
        }
        let now = clock.now().wallMS
        let isOpen = schedule.isOpen(atWallMS: now, timeZone: timeZone)
        let next = isOpen ? nil : schedule.nextOpening(afterWallMS: now, timeZone: timeZone)
        if isOpen != model.isOpen || next != model.opensAgain { apply(.opening(isOpen: isOpen, next: next)) }
        timers.checkOpeningHours(after: clock.bootMS())
    }
}
