import CursesTerminal
import Dispatch
import Foundation
import Glibc
import KioskStore
import KioskSync
import Logging
import SurveyKit
import TerminalUI
import Transport
import WireProtocol

/// The running kiosk: puts the lanes together, and takes them down in order.
final class KioskProcess {
    private let config: KioskConfig
    private let configPath: String
    /// A local survey to show instead of the centre's; nothing is sent then.
    private let localSurvey: String?
    private let letLeave: Bool
    private let store: KioskStore
    private let clock: SystemClock
    private let mailbox = Mailbox<LoopMessage>()
    private let notifier = ServiceNotifier(environment: ProcessInfo.processInfo.environment)

    init(config: KioskConfig, configPath: String, survey: String?, letLeave: Bool, store: KioskStore) {
        self.config = config
        self.configPath = configPath
        localSurvey = survey
        self.letLeave = letLeave
        self.store = store
        clock = SystemClock(store)
    }

    /// Shows the survey until it is told to stop.
    ///
    /// - Returns: The process's exit code.
    func run(signals: Signals) throws(TerminalError) -> Int32 {
        keepLogOffTheScreen()
        let logger = config.makeLogger()
        let record = beginRecord(logger)
        let source = SurveySource(store: store, fallback: config.fallbackSurvey, record: record, logger: logger)
        let isSealed = sealLeftover(logger)
        let first = firstSurvey(source, logger)
        let terminal = try CursesTerminal(cells: Display.Cells(rawValue: config.art))
        defer { terminal.close() }
        let fit = FitWatch(logger: logger)
        let worker = localSurvey == nil ? makeWorker(fit, logger) : nil
        let keeper = StorageKeeper(store: store, onFull: config.onFull) { [store, config] in
            store.neededShelfMS(orDays: config.keepDays)
        }
        let outbox = ScreenOutbox(
            store: store, mailbox: mailbox, source: localSurvey == nil ? source : nil, keeper: keeper
        ) { worker?.poke() }
        let activity = InputActivity(startedMS: clock.bootMS())
        let answerer = ControlAnswerer(
            config: config, store: store, worker: worker, fit: fit, clock: clock, input: activity, logger: logger,
            keeper: keeper, end: { [mailbox] in mailbox.put(.end($0, reason: $1)) })
        let loop = KioskLoop(
            terminal: terminal, signals: signals, mailbox: mailbox, outbox: outbox, clock: clock, notifier: notifier,
            logger: logger, letLeave: letLeave, look: ScreenLook(config), activity: activity, desk: makeDesk(answerer),
            fit: fit, syncIsAlive: { [clock] in worker?.progress.isStuck(nowMS: clock.bootMS()) != true })
        loop.begin(
            with: first, contactKey: contactKey(logger), storeFailed: !isSealed,
            isOffered: isOffered, settings: .read(store.folder))
        // The network's libraries and threads come after the first picture.
        worker?.start()
        let control = startControl(answerer, logger)
        notifier.ready()
        if record.last.isUnclean { checkStore(logger) }
        let code = loop.run()
        notifier.stopping()
        terminal.close()
        control?.stop()
        worker?.stop()
        fit.stop()
        outbox.drain()
        record.ended(code: code)
        store.close()
        return code
    }

    /// How the run before ended, counted before anything of a survey is read.
    private func beginRecord(_ logger: Logger) -> RunRecord {
        let record = RunRecord(folder: store.folder, boot: clock.now().boot, logger: logger)
        record.count(in: store)
        return record
    }

    /// Whether the centre still offers what comes on the screen first; a local file is nobody's to close.
    private var isOffered: Bool { localSurvey != nil || (try? store.activeSurvey())?.bundle.isClosed != true }

    /// Nobody closed the database: it is read through, in the background and in steps that taps can come between.
    private func checkStore(_ logger: Logger) {
        DispatchQueue.global(qos: .utility).async { [store, mailbox] in
            do throws(StoreError) {
                try store.checkSmallTables()
                var (after, altered): (Int64, Int) = (0, 0)
                while let step = try store.checkLines(after: after) {
                    after = step.last
                    altered += step.altered
                }
                if altered > 0 {
                    logger.error("\(altered) answers were altered on the disk; they are dead letters now")
                }
                logger.notice("the database was checked after an unclean end")
            } catch {
                if case .closed = error { return }
                logger.error("\(error)")
                if case .corrupt = error { mailbox.put(.end(1, reason: "the database is damaged")) }
            }
        }
    }

    /// Seals what the process before has left: "thank you" was said, or the customer is gone.
    ///
    /// - Returns: False when it has to be tried again.
    private func sealLeftover(_ logger: Logger) -> Bool {
        do throws(StoreError) {
            if try store.sealDraft() != nil { logger.notice("sealed an interview that a stop had interrupted") }
            return true
        } catch {
            logger.error("\(error)")
            return false
        }
    }

    private func firstSurvey(_ source: SurveySource, _ logger: Logger) -> SurveySource.Shown? {
        if let localSurvey {
            source.record.shows(nil)
            return source.local(localSurvey)
        }
        do throws(StoreError) {
            return try source.first()
        } catch {
            logger.error("\(error)")
            return nil
        }
    }

    private func contactKey(_ logger: Logger) -> ContactKey? {
        do throws(StoreError) {
            return try store.contactKey()
        } catch {
            logger.error("\(error)")
            return nil
        }
    }

    private func makeWorker(_ fit: FitWatch, _ logger: Logger) -> SyncWorker? {
        guard let url = config.collectorURL else {
            logger.notice("kiosk.conf names no collector: answers stay here")
            return nil
        }
        guard let syncClock = clock.makeSyncClock() else {
            logger.error("no file descriptor is left: answers stay here until the kiosk is restarted")
            return nil
        }
        let exchange = config.makeExchange(clock)
        return SyncWorker(
            store: store,
            settings: config.syncSettings(url: url),
            enrolment: try? store.folder.enrolment(),
            network: .init(open: { exchange }, abort: { exchange.abort() }), clock: syncClock, logger: logger,
            inspect: { fit.fault(of: $0) },
            onEvent: { [mailbox] _ in mailbox.put(.syncChanged) })
    }

    private func makeDesk(_ answerer: ControlAnswerer) -> StaffDesk {
        let around = StaffDesk.Surroundings(
            config: config, configPath: configPath, clock: clock, place: "screen", ask: { answerer.answer($0) },
            offlineStatus: { nil })
        return StaffDesk(around) { [mailbox] in mailbox.put(.staff($0)) }
    }

    private func startControl(_ answerer: ControlAnswerer, _ logger: Logger) -> ControlServer? {
        let path = ControlClient.socketPath(in: config.stateFolder)
        let server = ControlServer(path: path, logger: logger)
        server?.start { answerer.answer($0) }
        return server
    }

    /// Started by hand, messages would be painted over the survey: they go to a file in the state folder.
    private func keepLogOffTheScreen() {
        guard isatty(STDERR_FILENO) == 1 else { return }
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        let file = open(config.stateFolder + "/kiosk.log", flags, 0o600)
        guard file >= 0 else { return }
        dup2(file, STDERR_FILENO)
        close(file)
    }
}
