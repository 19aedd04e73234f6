import ArgumentParser
import KioskStore
import Logging

/// How the run before ended, and the marker of this one in the state folder.
///
/// A marker that can't be written costs a check of the files at the next start, no answer: the kiosk goes on.
struct RunRecord: Sendable {
    let last: RunEnding
    private let folder: StateFolder
    private let boot: String
    private let logger: Logger

    /// Reads what the run before has left; `shows` marks this one.
    ///
    /// - Parameter boot: The kernel's boot id.
    init(folder: StateFolder, boot: String, logger: Logger) {
        self.folder = folder
        self.boot = boot
        self.logger = logger
        last = folder.lastRun(boot: boot)
        switch last {
        case .clean: break
        case .crashed(let survey):
            let name = survey.map { $0.description } ?? "none"
            logger.warning("the kiosk before this one ended without a word", metadata: ["survey": "\(name)"])
        case .powerLost: logger.notice("the device went down under the kiosk before this one")
        }
    }

    /// Counts an unclean end against the survey it may be the fault of, before anything of a survey is read.
    func count(in store: KioskStore) {
        keep { () throws(StoreError) in
            guard let failed = try store.began(after: last, boot: boot) else { return }
            logger.error("a survey took the kiosk down too often and is given up", metadata: ["survey": "\(failed)"])
        }
    }

    /// Marks that this survey is on the screen, or about to be; nil for none and for a local file.
    func shows(_ survey: BundleName?) {
        keep { () throws(StoreError) in try folder.beginRun(RunMarker(boot: boot, survey: survey)) }
    }

    /// Takes the marker away where the kiosk was told to stop.
    ///
    /// - Parameter code: Of the process; a terminal or a disk that failed is no survey's fault, but no clean end either.
    func ended(code: Int32) {
        guard [KioskExit.done.rawValue, KioskExit.left.rawValue].contains(code) else { return shows(nil) }
        keep { () throws(StoreError) in try folder.endRun() }
    }

    private func keep(_ work: () throws(StoreError) -> Void) {
        do throws(StoreError) { try work() } catch { logger.error("\(error)") }
    }
}
