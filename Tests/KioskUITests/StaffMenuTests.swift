import SurveyKit
import TerminalUI
import TestSupport
import Testing

@testable import KioskUI

/// A kiosk whose shell answers the staff menu.
struct StaffKiosk {
    var kiosk: Kiosk
    var facts = StaffKiosk.someFacts
    /// Answers given so far of the requests there were.
    private var answered = 0

    static let someFacts: StaffFacts = {
        var facts = StaffFacts(kiosk: "exit 2", line: .offline)
        facts.branch = "Baku 28 May"
        facts.kioskID = "0198f2"
        facts.created = 224
        facts.delivered = 212
        facts.pending = 12
        facts.waitingSince = .init(hour: 10, minute: 40, daysAgo: 0)
        facts.contactSecondsAgo = 4_000
        facts.collector = "https://feedback.example.org"
        facts.survey = "branch-exit v3"
        facts.time = .init(hour: 14, minute: 3, daysAgo: 0)
        facts.isClockRight = true
        facts.freePercent = 94
        return facts
    }()

    init(
        _ survey: Survey? = Examples.branchExit, size: Size = Size(width: 120, height: 33),
        display: Display = Display(cells: .half, colours: .redefined256), panel: Panel? = nil
    ) {
        kiosk = Kiosk(survey, size: size, display: display, panel: panel)
    }

    var menu: StaffMenu? { kiosk.model.staffMenu }
    /// The screen without its surfaces: the panel is brighter than the ground, and would count as ink.
    var text: String { Self.words(of: kiosk.scene.frame) }

    static func words(of frame: Frame) -> String {
        frame.plainText.replacing("█", with: " ").split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.reversed().drop { $0 == " " }.reversed() }.map { String($0) }.joined(separator: "\n")
    }

    mutating func knock() {
        for character in "staff" { kiosk.send(.input(.key(.character(character))), after: 200) }
        answer()
    }

    /// The shell's answers; right is 2468 and, for technicians, 13579.
    mutating func answer() {
        while answered < kiosk.staffRequests.count {
            let request = kiosk.staffRequests[answered]
            answered += 1
            switch request {
            case .gate(let role): kiosk.send(.staff(.gate(role, .open(left: 5))), after: 1)
            case .verify(let pin, let role, let ticket):
                let isRight = pin == PIN(role == .staff ? "2468" : "13579")
                kiosk.send(
                    .staff(
                        isRight ? .admitted(role, ticket: ticket) : .rejected(role, .open(left: 4), ticket: ticket)),
                    after: 50)
            case .facts: kiosk.send(.staff(.facts(facts)), after: 1)
            case .run, .keepLanguage, .keepTheme, .closed: break
            }
        }
    }

    mutating func type(_ text: String) {
        kiosk.type(text)
        answer()
    }

    mutating func press(_ key: Key) {
        kiosk.press(key)
        answer()
    }

    mutating func enter(_ pin: String = "2468") {
        type(pin)
        press(.enter)
    }

    mutating func open() {
        knock()
        enter()
    }

    mutating func touch(_ action: StaffAction, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let menu = try #require(menu, sourceLocation: sourceLocation)
        let targets = StaffLayout(menu, size: kiosk.model.size).targets
        let target = try #require(targets.first { $0.action == action }, sourceLocation: sourceLocation)
        kiosk.send(.input(.touch(target.rect.middle)))
        answer()
    }

    mutating func pass(_ milliseconds: Int64) {
        kiosk.send(.timer, after: milliseconds)
        answer()
    }
}

