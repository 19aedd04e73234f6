/// One word or sign of a rule, with its place in the source.
struct RuleToken: Equatable {
    enum Kind: Equatable {
        /// An identifier or keyword.
        case word(String)
        /// An option's id in quotes: never a keyword.
        case quoted(String)
        case number(Int)
        case comparison(Rule.Comparison)
        case open
        case close
        case comma
        case end
    }

    let kind: Kind
    /// Unicode scalars from the start of the source.
    let offset: Int
    /// As written.
    let text: String
}

/// Why a rule can't be read: what is wrong, where, and what to write.
package struct RuleSyntaxError: Error, Equatable, Sendable {
    /// What is wrong.
    package let message: String
    /// What to write instead.
    package let suggestion: String?
    /// Unicode scalars from the start of the source.
    package let offset: Int
}

/// Cuts a rule's source into tokens.
struct RuleTokenizer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    /// The tokens in order, closed by `.end`.
    mutating func tokens() throws(RuleSyntaxError) -> [RuleToken] {
        var found: [RuleToken] = []
        while true {
            while let scalar = peek, scalar == " " || scalar == "\t" { position += 1 }
            guard let scalar = peek else { break }
            found.append(try token(startingWith: scalar))
        }
        return found + [RuleToken(kind: .end, offset: scalars.count, text: "")]
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func token(startingWith first: Unicode.Scalar) throws(RuleSyntaxError) -> RuleToken {
        let start = position
        let kind: RuleToken.Kind
        switch first {
        case "(": kind = sign(.open)
        case ")": kind = sign(.close)
        case ",": kind = sign(.comma)
        case "\"", "'": kind = .quoted(try quoted(by: first))
        case "=", "!", "<", ">", "&", "|": kind = .comparison(try comparison())
        case "0"..."9", "-": kind = .number(try number())
        case _ where Self.isWordStart(first): kind = .word(take(while: Self.isWordPart))
        default: throw error("unexpected `\(first)`", at: start)
        }
        return RuleToken(kind: kind, offset: start, text: text(start..<position))
    }

    private mutating func sign(_ kind: RuleToken.Kind) -> RuleToken.Kind {
        position += 1
        return kind
    }

    private mutating func quoted(by quote: Unicode.Scalar) throws(RuleSyntaxError) -> String {
        let start = position
        position += 1
        let content = take { $0 != quote }
        guard peek == quote else { throw error("the quote is not closed", "add a `\(quote)` at its end", at: start) }
        position += 1
        return content
    }

    private mutating func comparison() throws(RuleSyntaxError) -> Rule.Comparison {
        let start = position
        let written = take { "=!<>&|".unicodeScalars.contains($0) }
        if let comparison = Rule.Comparison(rawValue: written) { return comparison }
        let meant = ["=": "==", "===": "==", "<>": "!=", "=<": "<=", "=>": ">=", "!": "not", "&&": "and", "||": "or"]
        throw error("`\(written)` is no comparison", meant[written].map { "write `\($0)`" }, at: start)
    }

    private mutating func number() throws(RuleSyntaxError) -> Int {
        let start = position
        if peek == "-" { position += 1 }
        _ = take { Self.isWordPart($0) || $0 == "." }
        let written = text(start..<position)
        guard let number = Int(written) else {
            throw error("`\(written)` is no whole number", at: start)
        }
        return number
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while let scalar = peek, belongs(scalar) { position += 1 }
        return text(start..<position)
    }

    private func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private func error(_ message: String, _ suggestion: String? = nil, at offset: Int) -> RuleSyntaxError {
        RuleSyntaxError(message: message, suggestion: suggestion, offset: offset)
    }

    private static func isWordStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        isWordStart(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }
}
