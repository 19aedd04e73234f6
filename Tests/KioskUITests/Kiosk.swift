import Foundation
import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// A kiosk in a test: real events, a clock that is moved, and a store that answers when it is told to.
struct Kiosk {
    var model: KioskModel
    var now = Examples.start
    var drawn = 0
    /// Effects that the store has not answered yet, and all there were.
    var pending: [KioskEffect] = []
    var saved: [Draft] = []
    var sealed: [ResponseID] = []
    /// Contacts given out to be sealed, and the responses they are bound to.
    var contacts: [(contact: Contact, response: ResponseID)] = []
    var canSeal = true
    var staffRequests: [StaffRequest] = []

    init(
        _ survey: Survey?, size: Size = Size(width: 120, height: 33),
        display: Display = Display(cells: .half, colours: .redefined256), theme: Theme? = nil, panel: Panel? = nil,
        blinks: Bool = false
    ) {
        model = KioskModel(size: size, display: display, theme: theme, panel: panel, blinks: blinks)
        if let survey { send(.surveyReady(survey, bundle: nil)) }
    }

    /// What a kiosk shows at this moment that nobody has ever touched.
    static func untouched(_ survey: Survey, at now: Timestamp) -> Scene {
        var kiosk = Kiosk(survey)
        kiosk.send(.timer, after: now.bootMS - kiosk.now.bootMS)
        return kiosk.scene
    }

    /// Sends one event a second after the one before, and has the store answer.
    mutating func send(_ event: KioskEvent, after milliseconds: Int64 = 1_000) {
        sendOnly(event, after: milliseconds)
        store()
    }

    mutating func sendOnly(_ event: KioskEvent, after milliseconds: Int64 = 1_000) {
        now = now.advanced(by: milliseconds)
        drawn += 1
        pending += model.update(event, at: now, newID: Examples.responseID(drawn))
    }

    /// The store commits and seals what it was given, and says so.
    mutating func store() {
        while !pending.isEmpty {
            switch pending.removeFirst() {
            case .save(let draft, let ticket):
                saved.append(draft)
                sendOnly(.draftSaved(ticket: ticket), after: 5)
            case .seal(let id): sealed.append(id)
            case .sealContact(let contact, let response, let ticket):
                contacts.append((contact, response))
                sendOnly(
                    canSeal ? .contactSealed(Self.envelope, ticket: ticket) : .contactNotSealed(ticket: ticket),
                    after: 5)
            case .staff(let request): staffRequests.append(request)
            }
        }
    }

    static let envelope = ContactEnvelope(
        key: String(repeating: "5", count: 16), enc: Data(repeating: 5, count: 32), box: Data(repeating: 5, count: 40))

    /// Touches the middle of the target that does this.
    mutating func touch(_ action: Action, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let target = try #require(scene.targets.first { $0.action == action }, sourceLocation: sourceLocation)
        send(.input(.touch(target.rect.middle)))
    }

    mutating func press(_ keys: Key...) {
        for key in keys { send(.input(.key(key))) }
    }

    mutating func type(_ text: String) {
        for character in text { send(.input(.key(.character(character)))) }
    }

    var scene: Scene { view(model, at: now, typeface: nil) }
    var text: String { scene.frame.plainText }
    /// The screen's text with spaces also where the ground is bright.
    var words: String { text.replacing("█", with: " ") }
    var questionID: String? {
        if case .question(let question) = model.screen { return question.id }
        return nil
    }
}

extension Rect {
    var middle: Point { Point(column: column + width / 2, row: row + height / 2) }

    func overlaps(_ other: Rect) -> Bool {
        column < other.column + other.width && other.column < column + width && row < other.row + other.height
            && other.row < row + height
    }
}

enum Surveys {
    static func text(_ english: String, _ arabic: String = "سؤال") -> LocalizedText {
        LocalizedText(["en": english, "az": english, "ar": arabic])
    }

    static func options(_ labels: String...) -> [Question.Option] {
        labels.map { .init(id: $0.lowercased().replacing(" ", with: "-"), label: text($0)) }
    }

    /// A face, and reasons for the two worst.
    static let exit = Survey(
        id: "branch-exit", version: 3, languages: ["en", "ar"], title: text("Branch exit"), service: "checkout",
        questions: Array(Examples.branchExit.questions.prefix(2)), thanks: text("Thank you!", "شكرا لك!"))

    static let everyKind = Survey(
        id: "every-kind", version: 2, languages: ["en", "az", "ar"], title: text("Everything"),
        questions: [
            Question(
                id: "visit", kind: .smiley(levels: 5), ask: text("How was your visit today?", "كيف كانت زيارتك اليوم؟")),
            Question(
                id: "reason",
                kind: .choices(
                    options(
                        "Waiting time", "Staff", "Price", "Cleanliness", "Product not available", "Something else"),
                    max: 3), ask: text("What went wrong?"), isOptional: true,
                showIf: Rule(
                    source: "visit <= 2", expression: .compare(question: "visit", .lessOrEqual, .number(2)))),
            Question(id: "stars", kind: .stars, ask: text("How many stars for the food?"), isOptional: true),
            Question(id: "nps", kind: .nps, ask: text("How likely are you to recommend us to a friend?")),
            Question(id: "ease", kind: .ces, ask: text("How easy was it to get what you came for?")),
            Question(id: "found", kind: .yesno, ask: text("Did you find everything?")),
            Question(
                id: "why", kind: .choice(options("Shopping", "Paying", "Just looking")),
                ask: text("What brought you here?")),
            Question(id: "comment", kind: .text(maxLength: 280), ask: text("Anything else?"), isOptional: true),
            Question(
                id: "contact", kind: .contact(consent: text("Call me about this visit.", "اتصلوا بي.")),
                ask: text("May we call you?", "هل يمكننا الاتصال بك؟"), isOptional: true),
        ], thanks: text("Thank you!", "شكرا لك!"))
}
