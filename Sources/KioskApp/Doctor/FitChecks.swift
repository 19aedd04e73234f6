import KioskStore
import KioskUI
import Lettering
import SurveyKit
import TerminalUI

/// What the drawn survey means for customers: pure.
enum FitChecks {
    static func fonts(_ facts: FitFacts?) -> Finding {
        guard let facts else { return unseen("fonts") }
        guard !facts.missingFonts.isEmpty else {
            return .ok("fonts", "every language of \(facts.survey.id) has its letters")
        }
        let packages = Set(facts.missingFonts.compactMap(\.package)).sorted()
        let mend =
            packages.isEmpty
            ? "this release knows no font for it: leave the language out"
            : "apt-get install \(packages.joined(separator: " "))"
        return .warning(
            "fonts", facts.missingFonts.map(\.message).joined(separator: "; ") + ": its texts stand in small letters",
            mend: mend)
    }

    static func fit(_ facts: FitFacts?) -> Finding {
        guard let facts else { return unseen("fit") }
        guard let first = facts.misfits.first else {
            return .ok("fit", "every text of \(facts.survey.id) fits \(facts.size)")
        }
        let rest = facts.misfits.count > 1 ? ", and \(facts.misfits.count - 1) more" : ""
        return .warning(
            "fit", first + rest, mend: "smilepost-ops survey lint FILE --size \(facts.size) says how much to shorten")
    }

    static func targets(_ facts: FitFacts?) -> Finding {
        guard let facts else { return unseen("targets") }
        guard let targets = facts.targets else {
            return .ok("targets", "not measured: [screen] panel_mm is not set")
        }
        if let complaint = targets.complaint {
            return .warning(
                "targets", "\(complaint): many people will miss them",
                mend: "use a larger panel or a larger console font, or offer fewer options")
        }
        return .ok("targets", "every place to touch is at least \(Int(targets.leastMM)) mm")
    }

    private static func unseen(_ check: String) -> Finding {
        .warning(check, "no survey was looked at yet", mend: "mend the survey's line first, or ask again in a minute")
    }
}

extension FitFacts {
    /// Where a kiosk runs, what it found; else the survey that it would show, drawn now.
    static func gather(_ config: KioskConfig) -> FitFacts? {
        if let reply = ControlClient.ask(.fit, stateFolder: config.stateFolder) { return reply.fit }
        guard let survey = stored(config) ?? fallback(config) else { return nil }
        let cells = Display.Cells(rawValue: config.art) ?? .half
        return FitFacts(
            of: survey, size: DeviceFacts.terminalSize() ?? Size(width: 80, height: 24),
            display: Display(cells: cells, colours: .fixed256), panel: config.panelMM.map(Panel.init(widthMM:)),
            typeface: FontTypeface.system())
    }

    private static func stored(_ config: KioskConfig) -> Survey? {
        guard DeviceFacts.problemOpening(config.stateFolder, mayMake: false) == nil,
            let store = try? KioskStore(stateFolder: config.stateFolder)
        else { return nil }
        defer { store.close() }
        guard let shown = try? store.shownSurvey() else { return nil }
        return SurveyReader.read(bytes: shown.bytes, file: shown.surveyID).survey
    }

    private static func fallback(_ config: KioskConfig) -> Survey? {
        config.fallbackSurvey.flatMap {
            SurveySource.survey(atPath: $0)
        }
    }
}
