package import SurveyKit
package import TerminalUI

/// Every screen of a survey as its customers will see it, made by touching the real model.
///
/// Each question that some answers lead to comes as it appears; the first one also as it is touched; then the
/// thank-you. Questions that this kiosk can't ask are left out.
/// - Parameter language: One of the survey's; another gives its default.
package func previewScenes(
    of survey: Survey, size: Size, language: String, display: Display, typeface: (any Typeface)?,
    theme: Theme? = nil, panel: Panel? = nil
) -> [(title: String, scene: Scene)] {
    let start = KioskModel(size: size, display: display, theme: theme, panel: panel)
    var explorer = Explorer(survey: survey, language: language, start: start)
    explorer.explore()
    let now = Explorer.now
    return explorer.found.map { title, model in (title, view(model, at: now, typeface: typeface)) }
}

/// Looks for answers that lead to every question.
struct Explorer {
    private(set) var found: [(title: String, model: KioskModel)] = []
    private var start: KioskModel
    private let survey: Survey
    /// Questions whose answers some rule looks at: the others need only one answer each.
    private let decisive: Set<String>
    private var thanks: KioskModel?
    private var steps = 0

    static let now = Timestamp(boot: "preview", bootMS: 0, wallMS: 0, clock: .unknown)
    private static let newID = ResponseID(uncheckedHex: String(repeating: "0", count: 32))
    /// Enough for every survey made by people; one with more branches shows what was found until then.
    private static let mostSteps = 20_000

    init(survey: Survey, language: String, start: KioskModel) {
        self.survey = survey
        self.start = start
        decisive = Set(survey.questions.compactMap(\.showIf).flatMap(\.expression.questions))
        // A preview shows contact questions too: there is a key where it counts.
        _ = self.start.update(.contactKey(isKnown: true), at: Self.now, newID: Self.newID)
        _ = self.start.update(.surveyReady(survey, bundle: nil), at: Self.now, newID: Self.newID)
        _ = self.start.activate(.language(language), at: Self.now, newID: Self.newID)
    }

    mutating func explore() {
        visit(start)
        let order = survey.questions.map(\.id)
        func place(_ title: String) -> (Int, Int) {
            let id = title.prefix { $0 != "," }
            return (order.firstIndex { $0 == id } ?? 0, title.count)
        }
        found.sort { place($0.title) < place($1.title) }
        if let first = found.first {
            var pressed = first.model
            if answer(Self.touched(first.model), on: &pressed) {
                found.insert((first.title + ", touched", pressed), at: 1)
            }
        }
        if let thanks { found.append(("thanks", thanks)) }
    }

    private mutating func visit(_ model: KioskModel) {
        steps += 1
        guard steps < Self.mostSteps, !isComplete else { return }
        guard case .question(let question) = model.screen else {
            if model.screen == .thanks, thanks == nil { thanks = model }
            return
        }
        if !found.contains(where: { $0.title == question.id }) { found.append((question.id, model)) }
        if model.isTyping { return visitTyping(model, question) }
        let count = decisive.contains(question.id) ? question.kind.optionCount : min(1, question.kind.optionCount)
        for index in 0..<count {
            var next = model
            guard answer(index, on: &next) else { continue }
            _ = next.update(.draftSaved(ticket: next.lastTicket), at: Self.now, newID: Self.newID)
            visit(next)
        }
        if decisive.contains(question.id), question.isOptional { visitSkipping(model) }
    }

    private mutating func visitTyping(_ model: KioskModel, _ question: Question) {
        var next = model
        for letter in next.entry?.contact == nil ? "abc" : "name@example.com" {
            _ = next.pressWhileTyping(.character(letter), at: Self.now, newID: Self.newID)
        }
        _ = next.activate(.next, at: Self.now, newID: Self.newID)
        if next.entry?.step == .consent {
            let title = question.id + ", consent"
            if !found.contains(where: { $0.title == title }) { found.append((title, next)) }
            _ = next.activate(.option(0), at: Self.now, newID: Self.newID)
            _ = next.update(
                .contactSealed(ContactEnvelope.placeholder, ticket: next.lastTicket), at: Self.now, newID: Self.newID)
        }
        _ = next.update(.draftSaved(ticket: next.lastTicket), at: Self.now, newID: Self.newID)
        visit(next)
        if decisive.contains(question.id) { visitSkipping(model) }
    }

    private mutating func visitSkipping(_ model: KioskModel) {
        var next = model
        guard !next.activate(.skip, at: Self.now, newID: Self.newID).isEmpty else { return }
        _ = next.update(.draftSaved(ticket: next.lastTicket), at: Self.now, newID: Self.newID)
        visit(next)
    }

    private var isComplete: Bool {
        thanks != nil && survey.questions.allSatisfy { question in found.contains { $0.title == question.id } }
    }

    /// Gives one answer; false where the model took none.
    private func answer(_ index: Int, on model: inout KioskModel) -> Bool {
        _ = model.activate(.option(index), at: Self.now, newID: Self.newID)
        if model.nextMeans == .next { _ = model.activate(.next, at: Self.now, newID: Self.newID) }
        return model.isSaving
    }

    /// Which option is shown as touched: the last but one, as most customers are content.
    private static func touched(_ model: KioskModel) -> Int {
        guard case .question(let question) = model.screen else { return 0 }
        return max(0, question.kind.optionCount - 2)
    }
}

extension Rule.Expression {
    /// The questions whose answers this looks at.
    fileprivate var questions: [String] {
        switch self {
        case .or(let one, let other), .and(let one, let other): one.questions + other.questions
        case .not(let negated): negated.questions
        case .compare(let question, _, _), .isIn(let question, _), .answered(let question): [question]
        }
    }
}
