extension Rule {
    /// Words that can't name a question, since they mean something in a rule.
    static let keywords: Set<String> = ["and", "or", "not", "in", "answered"]

    /// Reads a rule.
    ///
    /// - Throws: The first thing in `source` that is no rule.
    package init(parsing source: String) throws(RuleSyntaxError) {
        self = try RuleParser.read(source).rule
    }
}

/// One mention of a question in a rule, to be checked against the survey.
struct RuleReference: Equatable {
    enum Use: Equatable {
        case answered
        case compared(Rule.Comparison)
        case isIn
    }

    let question: String
    /// Unicode scalars from the start of the source.
    let offset: Int
    let use: Use
    let values: [(value: Rule.Value, offset: Int)]

    static func == (one: RuleReference, other: RuleReference) -> Bool {
        one.question == other.question && one.offset == other.offset && one.use == other.use
            && one.values.elementsEqual(other.values) { $0 == $1 }
    }
}

/// Reads rules by recursive descent over the grammar of docs/survey-format.md.
///
///     rule       = and-rule { "or" and-rule }
///     and-rule   = not-rule { "and" not-rule }
///     not-rule   = "not" not-rule | primary
///     primary    = "(" rule ")" | "answered" "(" question ")" | question comparison value
///                | question "in" "(" value { "," value } ")"
struct RuleParser {
    /// Longer rules are refused, in characters.
    static let maximumLength = 500
    private static let maximumDepth = 32

    private let tokens: [RuleToken]
    private var position = 0
    private var depth = 0
    private var references: [RuleReference] = []

    static func read(_ source: String) throws(RuleSyntaxError) -> (rule: Rule, references: [RuleReference]) {
        guard source.unicodeScalars.count <= maximumLength else {
            throw RuleSyntaxError(
                message: "the rule is longer than \(maximumLength) characters", suggestion: nil, offset: 0)
        }
        var tokenizer = RuleTokenizer(source)
        var parser = RuleParser(tokens: try tokenizer.tokens())
        let expression = try parser.whole()
        return (Rule(source: source, expression: expression), parser.references)
    }

    private init(tokens: [RuleToken]) { self.tokens = tokens }

    private var current: RuleToken { tokens[position] }

    private mutating func advance() { position = min(position + 1, tokens.count - 1) }

    private mutating func whole() throws(RuleSyntaxError) -> Rule.Expression {
        guard current.kind != .end else { throw expected("a rule", "write something like `visit <= 2`") }
        let expression = try anyOf()
        guard current.kind == .end else { throw expected("`and`, `or` or the end of the rule") }
        return expression
    }

    private mutating func anyOf() throws(RuleSyntaxError) -> Rule.Expression {
        var expression = try allOf()
        while take(word: "or") { expression = .or(expression, try allOf()) }
        return expression
    }

    private mutating func allOf() throws(RuleSyntaxError) -> Rule.Expression {
        var expression = try negation()
        while take(word: "and") { expression = .and(expression, try negation()) }
        return expression
    }

    private mutating func negation() throws(RuleSyntaxError) -> Rule.Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw RuleSyntaxError(
                message: "the rule is nested deeper than \(Self.maximumDepth) levels", suggestion: nil,
                offset: current.offset)
        }
        return take(word: "not") ? .not(try negation()) : try primary()
    }

    private mutating func primary() throws(RuleSyntaxError) -> Rule.Expression {
        if current.kind == .open {
            advance()
            let expression = try anyOf()
            try close()
            return expression
        }
        guard case .word(let word) = current.kind else {
            throw expected("a question", "write something like `visit <= 2`")
        }
        if word == "answered" { return try answered() }
        guard !Rule.keywords.contains(word) else { throw expected("a question") }
        return try comparison(of: word)
    }

    private mutating func answered() throws(RuleSyntaxError) -> Rule.Expression {
        advance()
        try open("`(` and a question", "write `answered(visit)`")
        guard case .word(let question) = current.kind, !Rule.keywords.contains(question) else {
            throw expected("a question")
        }
        references.append(RuleReference(question: question, offset: current.offset, use: .answered, values: []))
        advance()
        try close()
        return .answered(question: question)
    }

    private mutating func comparison(of question: String) throws(RuleSyntaxError) -> Rule.Expression {
        let start = current.offset
        advance()
        if take(word: "in") {
            let values = try list()
            references.append(RuleReference(question: question, offset: start, use: .isIn, values: values))
            return .isIn(question: question, values.map(\.value))
        }
        guard case .comparison(let comparison) = current.kind else {
            if current.kind == .word("not") {
                throw expected("a comparison or `in`", "write `not \(question) in (…)`")
            }
            throw expected("a comparison (== != < <= > >=) or `in`")
        }
        advance()
        let value = try value()
        let use = RuleReference.Use.compared(comparison)
        references.append(RuleReference(question: question, offset: start, use: use, values: [value]))
        return .compare(question: question, comparison, value.value)
    }

    private mutating func list() throws(RuleSyntaxError) -> [(value: Rule.Value, offset: Int)] {
        try open("`(` and a list of values", "write something like `in (1, 2)`")
        var values = [try value()]
        while current.kind == .comma {
            advance()
            values.append(try value())
        }
        try close()
        return values
    }

    private mutating func value() throws(RuleSyntaxError) -> (value: Rule.Value, offset: Int) {
        let token = current
        switch token.kind {
        case .number(let number):
            advance()
            return (.number(number), token.offset)
        case .quoted(let option):
            advance()
            return (.option(option), token.offset)
        case .word(let option) where !Rule.keywords.contains(option):
            advance()
            return (.option(option), token.offset)
        default:
            throw expected("a score or an option")
        }
    }

    private mutating func open(_ what: String, _ suggestion: String) throws(RuleSyntaxError) {
        guard current.kind == .open else { throw expected(what, suggestion) }
        advance()
    }

    private mutating func close() throws(RuleSyntaxError) {
        guard current.kind == .close else { throw expected("`)`") }
        advance()
    }

    private mutating func take(word: String) -> Bool {
        guard current.kind == .word(word) else { return false }
        advance()
        return true
    }

    private func expected(_ what: String, _ suggestion: String? = nil) -> RuleSyntaxError {
        let found = current.kind == .end ? "the rule ends" : "found `\(current.text)`"
        return RuleSyntaxError(
            message: "expected \(what), but \(found)", suggestion: suggestion, offset: current.offset)
    }
}