@Suite struct StaffMenuTests {
    @Test func `only the PIN opens the menu, by keys and by touch`() throws {
        var staff = StaffKiosk()
        staff.knock()
        #expect(staff.menu?.page == .pin(.staff))
        staff.enter("1111")
        #expect(staff.menu?.page == .pin(.staff) && staff.text.contains("Tries left: 4"))
        for digit in [2, 4, 6, 8] { try staff.touch(.digit(digit)) }
        try staff.touch(.enter)
        #expect(staff.menu?.page == .menu)
        #expect(staff.kiosk.saved.isEmpty && staff.kiosk.sealed.isEmpty)
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 33), (160, 45), (400, 120)])
    func `the corners open the pad at every size, and are no vote`(width: Int, height: Int) {
        for survey in [Surveys.everyKind, Examples.branchExit] {
            var staff = StaffKiosk(survey, size: Size(width: width, height: height))
            for column in [0, width - 1, 2, width - 3] {
                #expect(staff.menu == nil)
                staff.kiosk.send(.input(.touch(Point(column: column, row: 1))), after: 400)
            }
            #expect(staff.menu?.page == .pin(.staff))
            #expect(staff.kiosk.saved.isEmpty)
        }
    }

    @Test func `a wrong order, another touch between or too slow a hand opens nothing`() {
        func opens(_ columns: [Int], row: Int = 1, pause: Int64 = 400) -> Bool {
            var staff = StaffKiosk()
            for column in columns { staff.kiosk.send(.input(.touch(Point(column: column, row: row))), after: pause) }
            return staff.menu != nil
        }
        #expect(opens([0, 119, 0, 119]))
        #expect(opens([119, 0, 0, 119, 0, 119]))
        #expect(!opens([0, 0, 0, 0, 0, 0, 0]))
        #expect(!opens([119, 0, 119, 0]))
        #expect(!opens([0, 119, 60, 0, 119]))
        #expect(!opens([0, 119, 0, 119], row: 12))
        #expect(!opens([0, 119, 0, 119], pause: 2_000))
    }

    @Test func `the number pad has its own word, and a key held down opens nothing`() {
        var staff = StaffKiosk()
        for character in "/-/-/" { staff.kiosk.send(.input(.key(.character(character))), after: 200) }
        #expect(staff.menu?.page == .pin(.staff))
        for key in "/-sf0." {
            var other = StaffKiosk()
            for _ in 0..<200 { other.kiosk.send(.input(.key(.character(key))), after: 30) }
            #expect(other.menu == nil)
        }
    }

    @Test func `while a customer answers or is thanked nothing opens`() {
        var staff = StaffKiosk(Surveys.everyKind)
        staff.type("5")
        for column in [0, 119, 0, 119] {
            staff.kiosk.send(.input(.touch(Point(column: column, row: 0))), after: 300)
        }
        #expect(staff.menu == nil && staff.kiosk.questionID == "stars")
        var thanked = StaffKiosk(Examples.branchExit)
        thanked.type("5")
        thanked.kiosk.press(.enter)
        #expect(thanked.kiosk.model.screen == .thanks)
        for column in [0, 119, 0, 119] {
            thanked.kiosk.send(.input(.touch(Point(column: column, row: 0))), after: 10)
        }
        #expect(thanked.menu == nil)
    }

    @Test func `it opens where nobody is asked`() {
        var unset = StaffKiosk(nil)
        unset.knock()
        #expect(unset.menu != nil)
        var closed = StaffKiosk()
        closed.kiosk.send(.opening(isOpen: false))
        closed.knock()
        #expect(closed.menu != nil)
        var broken = StaffKiosk()
        broken.kiosk.send(.storageFailed)
        broken.knock()
        #expect(broken.menu != nil)
    }

    @Test func `without a PIN it says how to set one, and nothing opens`() {
        var staff = StaffKiosk()
        staff.knock()
        staff.kiosk.send(.staff(.gate(.staff, .noPIN)))
        #expect(staff.text.contains("smilepost-kiosk set-pin"))
        staff.enter()
        #expect(staff.menu?.page == .pin(.staff))
        #expect(!staff.kiosk.staffRequests.contains { if case .verify = $0 { true } else { false } })
    }

    @Test func `a locked gate takes no digit, counts down and asks again when it is over`() {
        var staff = StaffKiosk()
        staff.knock()
        staff.kiosk.send(.staff(.gate(.staff, .locked(milliseconds: 20_000))))
        #expect(staff.text.contains("Try again in 0:20"))
        staff.enter()
        #expect(staff.menu?.typed == "")
        let gates = staff.kiosk.staffRequests.count { $0 == .gate(.staff) }
        for _ in 0..<30 {
            guard let due = staff.kiosk.model.nextDeadline(at: staff.kiosk.now) else { break }
            staff.pass(max(0, due - staff.kiosk.now.bootMS))
            if staff.kiosk.staffRequests.count(where: { $0 == .gate(.staff) }) > gates { break }
        }
        staff.enter()
        #expect(staff.menu?.page == .menu)
    }

    @Test func `a verdict that comes late opens nothing`() throws {
        var staff = StaffKiosk()
        staff.knock()
        staff.kiosk.type("2468")
        staff.kiosk.press(.enter)
        let request = try #require(staff.kiosk.staffRequests.last)
        guard case .verify(_, _, let ticket) = request else {
            Issue.record("no PIN was tried: \(request)")
            return
        }
        staff.kiosk.press(.escape)
        #expect(staff.menu == nil)
        staff.kiosk.send(.staff(.admitted(.staff, ticket: ticket)))
        #expect(staff.menu == nil)
        for character in "staff" { staff.kiosk.send(.input(.key(.character(character))), after: 200) }
        staff.kiosk.send(.staff(.admitted(.staff, ticket: ticket)))
        #expect(staff.menu?.page == .pin(.staff))
    }

    @Test func `left alone it closes after half a minute, and the survey is as it was`() {
        var staff = StaffKiosk()
        staff.open()
        for _ in 0..<40 where staff.menu != nil { staff.pass(1_000) }
        #expect(staff.menu == nil)
        #expect(staff.kiosk.scene == Kiosk.untouched(Examples.branchExit, at: staff.kiosk.now))
        #expect(staff.kiosk.staffRequests.last == .closed)
    }

    @Test func `touches of nobody's don't hold it open`() {
        var staff = StaffKiosk()
        staff.open()
        staff.type("2")
        var milliseconds: Int64 = 0
        while staff.menu != nil, milliseconds < 700_000 {
            staff.kiosk.send(.input(.touch(Point(column: Int(milliseconds / 700) % 100, row: 3))), after: 700)
            staff.pass(10)
            milliseconds += 710
        }
        #expect(milliseconds < 70_000)
    }

    @Test func `a survey that comes meanwhile waits until it closes`() {
        var staff = StaffKiosk()
        staff.open()
        staff.kiosk.send(.surveyReady(Surveys.everyKind, bundle: "b2"))
        #expect(staff.kiosk.model.interview?.survey == Examples.branchExit)
        staff.type("0")
        #expect(staff.menu == nil && staff.kiosk.model.interview?.survey == Surveys.everyKind)
    }

    @Test func `errands ask first where they take the survey away, and tell their outcome`() {
        var staff = StaffKiosk()
        staff.open()
        staff.type("1")
        #expect(staff.kiosk.staffRequests.last == .run(.sync) && staff.text.contains("Sending…"))
        staff.kiosk.send(.staff(.done(.sync, failure: "the collector can't be reached")))
        #expect(staff.text.contains("That did not work. the collector can't be reached"))
        staff.type("0")
        staff.type("6")
        #expect(staff.menu?.page == .confirm(.restartDevice))
        staff.type("1")
        #expect(staff.kiosk.staffRequests.last == .run(.restartDevice))
    }

    @Test func `the doctor and the console stand behind the second PIN`() {
        var staff = StaffKiosk()
        staff.open()
        staff.type("7")
        #expect(staff.menu?.page == .pin(.technician))
        staff.enter()
        #expect(staff.menu?.page == .pin(.technician))
        staff.enter("13579")
        staff.type("1")
        staff.kiosk.send(
            .staff(
                .findings([
                    .init(state: .ok, text: "disk: plenty", mend: nil),
                    .init(state: .fault, text: "collector: out of reach", mend: "check the cable"),
                ])))
        let lines = staff.text.split(separator: "\n").map(String.init)
        let fault = lines.firstIndex { $0.contains("collector: out of reach") } ?? .max
        #expect(fault < lines.firstIndex { $0.contains("disk: plenty") } ?? 0)
        staff.type("0")
        staff.type("2")
        staff.type("1")
        #expect(staff.kiosk.staffRequests.last == .run(.leave))
    }

    @Test func `marks show where touches land, in cells and in millimetres`() {
        var staff = StaffKiosk(panel: Panel(widthMM: 240))
        staff.open()
        staff.type("2")
        staff.kiosk.send(.input(.touch(Point(column: 9, row: 4))))
        #expect(staff.text.contains("Column 10, row 5 · 19 mm from the left, 18 mm from the top"))
        #expect(staff.kiosk.scene.frame[9, 4].text == "+")
    }

    @Test func `the language is kept, and Arabic runs from the right`() throws {
        var staff = StaffKiosk()
        staff.open()
        staff.type("3")
        try staff.touch(.language("ar"))
        #expect(staff.kiosk.staffRequests.contains(.keepLanguage("ar")))
        let menu = try #require(staff.menu)
        #expect(menu.isMirrored)
        let grid = StaffLayout(menu, size: staff.kiosk.model.size).grid
        #expect(grid[0].column > grid[1].column)
        staff.type("0")
        staff.knock()
        #expect(staff.menu?.setting.language == "ar")
    }

    @Test func `sentences come in words`() {
        func sentence(_ change: (inout StaffFacts) -> Void) -> String {
            var staff = StaffKiosk()
            change(&staff.facts)
            staff.open()
            return staff.menu?.sentence(at: staff.kiosk.now.bootMS).text ?? ""
        }
        #expect(sentence { _ in } == "12 answers are waiting since 10:40; the collector can't be reached")
        #expect(sentence { ($0.pending, $0.line) = (0, .online) } == "Everything has arrived")
        #expect(sentence { ($0.pending, $0.line) = (1, .online) } == "1 answer is waiting since 10:40; sending works")
        #expect(sentence { $0.pending = 0 } == "Everything has arrived; the collector can't be reached")
        #expect(sentence { ($0.pending, $0.created, $0.line) = (0, 0, .online) } == "No answers yet")
        #expect(
            sentence { $0.waitingSince = .init(hour: 9, minute: 5, daysAgo: 1) }
                == "12 answers are waiting since yesterday 09:05; the collector can't be reached")
    }

    @Test func `a PIN shows in no text`() {
        #expect("\(StaffRequest.verify(PIN("2468"), .staff, ticket: 1))".contains("2468") == false)
        var dumped = ""
        dump(StaffRequest.verify(PIN("2468"), .staff, ticket: 1), to: &dumped)
        #expect(!dumped.contains("2468"))
        var staff = StaffKiosk()
        staff.knock()
        staff.type("2468")
        #expect(!staff.text.contains("2468"))
    }

    @Test func `every language has every word, with its numbers`() {
        func patterns(_ value: Any) -> [String] {
            Mirror(reflecting: value).children.flatMap { child -> [String] in
                (child.value as? String).map { [$0] } ?? patterns(child.value)
            }
        }
        let english = patterns(StaffWords.of("en"))
        #expect(english.count > 60)
        for language in StaffWords.languages {
            let own = patterns(StaffWords.of(language))
            #expect(own.count == english.count && own.allSatisfy { !$0.isEmpty })
            for (text, model) in zip(own, english) {
                #expect(text.count { $0 == "#" } == model.count { $0 == "#" }, "\(language): \(text)")
            }
        }
    }
}
