import CLinux
import Dispatch
import KioskUI
import Lettering
import Logging
import SurveyKit
import Synchronization
import TerminalUI

/// Looks, off the screen's thread, whether the survey on the screen fits it; tells the log, and keeps it for `doctor`.
final class FitWatch: Sendable {
    private let queue = DispatchQueue(label: "smilepost.fit", qos: .utility)
    private let logger: Logger
    private let found = Mutex<FitFacts?>(nil)
    private let isStopped = Mutex(false)
    /// The screen, once it is known; before that, the smallest a kiosk should have.
    private let screen = Mutex((size: Size(width: 80, height: 24), display: Display(cells: .half, colours: .eight)))

    /// More lines than this about one survey are only counted.
    private static let mostLines = 6

    init(logger: Logger) { self.logger = logger }

    /// What was found of the survey on the screen; nil until then.
    var facts: FitFacts? { found.withLock { $0 } }

    /// Looks at a survey that came on the screen.
    func look(at survey: Survey, size: Size, display: Display, panel: Panel?) {
        found.withLock { $0 = nil }
        screen.withLock { $0 = (size, display) }
        queue.async { [self] in
            guard !isStopped.withLock({ $0 }) else { return }
            // Fonts of its own, because those of the screen belong to the screen's thread; gone with this look.
            let facts = FitFacts(
                of: survey, size: size, display: display, panel: panel, typeface: FontTypeface.system())
            found.withLock { $0 = facts }
            tell(facts)
            CLinux_trimMemory()
        }
    }

    /// Plays a survey that was downloaded through to its end and draws every screen of it, in every language.
    ///
    /// One that traps or hangs here does so before it was ever on the screen, and is given up like one that does there.
    ///
    /// - Returns: A stable word where no way through it leads to the thank-you; nil where it can be shown.
    func fault(of survey: Survey) -> String? {
        queue.sync { [self] in
            guard !isStopped.withLock({ $0 }) else { return nil }
            let (size, display) = screen.withLock { $0 }
            let typeface = FontTypeface.system()
            defer { CLinux_trimMemory() }
            for language in survey.languages {
                let scenes = previewScenes(
                    of: survey, size: size, language: language, display: display, typeface: typeface)
                guard scenes.last?.title == "thanks" else { return "unshowable" }
            }
            return nil
        }
    }

    /// Waits for a look under way, and begins no other: nothing may use the fonts' libraries while the process ends.
    func stop() {
        isStopped.withLock { $0 = true }
        queue.sync {}
    }

    private func tell(_ facts: FitFacts) {
        let about: Logger.Metadata = [
            "survey": "\(facts.survey.id) v\(facts.survey.version)", "screen": "\(facts.size)",
        ]
        for missing in facts.missingFonts {
            let mend = missing.package.map { "; apt-get install \($0)" } ?? ""
            logger.warning("\(missing.message)\(mend)", metadata: about)
        }
        if let complaint = facts.targets?.complaint { logger.warning("\(complaint)", metadata: about) }
        for misfit in facts.misfits.prefix(Self.mostLines) { logger.warning("\(misfit)", metadata: about) }
        let rest = facts.misfits.count - Self.mostLines
        guard rest > 0 else { return }
        logger.warning("\(rest) more texts do not fit; smilepost-ops survey lint names them", metadata: about)
    }
}
