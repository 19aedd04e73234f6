import KioskUI
import SurveyKit
import TerminalUI
import TestSupport
import Testing

/// Contact details: typed, agreed to, sealed, and nowhere in plain afterwards.
@Suite struct ContactFlowTests {
    private func atContact(_ size: Size = Size(width: 120, height: 33)) -> Kiosk {
        var kiosk = Kiosk(nil, size: size)
        kiosk.send(.contactKey(isKnown: true))
        kiosk.send(.surveyReady(Surveys.typing(in: "en"), bundle: nil))
        kiosk.type("1")
        kiosk.press(.enter)
        return kiosk
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 33)])
    func `an address is typed by touch, agreed to and sealed`(width: Int, height: Int) throws {
        var kiosk = atContact(Size(width: width, height: height))
        for letter in "anna@example" { try kiosk.touch(.key(.character(letter))) }
        try kiosk.touch(.key(.snippet(".com")))
        #expect(kiosk.text.contains("anna@example.com"))
        try kiosk.touch(.next)
        #expect(kiosk.text.contains("a•••@e•••.com") && !kiosk.text.contains("anna"))
        #expect(kiosk.contacts.isEmpty && kiosk.questionID == "contact")
        try kiosk.touch(.option(0))
        #expect(kiosk.contacts.map(\.contact) == [Contact(kind: .email, value: "anna@example.com")])
        #expect(kiosk.contacts.map(\.response) == [kiosk.saved.first?.id])
        #expect(kiosk.model.screen == .thanks)
        #expect(kiosk.saved.last?.answers["contact"] == .contact(Kiosk.envelope))
        #expect(!"\(kiosk.saved)".contains("anna"))
    }

    @Test func `a number is typed on a plugged keyboard and refused`() throws {
        var kiosk = atContact()
        try kiosk.touch(.contact(.phone))
        kiosk.type("+994x 50 123 45 67")
        kiosk.press(.enter)
        #expect(kiosk.words.contains("+99 ••• ••67"))
        kiosk.type("2")
        #expect(kiosk.saved.last?.skips["contact"] == .customer)
        #expect(kiosk.contacts.isEmpty && kiosk.model.screen == .thanks)
    }

    @Test func `keys alone reach the other kind of contact`() {
        var kiosk = atContact()
        kiosk.press(.up, .up, .right, .enter)
        kiosk.type("030 123456")
        kiosk.press(.enter)
        kiosk.type("1")
        #expect(kiosk.contacts.map(\.contact) == [Contact(kind: .phone, value: "030 123456")])
    }

    @Test func `random hands get contacts sealed and nothing of them into a draft`() {
        var count = 0
        for seed in 0..<8 {
            var random = SeededGenerator(seed: UInt64(seed) &+ 900)
            var kiosk = Kiosk(nil)
            kiosk.send(.contactKey(isKnown: true))
            kiosk.send(.surveyReady(Surveys.contactInTheMiddle, bundle: nil))
            for _ in 0..<120 {
                if kiosk.questionID == "contact", Bool.random(using: &random) {
                    kiosk.type(["anna@example.com", "+49 30 123456", "zz@"].randomElement(using: &random) ?? "")
                    kiosk.press(.enter)
                }
                if let target = kiosk.model.targets.filter({ target in
                    switch target.action {
                    case .next, .option, .skip, .back, .contact, .undo: true
                    default: false
                    }
                }).randomElement(using: &random) {
                    kiosk.send(.input(.touch(target.rect.middle)))
                }
            }
            count += kiosk.contacts.count
            #expect(kiosk.contacts.allSatisfy { $0.contact.isWellFormed })
            #expect(!"\(kiosk.saved)".contains("anna") && !"\(kiosk.saved)".contains("123456"))
        }
        #expect(count > 8)
    }

    @Test func `what has not the shape is not asked consent for`() throws {
        var kiosk = atContact()
        kiosk.type("anna@example")
        try kiosk.touch(.next)
        #expect(kiosk.text.contains("Please check the e-mail address"))
        kiosk.type(".org")
        #expect(!kiosk.text.contains("Please check"))
        kiosk.press(.enter)
        #expect(kiosk.text.contains("a•••@e•••.org"))
        try kiosk.touch(.back)
        #expect(kiosk.questionID == "contact" && kiosk.text.contains("a•••@e•••.org"))
        #expect(!kiosk.text.contains("anna"))
        kiosk.press(.enter)
        try kiosk.touch(.option(1))
        #expect(kiosk.saved.last?.skips["contact"] == .customer && kiosk.contacts.isEmpty)
    }

    @Test func `after consent was asked, the next character begins anew`() throws {
        var kiosk = atContact()
        try kiosk.touch(.contact(.phone))
        kiosk.type("+49 151 2345612")
        kiosk.press(.enter)
        #expect(kiosk.words.contains("+49 ••• ••12"))
        kiosk.press(.escape)
        kiosk.type("030123456")
        #expect(kiosk.text.contains("030123456"))
        kiosk.press(.enter)
        kiosk.type("1")
        #expect(kiosk.contacts.map(\.contact) == [Contact(kind: .phone, value: "030123456")])
    }

    @Test func `while it is sealed the plain one has left the model`() throws {
        var kiosk = atContact()
        kiosk.type("anna@example.com")
        kiosk.press(.enter)
        let card = try #require(kiosk.scene.targets.first { $0.action == .option(0) })
        kiosk.sendOnly(.input(.touch(card.rect.middle)))
        #expect(kiosk.pending.count == 1)
        var dumped = ""
        dump(kiosk.model, to: &dumped)
        #expect(!dumped.contains("anna"))
        kiosk.sendOnly(.input(.key(.character("2"))))
        #expect(kiosk.pending.count == 1 && kiosk.model.ignoredInputs == 1)
        kiosk.store()
        #expect(kiosk.model.screen == .thanks)
    }

    @Test func `a contact that can't be sealed is forgotten and said`() throws {
        var kiosk = atContact()
        kiosk.canSeal = false
        kiosk.type("anna@example.com")
        kiosk.press(.enter)
        try kiosk.touch(.option(0))
        #expect(kiosk.questionID == "contact" && kiosk.text.contains("could not be kept"))
        try kiosk.touch(.option(0))
        #expect(kiosk.model.screen == .thanks)
        #expect(kiosk.saved.last?.skips["contact"] == .noKey && kiosk.saved.last?.answers["contact"] == nil)
    }

    @Test func `a seal that never comes is given up, and its late answer is ignored`() throws {
        var kiosk = atContact()
        kiosk.type("anna@example.com")
        kiosk.press(.enter)
        kiosk.sendOnly(.input(.key(.character("1"))))
        kiosk.pending = []
        let deadline = try #require(kiosk.model.nextDeadline(at: kiosk.now))
        #expect(deadline == kiosk.now.bootMS + 10_000)
        kiosk.send(.timer, after: 10_000)
        #expect(kiosk.text.contains("could not be kept"))
        for ticket in 0..<10 { kiosk.send(.contactSealed(Kiosk.envelope, ticket: ticket)) }
        #expect(kiosk.questionID == "contact")
    }

    @Test(arguments: [(0, true), (2, false)])
    func `one given before can be kept or removed, and is never shown`(card: Int, isKept: Bool) throws {
        var kiosk = atContact()
        kiosk.type("anna@example.com")
        kiosk.press(.enter)
        kiosk.type("1")
        kiosk.press(.character("u"))
        // Undo takes the last answer back; give it again, then look at it by going back from a later question.
        #expect(kiosk.questionID == "contact" && !kiosk.text.contains("anna") && !kiosk.text.contains("a•••"))
        kiosk.send(.timer, after: 30_000)

        var longer = Kiosk(nil)
        longer.send(.contactKey(isKnown: true))
        longer.send(.surveyReady(Surveys.contactInTheMiddle, bundle: nil))
        longer.type("1")
        longer.type("anna@example.com")
        longer.press(.enter)
        longer.type("1")
        #expect(longer.questionID == "found")
        longer.press(.escape)
        #expect(longer.text.contains("sealed") && !longer.text.contains("a•••"))
        try longer.touch(.option(card))
        #expect(longer.questionID == "found")
        #expect((longer.saved.last?.answers["contact"] != nil) == isKept)
        #expect(longer.saved.last?.skips["contact"] == (isKept ? nil : .customer))
    }

    @Test func `one given before can be replaced`() throws {
        var kiosk = Kiosk(nil)
        kiosk.send(.contactKey(isKnown: true))
        kiosk.send(.surveyReady(Surveys.contactInTheMiddle, bundle: nil))
        kiosk.type("1")
        for value in ["anna@example.com", "bob@example.com"] {
            kiosk.type(value)
            kiosk.press(.enter)
            kiosk.type("1")
            #expect(kiosk.questionID == "found")
            kiosk.press(.escape)
            try kiosk.touch(.option(1))
        }
        #expect(kiosk.contacts.map(\.contact.value) == ["anna@example.com", "bob@example.com"])
    }

    @Test func `without the key there is no contact question, and a new key counts from the next customer`() {
        var kiosk = Kiosk(Surveys.typing(in: "en"))
        kiosk.type("1")
        kiosk.send(.contactKey(isKnown: true))
        kiosk.press(.enter)
        #expect(kiosk.model.screen == .thanks && kiosk.saved.last?.skips["contact"] == .noKey)
        kiosk.send(.timer, after: 3_000)
        kiosk.type("1")
        kiosk.press(.enter)
        #expect(kiosk.questionID == "contact")
        kiosk.send(.timer, after: 30_000)
        kiosk.send(.contactKey(isKnown: false))
        kiosk.type("1")
        kiosk.press(.enter)
        #expect(kiosk.model.screen == .thanks)
    }
}

extension Surveys {
    static let contactInTheMiddle = Survey(
        id: "middle", version: 1, languages: ["en"], title: text("Middle"),
        questions: [
            Question(id: "visit", kind: .smiley(levels: 5), ask: text("How was it?")),
            Question(
                id: "contact", kind: .contact(consent: text("Call me.")), ask: text("May we call you?")),
            Question(id: "found", kind: .yesno, ask: text("Did you find everything?")),
        ], thanks: text("Thank you!"))
}
