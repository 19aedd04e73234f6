import Foundation
import SurveyKit
import TestSupport
import Testing

struct AnswerTests {
    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private func answer(_ json: String) throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: Data(json.utf8))
    }

    @Test func `Scores are numbers, options and texts strings, several options an array`() throws {
        #expect(try json(Answer.score(0)) == "0")
        #expect(try json(Answer.option("yes")) == #""yes""#)
        #expect(try json(Answer.text("a/b \"c\"")) == #""a/b \"c\"""#)
        #expect(try json(Answer.options(["a", "b"])) == #"["a","b"]"#)
        #expect(try json(Answer.options([])) == "[]")
    }

    @Test func `Answers read back, a text as an option`() throws {
        #expect(try answer("10") == .score(10))
        #expect(try answer(#""yes""#) == .option("yes"))
        #expect(try answer(#"["a","b"]"#) == .options(["a", "b"]))
        #expect(try answer(try json(Answer.text("free words"))) == .option("free words"))
        // A number in quotes is no score.
        #expect(try answer(#""5""#) == .option("5"))
    }

    @Test func `A contact is an object that reads back as it was sealed`() throws {
        let envelope = ContactEnvelope(
            key: "0123456789abcdef", enc: Data(repeating: 1, count: 32), box: Data(repeating: 2, count: 64))
        #expect(envelope.isWellFormed)
        #expect(try answer(try json(Answer.contact(envelope))) == .contact(envelope))
        let empty = ContactEnvelope(key: envelope.key, enc: envelope.enc, box: Data(count: 16))
        #expect(!empty.isWellFormed)
    }

    @Test(arguments: ["null", "1.5", "true", "{}", "[1]"])
    func `Other JSON is no answer`(json: String) {
        #expect(throws: DecodingError.self) { try answer(json) }
    }

    @Test func `The words for ends and skips are fixed`() {
        #expect(Completion.allCases.map(\.rawValue) == ["done", "skipped", "timeout", "left"])
        #expect([SkipReason.customer, .unsupported, .noKey].map(\.rawValue) == ["customer", "unsupported", "no-key"])
    }

    @Test func `A draft survives its storage`() throws {
        var draft = Examples.draft(id: Examples.responseID(1), completion: nil)
        draft.answers["reason"] = .options(["queue"])
        draft.skips["contact"] = .customer
        let stored = try JSONEncoder().encode(draft)
        #expect(try JSONDecoder().decode(Draft.self, from: stored) == draft)
    }

    @Test func `A moment moves on both clocks`() {
        let later = Examples.start.advanced(by: 1_500)
        #expect(later.bootMS - Examples.start.bootMS == 1_500)
        #expect(later.wallMS - Examples.start.wallMS == 1_500)
        #expect(later.boot == Examples.start.boot)
        #expect(later.clock == Examples.start.clock)
    }
}
