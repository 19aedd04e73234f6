import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// A customer who touches anything that can be touched, and remembers what was answered.
///
/// The record is kept from the questions and the places touched, not from what the kiosk says it understood; only words
/// and contact details, which are typed letter by letter, are taken over from the kiosk.
struct RandomCustomer {
    private(set) var kiosk: Kiosk
    private(set) var record: [String: Answer] = [:]
    /// What was chosen of several and not confirmed yet, by question.
    private var picked: Set<String> = []
    private var lastQuestion: String?
    private let survey: Survey

    init(_ kiosk: Kiosk, _ survey: Survey) {
        self.kiosk = kiosk
        self.survey = survey
    }

    private var isWaiting: Bool { kiosk.model.interview?.phase == .waiting }

    /// Lives one interview to its seal, or walks away from a question never answered.
    mutating func visit(_ random: inout SeededGenerator) throws {
        (record, picked) = ([:], [])
        let sealed = kiosk.sealed.count
        for _ in 0..<200 {
            try step(&random)
            try #require(kiosk.pending.isEmpty)
            if kiosk.sealed.count > sealed { break }
            if !isWaiting { try #require(kiosk.model.nextDeadline(at: kiosk.now) != nil, "there is no way out") }
        }
        // Whoever has not come to an end walks away.
        let end = kiosk.now.bootMS + 60_000
        for _ in 0..<200 where (kiosk.model.nextDeadline(at: kiosk.now) ?? .max) <= end { passTime() }
        try #require(isWaiting)
        #expect(kiosk.sealed.count == sealed + (record.isEmpty && kiosk.sealed.count == sealed ? 0 : 1))
    }

    private mutating func passTime() {
        guard let deadline = kiosk.model.nextDeadline(at: kiosk.now) else { return }
        kiosk.send(.timer, after: max(0, deadline - kiosk.now.bootMS))
    }

    private mutating func step(_ random: inout SeededGenerator) throws {
        let question = survey.questions.first { $0.id == kiosk.questionID }
        if question?.id != lastQuestion, let question {
            if case .options(let ids)? = record[question.id] { picked = Set(ids) } else { picked = [] }
            lastQuestion = question.id
        }
        switch Int.random(in: 0..<20, using: &random) {
        case 0: passTime()
        case 1: kiosk.send(.input(.touch(Point(column: 0, row: 0))))
        case 2...4:
            if let question { pressKey(question, &random) } else { try touchSomething(nil, &random) }
        default: try touchSomething(question, &random)
        }
        adoptWords()
        dropInapplicable()
    }

    private mutating func touchSomething(_ question: Question?, _ random: inout SeededGenerator) throws {
        guard let target = kiosk.model.targets.randomElement(using: &random) else { return passTime() }
        let canSkip = kiosk.model.interview?.canSkip == true
        kiosk.send(.input(.touch(target.rect.middle)))
        note(target.action, at: question, canSkip: canSkip)
    }

    /// What a touch means to somebody who reads the screen.
    private mutating func note(_ action: Action, at question: Question?, canSkip: Bool) {
        switch (action, question) {
        case (.undo, nil): if let lastQuestion { record[lastQuestion] = nil; self.lastQuestion = nil }
        case (.option(let index), let question?): choose(index, of: question)
        case (.next, let question?):
            if case .choices(let options, _) = question.kind, !picked.isEmpty {
                record[question.id] = .options(options.map(\.id).filter(picked.contains))
            }
        case (.skip, let question?): if canSkip { record[question.id] = nil }
        default: break
        }
    }

    private mutating func choose(_ index: Int, of question: Question) {
        switch question.kind {
        case .nps: record[question.id] = .score(index)
        case .smiley, .stars, .ces: record[question.id] = .score(index + 1)
        case .yesno: record[question.id] = .option(index == 0 ? "yes" : "no")
        case .choice(let options): record[question.id] = .option(options[index].id)
        case .choices(let options, let max):
            if picked.remove(options[index].id) == nil, picked.count < max { picked.insert(options[index].id) }
        case .text, .contact: break
        }
    }

    /// Digits as a keyboard or a number pad sends them.
    private mutating func pressKey(_ question: Question, _ random: inout SeededGenerator) {
        switch question.kind {
        case .text, .contact: passTime()
        case .nps:
            let score = Int.random(in: 0...10, using: &random)
            kiosk.type(String(score))
            kiosk.press(.enter)
            choose(score, of: question)
        default:
            let digit = Int.random(in: 1...9, using: &random)
            kiosk.type(String(digit))
            if digit <= question.kind.scores?.count ?? question.kind.optionIDs.count { choose(digit - 1, of: question) }
        }
    }

    private mutating func adoptWords() {
        guard let draft = kiosk.model.interview?.draft ?? kiosk.saved.last, kiosk.model.interview?.draft != nil else {
            return
        }
        for question in survey.questions {
            switch question.kind {
            case .text, .contact: record[question.id] = draft.answers[question.id]
            default: break
            }
        }
    }

    private mutating func dropInapplicable() {
        for question in survey.questions where !(question.showIf?.holds(for: record) ?? true) {
            record[question.id] = nil
        }
    }
}
