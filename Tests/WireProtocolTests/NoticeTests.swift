import Foundation
import SurveyKit
import TestSupport
import Testing
import WireProtocol

/// What a branch says on the thank-you screen: how it is written, what can be said, and who is believed.
struct NoticeTests {
    private let signer = NoticeSigner()
    private let words = Notice.Words(
        text: "A second till is open.", texts: ["az": "İkinci kassa."], until: "2026-12-31")

    private func notice(branch: String = "baku", issuedMS: Int64 = 5) -> Notice {
        Notice(branch: branch, issuedMS: issuedMS, words: words)
    }

    private func refusal(
        of envelope: Envelope, key: NoticeKey? = nil, noKey: Bool = false, after heldMS: Int64? = nil
    ) -> Notice.Refusal? {
        do {
            _ = try Notice(envelope, key: noKey ? nil : key ?? signer.key, branch: "baku", after: heldMS)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a notice, a withdrawal and the key are written so`() throws {
        try WireText.expect(
            notice(),
            isWritten: #"{"branch":"baku","issued_ms":5,"words":{"text":"A second till is open.","#
                + #""texts":{"az":"İkinci kassa."},"until":"2026-12-31"}}"#)
        try WireText.expect(
            Notice(branch: "b", issuedMS: 5, words: Notice.Words(text: "x", until: "2026-12-31")),
            isWritten: #"{"branch":"b","issued_ms":5,"words":{"text":"x","until":"2026-12-31"}}"#)
        try WireText.expect(
            Notice(branch: "b", issuedMS: 6, words: nil), isWritten: #"{"branch":"b","issued_ms":6}"#)
        let key = try #require(NoticeSigner(text: Data(0..<32).base64EncodedString())).key
        try WireText.expect(
            Manifest(manifest: 4, surveys: [], noticeKey: key),
            isWritten: #"{"manifest":4,"notice_key":"A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=","surveys":[]}"#)
        let bad = Data(#"{"manifest":4,"notice_key":"AAAA","surveys":[]}"#.utf8)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Manifest.self, from: bad) }
    }

    @Test func `the next manifest keeps the notice key unless it is told another`() {
        let manifest = Manifest(manifest: 4, surveys: [], noticeKey: signer.key)
        #expect(manifest.next(contactKey: nil).noticeKey == signer.key)
        #expect(manifest.next(noticeKey: nil) == Manifest(manifest: 5, surveys: []))
    }

    @Test func `a signer is the same from its text, and never shows its secret`() throws {
        let again = try #require(NoticeSigner(text: signer.text + "\n"))
        #expect(again.key == signer.key)
        #expect(refusal(of: try again.sign(notice())) == nil)
        #expect("\(signer) \(String(reflecting: signer))".contains(signer.key.id))
        #expect(!"\(signer) \(String(reflecting: signer))".contains(signer.text.prefix(10)))
        for text in ["", "x", Data(0..<31).base64EncodedString()] { #expect(NoticeSigner(text: text) == nil) }
    }

    @Test func `what was signed by the key, for the branch and newer, is taken`() throws {
        let envelope = try signer.sign(notice())
        #expect(try Notice(envelope, key: signer.key, branch: "baku", after: 4) == notice())
        #expect(try Notice(envelope, key: signer.key, branch: "baku", after: nil) == notice())
        let read = try JSONDecoder().decode(Envelope.self, from: JSONEncoder().encode(envelope))
        #expect(refusal(of: read) == nil)
    }

    @Test func `any changed byte is refused`() throws {
        let signed = try signer.sign(notice())
        let signature = try #require(signed.signatures.first)
        for (bit, index) in signed.payload.indices.map({ (UInt8(1) << ($0 % 8), $0) }) {
            var payload = signed.payload
            payload[index] ^= bit
            let envelope = Envelope(type: signed.type, payload: payload, signatures: signed.signatures)
            #expect(refusal(of: envelope) == .badSignature, "payload byte \(index)")
        }
        for index in signature.signature.indices {
            var bytes = signature.signature
            bytes[index] ^= UInt8(1) << (index % 8)
            let envelope = Envelope(
                type: signed.type, payload: signed.payload, signatures: [.init(key: signature.key, signature: bytes)])
            #expect(refusal(of: envelope) == .badSignature, "signature byte \(index)")
        }
        let renamed = Envelope(type: Envelope.manifestType, payload: signed.payload, signatures: signed.signatures)
        #expect(refusal(of: renamed) == .badSignature)
        #expect(refusal(of: Envelope(type: signed.type, payload: signed.payload, signatures: [])) == .badSignature)
    }

    @Test func `what was signed as a manifest is no notice, and a notice no manifest`() throws {
        let payload = try JSONEncoder().encode(notice())
        let raw = try #require(Data(base64Encoded: signer.text))
        let manifest = try Envelope(signing: payload, type: Envelope.manifestType, privateKey: raw)
        #expect(refusal(of: manifest) == .badSignature)
        #expect(try !signer.sign(notice()).isSigned(by: signer.key.publicKey, as: Envelope.manifestType))
    }

    @Test func `another key, another branch, an older one, and one without a key are refused`() throws {
        let envelope = try signer.sign(notice())
        #expect(refusal(of: envelope, key: NoticeSigner().key) == .badSignature)
        #expect(refusal(of: envelope, noKey: true) == .noKey)
        #expect(refusal(of: try signer.sign(notice(branch: "ganja"))) == .otherBranch)
        for heldMS: Int64 in [5, 6, .max] { #expect(refusal(of: envelope, after: heldMS) == .old) }
    }

    /// The key's holder could sign them; no kiosk has to draw them.
    @Test(arguments: [
        "", " padded", "two\nlines", "esc\u{1B}[2J", "bell\u{7}", "c1\u{9B}2J", "turned\u{202E}", "joined\u{200D}",
        String(repeating: "x", count: 121), "e" + String(repeating: "\u{301}", count: 500), "😀",
    ])
    func `what can't be shown is refused although it is signed`(text: String) throws {
        let bad = [
            Notice.Words(text: text, until: "2026-12-31"),
            Notice.Words(text: "Good.", texts: ["az": text], until: "2026-12-31"),
        ]
        for words in bad {
            #expect(refusal(of: try signer.sign(Notice(branch: "baku", issuedMS: 5, words: words))) == .unreadable)
        }
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        #expect(Notice.Words(text: text, until: "2026-12-31").tidy.faults.isEmpty == (trimmed == "padded"))
    }

    @Test func `whatever is drawn from letters of many scripts is kept as it was tidied`() {
        var generator = SeededGenerator(seed: 7)
        let letters = Array("abcyzəğıöşüçАбвгдייקכاختبار你好 –.,!?'\"<>&%{}é")
        for _ in 0..<500 {
            let count = Int.random(in: 1...140, using: &generator)
            let text = String((0..<count).map { _ in letters.randomElement(using: &generator) ?? "a" })
            let words = Notice.Words(text: text, until: "2026-02-28").tidy
            #expect(words.tidy == words)
            #expect(words.faults.isEmpty == (1...Notice.maximumCharacters).contains(words.text.count))
        }
    }

    @Test func `days and languages that are none are named`() {
        for day in ["", "2026-02-30", "31.12.2026", "2026-1-1"] {
            #expect(
                Notice.Words(text: "x", until: day).faults == ["The last day must be written like 2026-12-31."])
        }
        for code in ["", "e", "english", "../x", "az\u{1B}"] {
            let words = Notice.Words(text: "x", texts: [code: "y"], until: "2026-12-31")
            #expect(words.faults.count == 1 && words.faults[0].contains("is no language"), "\(code)")
        }
        #expect(
            Notice.Words(text: "x", texts: ["az-Cyrl": " ", "ar": "y"], until: "2026-12-31").tidy.texts == ["ar": "y"])
    }

    @Test(arguments: [
        ("Asia/Baku", "2026-12-31T20:00:00Z"), ("UTC", "2027-01-01T00:00:00Z"),
        ("America/New_York", "2027-01-01T05:00:00Z"),
    ])
    func `the last day ends in the branch's time`(zone: String, end: String) throws {
        let moment = try #require(ISO8601DateFormatter().date(from: end))
        #expect(
            words.endMS(in: try #require(TimeZone(identifier: zone))) == Int64(moment.timeIntervalSince1970) * 1_000)
    }

    @Test func `a last day before the clocks change ends at the new midnight`() throws {
        // In Beirut, clocks go forward at midnight: that day begins at one o'clock.
        let zone = try #require(TimeZone(identifier: "Asia/Beirut"))
        let end = Notice.Words(text: "x", until: "2026-03-28").endMS(in: zone)
        let moment = try #require(ISO8601DateFormatter().date(from: "2026-03-28T22:00:00Z"))
        #expect(end == Int64(moment.timeIntervalSince1970) * 1_000)
        #expect(Notice.Words(text: "x", until: "soon").endMS(in: zone) == nil)
    }
}
