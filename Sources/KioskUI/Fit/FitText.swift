package import SurveyKit

/// One of a survey's own texts for the screen, in all its languages.
package struct FitText: Hashable, Sendable {
    package enum Role: Hashable, Sendable {
        case ask
        case consent
        /// A level's own words, from 0.
        case label(Int)
        /// By its id.
        case option(String)
        case thanks
    }

    /// Nil for the thanks.
    package let question: String?
    package let role: Role

    package init(question: String?, role: Role) {
        self.question = question
        self.role = role
    }

    /// All that a survey has, in its order.
    static func all(of survey: Survey) -> [FitText] {
        survey.questions.flatMap(all) + [FitText(question: nil, role: .thanks)]
    }

    static func all(of question: Question) -> [FitText] {
        var roles: [Role] = [.ask]
        switch question.kind {
        case .choice(let options), .choices(let options, _): roles += options.map { .option($0.id) }
        case .contact(let consent) where consent != question.ask: roles.append(.consent)
        case .smiley, .stars, .nps, .ces, .yesno, .text, .contact: break
        }
        roles += question.labels.indices.map { .label($0) }
        return roles.map { FitText(question: question.id, role: $0) }
    }

    /// Whether it is one of several that have one size together.
    var isLabel: Bool {
        switch role {
        case .label, .option: true
        case .ask, .consent, .thanks: false
        }
    }

    package func text(in survey: Survey, language: String) -> String {
        localized(in: survey)?.text(in: language) ?? ""
    }

    private func localized(in survey: Survey) -> LocalizedText? {
        guard let question = question.flatMap(survey.question) else { return survey.thanks }
        switch (role, question.kind) {
        case (.ask, _): return question.ask
        case (.label(let index), _): return question.labels.indices.contains(index) ? question.labels[index] : nil
        case (.option(let id), .choice(let options)), (.option(let id), .choices(let options, _)):
            return options.first { $0.id == id }?.label
        case (.consent, .contact(let consent)): return consent
        default: return nil
        }
    }
}

extension Survey {
    /// This survey with every text of `texts` in one language cut to so many characters.
    func shortening(_ texts: Set<FitText>, to length: Int, in language: String) -> Survey {
        func cut(_ text: LocalizedText, _ place: FitText) -> LocalizedText {
            guard texts.contains(place) else { return text }
            let shorter = String(text.text(in: language).prefix(length))
            return LocalizedText(text.values.merging([language: shorter]) { $1 })
        }
        func options(_ options: [Question.Option], _ id: String) -> [Question.Option] {
            options.map {
                Question.Option(id: $0.id, label: cut($0.label, FitText(question: id, role: .option($0.id))))
            }
        }
        let questions = questions.map { question in
            let kind: Question.Kind
            switch question.kind {
            case .choice(let all): kind = .choice(options(all, question.id))
            case .choices(let all, let max): kind = .choices(options(all, question.id), max: max)
            case .contact(let consent):
                kind = .contact(consent: cut(consent, FitText(question: question.id, role: .consent)))
            case .smiley, .stars, .nps, .ces, .yesno, .text: kind = question.kind
            }
            let labels = question.labels.enumerated().map {
                cut($1, FitText(question: question.id, role: .label($0)))
            }
            return Question(
                id: question.id, kind: kind, ask: cut(question.ask, FitText(question: question.id, role: .ask)),
                isOptional: question.isOptional, showIf: question.showIf, labels: labels)
        }
        return Survey(
            id: id, version: version, languages: languages, title: title, service: service, questions: questions,
            thanks: cut(thanks, FitText(question: nil, role: .thanks)), timing: timing, schedule: schedule,
            suspect: suspect)
    }
}
