import SurveyKit
import TestSupport
import Testing

struct RuleTests {
    private func holds(_ source: String, _ answers: [String: Answer]) throws -> Bool {
        try Rule(parsing: source).holds(for: answers)
    }

    @Test(
        arguments: [
            ("visit == 2", [true, false]), ("visit != 2", [false, true]), ("visit <= 2", [true, false]),
            ("visit >= 3", [false, true]), ("visit < 3", [true, false]), ("visit > 2", [false, true]),
            ("visit in (1, 2)", [true, false]), ("not visit in (1, 2)", [false, true]),
            ("answered(visit)", [true, true]),
        ])
    func `Scores are compared`(source: String, expected: [Bool]) throws {
        #expect(try [2, 4].map { try holds(source, ["visit": .score($0)]) } == expected)
    }

    @Test func `A question without an answer makes every comparison false, and not turns that round`() throws {
        for source in ["visit == 2", "visit != 2", "visit <= 2", "visit >= 2", "visit in (1, 2)", "answered(visit)"] {
            #expect(try !holds(source, [:]), "\(source)")
            #expect(try holds("not \(source)", [:]), "\(source)")
        }
    }

    @Test func `Options are compared by their ids`() throws {
        #expect(try holds("back == yes", ["back": .option("yes")]))
        #expect(try !holds("back == yes", ["back": .option("no")]))
        #expect(try holds("back != \"yes\"", ["back": .option("no")]))
        #expect(try holds("back in ('no', maybe)", ["back": .option("maybe")]))
    }

    @Test func `Among several choices a comparison asks for membership`() throws {
        let answers: [String: Answer] = ["reason": .options(["queue", "price"])]
        #expect(try holds("reason == queue", answers))
        #expect(try !holds("reason == staff", answers))
        #expect(try holds("reason != staff", answers))
        #expect(try !holds("reason != price", answers))
        #expect(try holds("reason in (staff, price)", answers))
        #expect(try !holds("reason in (staff, stock)", answers))
    }

    @Test func `Nothing chosen and nothing written count as not answered`() throws {
        let answers: [String: Answer] = ["reason": .options([]), "comment": .text("")]
        #expect(try !holds("answered(reason)", answers))
        #expect(try !holds("reason != queue", answers))
        #expect(try !holds("answered(comment)", answers))
        #expect(try holds("answered(comment)", ["comment": .text("slow")]))
    }

    @Test func `A score and an option never compare`() throws {
        #expect(try !holds("visit != good", ["visit": .score(2)]))
        #expect(try !holds("back != 2", ["back": .option("yes")]))
        #expect(try !holds("back < yes", ["back": .option("no")]))
    }

    @Test func `Or binds loosest, then and, then not`() throws {
        let rule = try Rule(parsing: "not a == 1 and b == 1 or c == 1")
        let (a, b, c) = (equal("a"), equal("b"), equal("c"))
        #expect(rule.expression == .or(.and(.not(a), b), c))
        #expect(try Rule(parsing: "a == 1 or b == 1 and c == 1").expression == .or(a, .and(b, c)))
        #expect(try Rule(parsing: "(a==1 or b==1) and not not c==1").expression == .and(.or(a, b), .not(.not(c))))
    }

    private func equal(_ question: String) -> Rule.Expression { .compare(question: question, .equal, .number(1)) }

    @Test func `The source is kept as written`() throws {
        #expect(try Rule(parsing: "  visit<=2 ").source == "  visit<=2 ")
    }

