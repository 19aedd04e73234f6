package import SurveyKit
package import TerminalUI

/// Which of a survey's own texts can't be drawn, or do not fit, found by drawing every screen in every language.
///
/// No rule of the layout is repeated here: what is said of a text is what became of it on the canvas.
package struct FitReport: Equatable, Sendable {
    package let findings: [FitFinding]

    /// The size at which fonts are asked for letters, in pixels.
    static let measuringSize = 16

    /// Draws a survey.
    ///
    /// - Parameters:
    ///   - sizes: Of the screens.
    ///   - display: What they can show.
    ///   - typeface: The fonts of the kiosk; nil where it has none.
    ///   - isAdvising: Whether to find out by trial how much shorter a text must be; takes several drawings a text.
    package init(
        of survey: Survey, sizes: [Size], display: Display, typeface: (any Typeface)?, isAdvising: Bool = true
    ) {
        let tester = FitTester(survey: survey, display: display, typeface: typeface)
        findings = survey.languages.flatMap { language in
            tester.undrawable(language, size: sizes.first)
                + sizes.flatMap { tester.misfits(language, size: $0, isAdvising: isAdvising) }
        }
    }
}

/// Draws one survey again and again.
private struct FitTester {
    let survey: Survey
    let display: Display
    let typeface: (any Typeface)?

    func misfits(_ language: String, size: Size, isAdvising: Bool) -> [FitFinding] {
        let screens = Drawing.all(of: survey, size: size, language: language, display: display, typeface: typeface)
        return screens.flatMap { screen in
            screen.places(in: survey).compactMap { place in
                guard let problem = screen.problem(place, in: survey) else { return nil }
                // What nothing draws is told as that.
                if case .unlettered = problem, undrawableLetter(place, language) != nil { return nil }
                let remedy = isAdvising ? remedy(for: place, problem, screen.title, language, size) : nil
                return FitFinding(
                    place: place, language: language, text: place.text(in: survey, language: language), size: size,
                    cells: display.cells, problem: problem, remedy: remedy)
            }
        }
    }

    /// Letters that nothing draws: the same at every size, so each text is named once.
    func undrawable(_ language: String, size: Size?) -> [FitFinding] {
        guard let size else { return [] }
        return FitText.all(of: survey).compactMap { place in
            undrawableLetter(place, language).map { letter in
                FitFinding(
                    place: place, language: language, text: place.text(in: survey, language: language), size: size,
                    cells: display.cells, problem: .undrawable(letter), remedy: nil)
            }
        }
    }

    private func undrawableLetter(_ place: FitText, _ language: String) -> Character? {
        place.text(in: survey, language: language).first { !isDrawable($0) }
    }

    private func isDrawable(_ letter: Character) -> Bool {
        if letter.isWhitespace || ConsoleRepertoire.draws(letter) { return true }
        guard display.cells == .half, let typeface else { return false }
        return typeface.width(of: String(letter), height: FitReport.measuringSize) != nil
    }

    // MARK: - Remedies

    /// The longest beginning that comes out well, alone or with all other labels as short.
    private func remedy(
        for place: FitText, _ problem: FitFinding.Problem, _ title: String, _ language: String, _ size: Size
    ) -> FitFinding.Remedy? {
        switch problem {
        case .unlettered, .undrawable: return nil
        case .cut, .hidden, .broken, .plain: break
        }
        let count = place.text(in: survey, language: language).count
        if let length = longest(upTo: count, [place], place, title, language, size) { return .shorten(length) }
        guard place.isLabel, let question = place.question.flatMap(survey.question) else { return nil }
        let labels = Set(FitText.all(of: question).filter(\.isLabel))
        return longest(upTo: count, labels, place, title, language, size).map { .shortenAll($0) }
    }

    private func longest(
        upTo count: Int, _ shortened: Set<FitText>, _ place: FitText, _ title: String, _ language: String, _ size: Size
    ) -> Int? {
        var (good, bad) = (0, count)
        while bad - good > 1 {
            let middle = (good + bad) / 2
            let shorter = survey.shortening(shortened, to: middle, in: language)
            let screen = Drawing.all(
                of: shorter, size: size, language: language, display: display, typeface: typeface, only: title
            ).first
            if screen?.problem(place, in: shorter) == nil { good = middle } else { bad = middle }
        }
        // A word or two letters are no advice.
        return good >= 3 ? good : nil
    }
}

/// One screen with what became of its texts.
private struct Drawing {
    let title: String
    let screen: Screen
    let language: String
    let texts: [DrawnText]
    /// The options that can be touched here; others are on another page.
    let options: Set<Int>

    static func all(
        of survey: Survey, size: Size, language: String, display: Display, typeface: (any Typeface)?,
        only title: String? = nil
    ) -> [Drawing] {
        var explorer = Explorer(
            survey: survey, language: language, start: KioskModel(size: size, display: display))
        explorer.explore()
        return explorer.found.compactMap { found in
            guard title == nil || found.title == title, !found.title.contains(", ") else { return nil }
            var painter = Painter(model: found.model, now: Explorer.now, typeface: typeface)
            painter.canvas.record = []
            painter.paint()
            let options = found.model.targets.compactMap { target in
                if case .option(let index) = target.action { index } else { nil }
            }
            return Drawing(
                title: found.title, screen: found.model.screen, language: language,
                texts: painter.canvas.record ?? [], options: Set(options))
        }
    }

    func places(in survey: Survey) -> [FitText] {
        switch screen {
        case .question(let question): FitText.all(of: question)
        case .thanks: [FitText(question: nil, role: .thanks)]
        case .noSurvey, .outOfService, .closed: []
        }
    }

    /// The worst that happened to a text; nil where it is as it should be.
    func problem(_ place: FitText, in survey: Survey) -> FitFinding.Problem? {
        let text = Self.plain(place.text(in: survey, language: language))
        let alone = texts.filter { Self.plain($0.text) == text }
        // Where a mark stands beside it, the text is a part of what was drawn.
        let drawn = alone.isEmpty ? texts.filter { Self.plain($0.text).contains(text) } : alone
        guard !drawn.isEmpty else { return isHere(place) ? .hidden : nil }
        return drawn.compactMap(\.problem).max { $0.weight < $1.weight }
    }

    private func isHere(_ place: FitText) -> Bool {
        guard case .question(let question) = screen else { return true }
        switch (place.role, question.kind) {
        case (.option(let id), _): return question.kind.optionIDs.firstIndex(of: id).map(options.contains) ?? false
        case (.label(let index), .smiley), (.label(let index), .stars): return options.contains(index)
        default: return true
        }
    }

    private static func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ") }
}

extension DrawnText {
    fileprivate var problem: FitFinding.Problem? {
        switch outcome {
        case .whole: nil
        case .plain: .plain
        case .unlettered(let letter): .unlettered(letter)
        case .broken: .broken
        case .cut: .cut
        }
    }
}

extension FitFinding.Problem {
    fileprivate var weight: Int {
        switch self {
        case .plain: 0
        case .unlettered: 1
        case .broken: 2
        case .cut: 3
        case .hidden, .undrawable: 4
        }
    }
}
