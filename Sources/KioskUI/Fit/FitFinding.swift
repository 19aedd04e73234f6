package import TerminalUI

/// One text that can't be drawn, or does not fit.
package struct FitFinding: Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        /// It ends in an ellipsis.
        case cut
        /// Only the digit that chooses it is there.
        case hidden
        /// A word is broken, because no line is long enough for it.
        case broken
        /// There is no room for big letters that can be read.
        case plain
        /// No font has this letter, so the text is not in big letters.
        case unlettered(Character)
        /// Nothing draws this letter.
        case undrawable(Character)
    }

    /// What would help.
    package enum Remedy: Equatable, Sendable {
        /// This text in so many characters.
        case shorten(Int)
        /// This and the other labels of its question in so many characters each.
        case shortenAll(Int)
    }

    package let place: FitText
    package let language: String
    package let text: String
    package let size: Size
    package let cells: Display.Cells
    package let problem: Problem
    /// Nil where shorter words would not help, or nobody asked.
    package let remedy: Remedy?
}

extension FitFinding {
    /// What is wrong with what, as in “`ask` of question `visit` in `az` is cut at 80x24”.
    package var message: String { "\(subject) \(complaint)" }

    private var subject: String {
        let what =
            switch place.role {
            case .ask: "`ask`"
            case .consent: "`consent`"
            case .label(let index): "label \(index + 1)"
            case .option(let id): "the label of option `\(id)`"
            case .thanks: "`thanks`"
            }
        return what + (place.question.map { " of question `\($0)`" } ?? "") + " in `\(language)`"
    }

    private var complaint: String {
        let size = "\(size.width)x\(size.height)" + (cells == .half ? "" : " (\(cells.rawValue))")
        return switch problem {
        case .cut: "does not fit and is cut at \(size)"
        case .hidden: "has no room at \(size): only its digit is shown"
        case .broken: "has a word too long for its line at \(size): it is broken inside"
        case .plain: "has no room for big letters at \(size)"
        case .unlettered(let letter): "is not in big letters: no font here has \(Self.name(letter))"
        case .undrawable(let letter) where cells == .half:
            "can't be drawn: neither a font here nor the console's has \(Self.name(letter))"
        case .undrawable(let letter):
            "can't be drawn on a bare console (\(cells.rawValue)): its usual font (Uni2) lacks \(Self.name(letter))"
        }
    }

    /// What to do.
    package var suggestion: String {
        switch (remedy, problem) {
        case (.shorten(let length)?, _): "shorten it to \(length) characters (it has \(text.count))"
        case (.shortenAll(let length)?, _): "shorten each label of this question to \(length) characters"
        case (nil, .unlettered(let letter)): Self.advice(on: letter)
        case (nil, .undrawable(let letter)) where cells == .half: Self.advice(on: letter)
        case (nil, .undrawable): "give the console a font that has it (console-setup), or choose other words"
        case (nil, .broken): "choose shorter words"
        case (nil, .cut), (nil, .hidden), (nil, .plain): "shorten it"
        }
    }

    private static func advice(on letter: Character) -> String {
        let script = LetterScript.of(letter)
        guard let package = script.package else { return "choose other words: this release has no font for them" }
        return "install a font for \(script.name) (apt-get install \(package)), or choose other words"
    }

    /// `“ə” (U+0259)`.
    private static func name(_ letter: Character) -> String {
        let codes = letter.unicodeScalars.map { scalar in
            let hex = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
        }
        return "“\(letter)” (\(codes.joined(separator: " ")))"
    }
}