    @Test(
        arguments: [
            ("", 0, "expected a rule, but the rule ends"),
            ("visit", 5, "expected a comparison (== != < <= > >=) or `in`, but the rule ends"),
            ("visit = 2", 6, "`=` is no comparison"),
            ("visit <= ", 9, "expected a score or an option, but the rule ends"),
            ("visit <= 2 reason == a", 11, "expected `and`, `or` or the end of the rule, but found `reason`"),
            ("(visit <= 2", 11, "expected `)`, but the rule ends"),
            ("visit in 2", 9, "expected `(` and a list of values, but found `2`"),
            ("visit in ()", 10, "expected a score or an option, but found `)`"),
            ("answered visit", 9, "expected `(` and a question, but found `visit`"),
            ("and visit == 2", 0, "expected a question, but found `and`"),
            ("visit == 2.5", 9, "`2.5` is no whole number"),
            ("visit == 99999999999999999999", 9, "`99999999999999999999` is no whole number"),
            ("visit == \"a", 9, "the quote is not closed"),
            ("visit ? 2", 6, "unexpected `?`"), ("a == 1 && b == 1", 7, "`&&` is no comparison"),
            ("reason not in (a)", 7, "expected a comparison or `in`, but found `not`"),
            ("2 == visit", 0, "expected a question, but found `2`"),
        ])
    func `What is no rule is refused with its place`(source: String, offset: Int, message: String) throws {
        let error = try #require(throws: RuleSyntaxError.self) { try Rule(parsing: source) }
        #expect(error.offset == offset)
        #expect(error.message == message)
    }

    @Test func `Common slips are answered with what to write`() throws {
        let slips = [
            "a = 1": "write `==`", "a == 1 && b == 1": "write `and`", "!answered(a)": "write `not`",
            "a <> 1": "write `!=`",
        ]
        for (source, suggestion) in slips {
            #expect(throws: RuleSyntaxError.self) { try Rule(parsing: source) }
            do { _ = try Rule(parsing: source) } catch { #expect(error.suggestion == suggestion, "\(source)") }
        }
    }

    @Test func `Deep and long rules are refused`() {
        let deep = String(repeating: "(", count: 100) + "a == 1" + String(repeating: ")", count: 100)
        #expect(throws: RuleSyntaxError.self) { try Rule(parsing: deep) }
        #expect(throws: RuleSyntaxError.self) { try Rule(parsing: String(repeating: "not ", count: 100) + "a == 1") }
        #expect(throws: RuleSyntaxError.self) {
            try Rule(parsing: String(repeating: "a == 1 or ", count: 60) + "a == 1")
        }
    }

    @Test func `Printing a rule and reading it again gives the same rule`() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let expression = Self.expression(depth: 4, &generator)
            #expect(try Rule(parsing: expression.description).expression == expression, "\(expression)")
        }
    }

    @Test func `Rules are printed with no more parentheses than they need`() throws {
        for source in [
            "a == 1 or b == 1 or c == 1", "not (a == 1 or b == 1) and c in (1, \"not\", yes)",
            "a == 1 or (b == 1 or c == 1)",
        ] {
            #expect(try Rule(parsing: source).expression.description == source)
        }
    }

    private static func expression(depth: Int, _ generator: inout SeededGenerator) -> Rule.Expression {
        let question = ["visit", "reason", "a-b_2"].randomElement(using: &generator) ?? "visit"
        switch Int.random(in: 0..<(depth == 0 ? 3 : 6), using: &generator) {
        case 0:
            let comparison = Rule.Comparison.allCases.randomElement(using: &generator) ?? .equal
            return .compare(question: question, comparison, value(&generator))
        case 1:
            let values = (0..<Int.random(in: 1...3, using: &generator)).map { _ in value(&generator) }
            return .isIn(question: question, values)
        case 2: return .answered(question: question)
        case 3: return .not(expression(depth: depth - 1, &generator))
        case 4: return .and(expression(depth: depth - 1, &generator), expression(depth: depth - 1, &generator))
        default: return .or(expression(depth: depth - 1, &generator), expression(depth: depth - 1, &generator))
        }
    }

    private static func value(_ generator: inout SeededGenerator) -> Rule.Value {
        if Bool.random(using: &generator) { return .number(Int.random(in: -3...10, using: &generator)) }
        let options = ["yes", "no", "queue", "in", "and", "answered", "two words", "say \"x\"", "2"]
        return .option(options.randomElement(using: &generator) ?? "yes")
    }
}
