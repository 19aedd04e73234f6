import SurveyKit
import TerminalUI

extension KioskModel {
    var stage: Stage { Stage(size: size, isMirrored: isMirrored) }

    /// Where the screen can be touched: from the model alone, so that a touch is never judged by an old frame.
    package var targets: [Target] {
        guard !stage.isTooSmall else { return [] }
        switch screen {
        case .question(let question):
            let options = optionRects.enumerated().map { Target(rect: $1, action: .option($0)) }
            return options + entryTargets + buttonTargets(question) + footer.targets
        case .thanks: return [Target(rect: ThanksScreen.undo(in: stage), action: .undo)]
        case .noSurvey, .outOfService, .closed: return []
        }
    }

    /// The cards of the question shown, in the order of its options.
    var optionRects: [Rect] {
        guard case .question(let question) = screen, !stage.isTooSmall else { return [] }
        switch question.kind {
        case .smiley(let levels): return SmileyScreen.cards(levels: levels, in: stage)
        case .stars: return StarsScreen.cards(in: stage)
        case .nps: return NpsScreen.keys(in: stage)
        case .ces: return CesScreen.keys(in: stage)
        case .yesno: return YesNoScreen.cards(in: stage)
        case .choice(let options): return ChoiceScreen.cards(count: options.count, in: stage)
        case .choices(let options, _): return ChoicesScreen.cards(count: options.count, in: stage)
        case .text, .contact: return entryOptionRects
        }
    }

    private func buttonTargets(_ question: Question) -> [Target] {
        guard case .choices = question.kind, nextMeans != .nothing else { return [] }
        return [Target(rect: stage.button, action: nextMeans == .skip ? .skip : .next)]
    }

    /// What the button below several choices does now.
    enum NextMeaning { case next, skip, nothing }

    var nextMeans: NextMeaning {
        if !selection.picked.isEmpty { return .next }
        return interview?.canSkip == true ? .skip : .nothing
    }

    var hasButton: Bool {
        if case .question(let question) = screen, case .choices = question.kind { return true }
        return entry != nil
    }

    var footer: Footer { Footer(self) }

    /// How the option number `index` stands.
    func state(of index: Int) -> CardState {
        if case .option(let lit) = pressed { return lit == index ? .lit : .faded }
        guard let question = interview?.question, entry == nil else { return .normal }
        if case .choices = question.kind {
            return selection.picked.contains(question.kind.optionIDs[index]) ? .chosen : .normal
        }
        if pressed == nil, !selection.typed.isEmpty { return selection.focus == index ? .chosen : .normal }
        return interview?.chosen == question.kind.answer(at: index) ? .chosen : .normal
    }

    func isFocused(_ index: Int) -> Bool { pressed == nil && selection.focus == index }
}
