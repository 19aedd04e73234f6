import SurveyKit
import TerminalUI

extension KioskModel {
    var stage: Stage {
        Stage(
            size: size, isMirrored: isMirrored, touch: panel.map { TouchSize($0, columns: size.width) } ?? .unknown,
            hasBigLetters: display.cells == .half && display.colours != .mono)
    }

    /// Where the screen can be touched: from the model alone, so that a touch is never judged by an old frame.
    package var targets: [Target] {
        guard !stage.isTooSmall else { return [] }
        let place = place
        guard place != .none else { return targetsInPlace }
        return targetsInPlace.map { Target(rect: $0.rect.moved(by: place, within: size), action: $0.action) }
    }

    private var targetsInPlace: [Target] {
        switch screen {
        case .question(let question):
            let options = optionRects.map { Target(rect: $0.rect, action: .option($0.index)) }
            return options + entryTargets + pageTargets + buttonTargets(question) + footer.targets
        case .thanks: return [Target(rect: ThanksScreen.undo(in: stage), action: .undo)] + footer.targets
        case .noSurvey, .outOfService, .closed: return []
        }
    }

    /// A card of an option, by its number.
    typealias OptionRect = (index: Int, rect: Rect)

    /// The cards shown of the question, in the order of its options.
    var optionRects: [OptionRect] {
        guard case .question(let question) = screen, !stage.isTooSmall else { return [] }
        if let grid = optionGrid { return grid.cards(onPage: optionPage) }
        let rects: [Rect] =
            switch question.kind {
            case .smiley(let levels): SmileyScreen.cards(levels: levels, in: stage)
            case .stars: StarsScreen.cards(in: stage)
            case .nps: NpsScreen.keys(in: stage)
            case .ces: CesScreen.keys(in: stage)
            case .yesno: YesNoScreen.cards(in: stage)
            case .choice, .choices, .text, .contact: []
            }
        return rects.enumerated().map { ($0, $1) }
    }

    /// The cards of a choice, where the question is one.
    var optionGrid: OptionGrid? {
        guard let kind = interview?.question?.kind else { return nil }
        switch kind {
        case .choice(let options): return ChoiceScreen.grid(texts(of: options), in: stage, isFramed: theme.isFlat)
        case .choices(let options, _): return ChoicesScreen.grid(texts(of: options), in: stage, isFramed: theme.isFlat)
        case .text, .contact: return entryGrid
        default: return nil
        }
    }

    func texts(of options: [Question.Option]) -> [String] { options.map { $0.label.text(in: language) } }

    /// The page with the focus, else the one turned to.
    var optionPage: Int {
        guard let grid = optionGrid else { return 0 }
        return selection.focus.map { grid.page(of: $0) } ?? min(selection.page ?? 0, grid.pages - 1)
    }

    private var pageTargets: [Target] {
        guard let grid = optionGrid, let more = grid.more else { return [] }
        return [Target(rect: more, action: .page((optionPage + 1) % grid.pages))]
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
