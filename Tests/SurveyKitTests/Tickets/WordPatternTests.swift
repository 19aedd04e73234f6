import Foundation
import TestSupport
import Testing

@testable import SurveyKit

/// A word is found whatever its case and accents, as a whole, in any script.
@Suite struct WordPatternTests {
    private func isFound(_ word: String, in text: String) throws -> Bool {
        try #require(WordPattern(word)).isIn(FoldedText(text))
    }

    @Test(arguments: [
        ("rude", "The clerk was RUDE."), ("rude", "rude"), ("rude", "(rude)"), ("növbə", "NOVBƏ çox uzun"),
        ("novbə", "Növbə: 40 dəqiqə"), ("kobud", "KOBUD idi"), ("istanbul", "İSTANBUL"), ("ılık", "ILIK çay"),
        ("strasse", "in der Straße"), ("οδος", "ΟΔΟΣ"), ("очередь", "Очередь!"), ("ёлка", "елка"),
        ("انتظار", "كان الاِنْتِظَار طويلا، انتظار"), ("שירות", "שֵׁירוּת גרוע"), ("wait time", "the wait\n  time"),
        ("é", "e\u{301}"), ("ﬁne", "FINE"), ("ｆｕｌｌ", "full"), ("差", "服务很差"), ("サービス", "サービスが悪い"),
        ("แย่", "บริการแย่มาก"), ("24", "24/7"), ("to-do", "a to-do list"), ("सेवा", "सेवा खराब थी"),
    ])
    func `it is found`(word: String, text: String) throws { #expect(try isFound(word, in: text)) }

    @Test(arguments: [
        ("rude", "crude oil"), ("rude", "rudeness"), ("rude", "rude2"), ("növ", "növbə"), ("انتظار", "الانتظارات"),
        ("кот", "который"), ("कम", "कमरा"), ("कि", "की"), ("wait time", "waittime"), ("rude", ""), ("24", "240"),
    ])
    func `another word that holds it is none`(word: String, text: String) throws {
        #expect(try !isFound(word, in: text))
    }

    @Test(arguments: ["", " ", "!!", "\u{200D}"]) func `what has no letters is no word`(word: String) {
        #expect(WordPattern(word) == nil)
    }

    @Test("between other words it is found, glued to letters it is not", arguments: 0..<200)
    func property(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let letters = Array("abcdeəöğıçşабвгдאבגدهو0189")
        func word() -> String {
            String(
                (0..<Int.random(in: 1...6, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
        }
        let wanted = word()
        let separators = [" ", ", ", "\n", "—", ".", " «", "!"]
        var others = (0..<6).map { _ in word() }
        let folded = FoldedText(wanted)
        others.removeAll { FoldedText($0) == folded }
        let before = others.joined(separator: separators.randomElement(using: &random) ?? " ")
        let separator = separators.randomElement(using: &random) ?? " "
        let changed = Bool.random(using: &random) ? wanted.uppercased() : wanted.decomposedStringWithCanonicalMapping
        #expect(try isFound(wanted, in: before + separator + changed + separator + before))
        #expect(try !isFound(wanted, in: "z" + changed + "z"))
    }
}
