import CollectorStore
import SurveyKit

/// What questions and options are called, in the words of the newest version that has them.
struct SurveyLabels: Sendable {
    private let surveys: [Survey]

    /// - Parameter surveys: The newest version of each first.
    init(_ surveys: [Survey]) { self.surveys = surveys }

    static func read(_ store: CollectorStore) async throws -> SurveyLabels {
        SurveyLabels(try await store.surveyDefinitions())
    }

    /// The question as it is asked, in the survey's first language; its id where no version has it.
    func question(_ survey: String, _ id: String) -> String {
        find(survey, id).map { $0.question.ask.text(in: $0.survey.defaultLanguage) } ?? id
    }

    func option(_ survey: String, _ question: String, _ id: String) -> String {
        for (survey, found) in all(survey, question) {
            switch found.kind {
            case .choice(let options), .choices(let options, _):
                if let option = options.first(where: { $0.id == id }) {
                    return option.label.text(in: survey.defaultLanguage)
                }
            default: break
            }
        }
        return id == "yes" ? "Yes" : id == "no" ? "No" : id
    }

    /// What the question takes; nil where no version has it.
    func kind(_ survey: String, _ id: String) -> Question.Kind? { find(survey, id)?.question.kind }

    /// A score in words, such as `Good`, `4 of 5 stars`, `6 of 10`.
    func score(_ survey: String, _ question: String, _ score: Int) -> String {
        let kind = find(survey, question)?.question.kind
        return kind.map { Words.score(score, kind: $0.name, levels: $0.scores?.count ?? 0) } ?? "\(score)"
    }

    /// Where a question stands in the newest version that has it; last where none does.
    func position(_ survey: String, _ id: String) -> Int {
        find(survey, id).flatMap { found in found.survey.questions.firstIndex { $0.id == id } } ?? .max
    }

    /// By survey, in the order in which the questions are asked.
    func sorted(_ funnels: [QuestionFunnel]) -> [QuestionFunnel] {
        funnels.sorted {
            ($0.survey, position($0.survey, $0.question), $0.question)
                < ($1.survey, position($1.survey, $1.question), $1.question)
        }
    }

    func title(_ survey: String) -> String {
        surveys.first { $0.id == survey }.map { $0.title.text(in: $0.defaultLanguage) } ?? survey
    }

    private func find(_ survey: String, _ id: String) -> (survey: Survey, question: Question)? {
        all(survey, id).first
    }

    private func all(_ survey: String, _ id: String) -> [(survey: Survey, question: Question)] {
        surveys.filter { $0.id == survey }.compactMap { survey in
            survey.questions.first { $0.id == id }.map { (survey, $0) }
        }
    }
}
