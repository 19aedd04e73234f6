import SurveyKit
import TestSupport
import Testing

@Suite struct InterviewTests {
    @Test func `an interview waits with its first question and no identifier`() {
        let sitting = Sitting(Examples.branchExit)
        #expect(sitting.interview.phase == .waiting)
        #expect(sitting.interview.question?.id == "visit")
        #expect(sitting.interview.draft == nil)
        #expect(sitting.interview.nextDeadline == nil)
        #expect(!sitting.interview.canGoBack && !sitting.interview.canSkip)
    }

    @Test func `the first answer draws the identifier and the later ones keep it`() throws {
        var sitting = Sitting(Surveys.everyKind)
        let first = sitting.on(.answered(.score(1)))
        let draft = try #require(sitting.interview.draft)
        #expect(first == [.saveDraft(draft)])
        #expect(draft.id == Examples.responseID(1))
        #expect(draft.started == sitting.now)
        #expect(draft.bundle == "b5" && draft.surveyID == "every-kind" && draft.surveyVersion == 1)
        sitting.answer(.score(4), .options(["price", "queue"]))
        #expect(sitting.interview.draft?.id == draft.id)
        #expect(sitting.interview.draft?.answers["why"] == .options(["queue", "price"]))
    }

    @Test func `a whole interview ends as done and notes what could not be asked`() throws {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(
            .score(1), .score(5), .options(["staff"]), .text("slow"), .score(10), .option("yes"), .option("soon"),
            .score(7))
        let draft = try #require(sitting.interview.draft)
        #expect(sitting.interview.phase == .thanking)
        #expect(draft.completion == .done)
        #expect(draft.skips == ["contact": .noKey])
        #expect(
            draft.durations == [
                "visit": 1_000, "stars": 1_000, "why": 1_000, "note": 1_000, "nps": 1_000, "again": 1_000,
                "when": 1_000,
                "ease": 1_000,
            ])
        #expect(sitting.on(.timePassed, after: 2_999) == [])
        #expect(sitting.on(.timePassed, after: 1) == [.seal(draft.id)])
        #expect(sitting.interview.phase == .waiting && sitting.interview.draft == nil)
    }

    @Test func `questions whose rule does not hold are passed over and not noted`() {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(.score(5), .score(5), .score(3))
        #expect(sitting.interview.question?.id == "ease")
        #expect(sitting.interview.draft?.skips == [:])
    }

    @Test func `one question passed over by the customer makes the end skipped`() {
        var sitting = Sitting(Examples.branchExit)
        sitting.answer(.score(2))
        sitting.on(.skipped)
        sitting.answer(.text("Fine."))
        #expect(sitting.interview.draft?.completion == .skipped)
        #expect(sitting.interview.draft?.skips == ["reason": .customer])
    }

    @Test func `a mandatory question and the waiting screen can't be passed over`() {
        var sitting = Sitting(Surveys.everyKind)
        #expect(sitting.on(.skipped) == [])
        sitting.answer(.score(5))
        sitting.on(.skipped)
        #expect(sitting.interview.question?.id == "nps")
        #expect(sitting.on(.skipped) == [])
        #expect(sitting.interview.question?.id == "nps")
    }

    @Test func `going back shows the answer given and changing it drops what no longer applies`() {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(.score(1), .score(5), .options(["staff"]), .text("slow"), .score(10), .option("yes"))
        for expected in ["again", "nps", "note", "why", "stars", "visit"] {
            #expect(sitting.on(.wentBack).count == 1)
            #expect(sitting.interview.question?.id == expected)
        }
        #expect(sitting.interview.chosen == .score(1))
        #expect(!sitting.interview.canGoBack)
        #expect(sitting.on(.wentBack) == [])
        sitting.answer(.score(4))
        #expect(
            sitting.interview.draft?.answers == [
                "visit": .score(4), "stars": .score(5), "nps": .score(10), "again": .option("yes"),
            ])
        #expect(sitting.interview.draft?.skips == [:])
        #expect(sitting.interview.draft?.durations["why"] == nil)
        sitting.answer(.score(5), .score(2))
        #expect(sitting.interview.draft?.answers["again"] == nil)
        #expect(sitting.interview.question?.id == "ease")
    }

    @Test func `undo reopens the same identifier at the last question without its answer`() throws {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(.score(5), .score(5), .score(3), .score(7))
        let finished = try #require(sitting.interview.draft)
        let given = sitting.on(.undone)
        var reopened = finished
        reopened.completion = nil
        reopened.answers["ease"] = nil
        reopened.durations["ease"] = nil
        reopened.skips = [:]
        #expect(given == [.saveDraft(reopened)])
        #expect(sitting.interview.question?.id == "ease" && sitting.interview.phase == .asking)
        sitting.answer(.score(1))
        #expect(sitting.interview.draft?.id == finished.id)
        #expect(sitting.interview.draft?.completion == .done)
        #expect(sitting.interview.draft?.skips == ["contact": .noKey])
    }

    @Test func `undo after passing over the last question shows that question again`() {
        var sitting = Sitting(Examples.branchExit)
        sitting.answer(.score(2))
        sitting.on(.skipped)
        sitting.on(.skipped)
        sitting.on(.undone)
        #expect(sitting.interview.question?.id == "comment")
        #expect(sitting.interview.draft?.answers == ["visit": .score(2)])
        #expect(sitting.interview.draft?.skips == ["reason": .customer])
    }

    @Test func `undo outside the thank-you does nothing`() {
        var sitting = Sitting(Surveys.everyKind)
        #expect(sitting.on(.undone) == [])
        sitting.answer(.score(1))
        #expect(sitting.on(.undone) == [])
        #expect(sitting.interview.draft?.answers == ["visit": .score(1)])
    }

    @Test func `a touch ends the thank-you and does not vote`() throws {
        var sitting = Sitting(Surveys.one)
        sitting.answer(.score(3))
        let id = try #require(sitting.interview.draft?.id)
        #expect(sitting.on(.touched) == [.seal(id)])
        #expect(sitting.interview == sitting.fresh)
    }

    @Test func `a customer who walks away is sealed as timeout without a thank-you`() throws {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(.score(2))
        var ended = try #require(sitting.interview.draft)
        ended.completion = .timeout
        #expect(sitting.on(.timePassed, after: 19_999) == [])
        #expect(sitting.on(.timePassed, after: 1) == [.saveDraft(ended), .seal(ended.id)])
        #expect(sitting.interview == sitting.fresh)
    }

    @Test func `any touch restarts the idle time in full`() {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(.score(2))
        sitting.on(.touched, after: 19_999)
        #expect(sitting.on(.timePassed, after: 19_999) == [])
        #expect(sitting.interview.nextDeadline == sitting.now.bootMS + 1)
    }

    @Test func `times run from the moment a screen appeared`() {
        var sitting = Sitting(Surveys.everyKind)
        sitting.answer(.score(4))
        sitting.on(.appeared, after: 700)
        sitting.on(.answered(.score(5)), after: 400)
        #expect(sitting.interview.draft?.durations["stars"] == 400)
        sitting.answer(.score(1), .score(1))
        sitting.on(.appeared, after: 2_000)
        #expect(sitting.interview.nextDeadline == sitting.now.bootMS + 3_000)
    }

    @Test func `a language lasts for one customer`() throws {
        var sitting = Sitting(Surveys.everyKind)
        #expect(sitting.on(.choseLanguage("ar")) == [])
        #expect(sitting.on(.choseLanguage("xx")) == [])
        sitting.answer(.score(4))
        #expect(sitting.interview.draft?.language == "ar")
        let given = sitting.on(.choseLanguage("en"))
        #expect(given == [.saveDraft(try #require(sitting.interview.draft))])
        #expect(sitting.interview.draft?.language == "en")
        sitting.on(.choseLanguage("ar"))
        sitting.on(.timePassed, after: 20_000)
        #expect(sitting.interview.language == "en")
    }

    @Test func `a language chosen without an answer goes back to the default`() {
        var sitting = Sitting(Surveys.everyKind)
        sitting.on(.choseLanguage("ar"))
        #expect(sitting.on(.timePassed, after: 19_999) == [])
        #expect(sitting.interview.language == "ar")
        #expect(sitting.on(.timePassed, after: 1) == [])
        #expect(sitting.interview.language == "en")
        #expect(sitting.interview.nextDeadline == nil)
    }

    @Test func `a survey that begins with an unaskable question starts at the next one and notes it`() {
        var sitting = Sitting(Surveys.textFirst, abilities: .init(reasons: ["text": .unsupported]))
        #expect(sitting.interview.question?.id == "visit")
        sitting.answer(.score(4))
        #expect(sitting.interview.draft?.skips == ["note": .unsupported, "more": .unsupported])
        #expect(sitting.interview.draft?.completion == .done)
    }

    @Test func `a survey with nothing to ask waits for ever`() {
        var sitting = Sitting(Surveys.unaskable)
        #expect(sitting.interview.question == nil)
        sitting.answer(.text("hello"))
        #expect(sitting.interview.phase == .waiting && sitting.effects.isEmpty)
    }

    @Test func `abilities turn text questions on`() {
        var sitting = Sitting(Surveys.textFirst, abilities: .init(reasons: [:]))
        #expect(sitting.interview.question?.id == "note")
        sitting.answer(.text("toolong"), .text(""))
        #expect(sitting.interview.draft == nil)
        sitting.answer(.option("hello"))
        #expect(sitting.interview.draft?.answers == ["note": .text("hello")])
    }

    @Test func `progress counts the questions that apply by now`() {
        var sitting = Sitting(Surveys.everyKind)
        #expect(sitting.interview.progress == nil)
        sitting.answer(.score(5))
        #expect(sitting.interview.progress?.number == 2 && sitting.interview.progress?.total == 4)
        sitting.on(.wentBack)
        sitting.answer(.score(1))
        #expect(sitting.interview.progress?.number == 2 && sitting.interview.progress?.total == 5)
    }

    @Test(
        arguments: [
            .score(0), .score(6), .option("yes"), .options(["queue"]), .text("5"),
        ] as [Answer])
    func `an answer that does not fit changes nothing`(answer: Answer) {
        var sitting = Sitting(Surveys.everyKind)
        let before = sitting.interview
        #expect(sitting.on(.answered(answer)) == [])
        #expect(sitting.interview == before)
    }

    @Test func `options must be known, different and not too many`() {
        let kind = Question.Kind.choices(
            ["a", "b", "c"].map { .init(id: $0, label: Surveys.text($0)) }, max: 2)
        #expect(kind.fitting(.options(["c", "a"])) == .options(["a", "c"]))
        for wrong in [[], ["a", "b", "c"], ["a", "a"], ["x"]] { #expect(kind.fitting(.options(wrong)) == nil) }
        #expect(Question.Kind.yesno.fitting(.option("maybe")) == nil)
        #expect(Question.Kind.contact(consent: Surveys.text("ok")).fitting(.text("a@b.example")) == nil)
    }
}
