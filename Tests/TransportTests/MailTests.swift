import Foundation
import TestSupport
import Testing

@testable import Transport

/// Mail over libcurl against a real SMTP server.
struct MailTests {
    private static let from = MailAddress("smilepost@bank.example")

    private func mail(
        to: String = "leyla@bank.example", subject: String = "Ticket 12", text: String = "Due tomorrow\n"
    ) throws -> Mail {
        Mail(
            from: try #require(Self.from), to: try #require(MailAddress(to)), subject: subject, text: text,
            id: "m_12ab", atMS: 1_763_800_000_000)
    }

    private func failure(_ mail: Mail, at server: MailServer) -> MailFailure? {
        do throws(MailFailure) {
            try CurlMail(options: MailOptions(url: server.url)).send(mail)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a mail arrives with its headers, each once, and its text in any script`() throws {
        let server = try MailServer()
        let text =
            "Müştəri narazıdır: «Növbə» — الخروج\n.\nA line of its own dot above, and one of \(String(repeating: "x", count: 300))\n"
        #expect(failure(try mail(subject: "Ticket 12 (high): Gənclik filialı — 🙂", text: text), at: server) == nil)
        let taken = try #require(try server.taken().first)
        #expect(taken.from == "smilepost@bank.example")
        #expect(taken.to == ["leyla@bank.example"])
        #expect(taken.headers["subject"] == "Ticket 12 (high): Gənclik filialı — 🙂")
        #expect(taken.headers["message-id"] == "<m_12ab@bank.example>")
        #expect(taken.headers["date"] == "Sat, 22 Nov 2025 08:26:40 +0000")
        #expect(taken.headers["auto-submitted"] == "auto-generated")
        #expect(taken.counts.values.allSatisfy { $0 == 1 })
        #expect(taken.text.replacingOccurrences(of: "\r\n", with: "\n") == text)
    }

    @Test("no text becomes a header, a recipient or a command of its own", arguments: 0..<40)
    func injection(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "\r\n", "\n", "\r", "Bcc: thief@x.example", "\r\n\r\n", "=?utf-8?Q?=0D=0ABcc:_x@x?=", "\u{0}", "ə",
            "\u{85}", "\u{2028}",
            "\r\n.\r\n", "MAIL FROM:<x@x>", " ", "🙂", "a", "\u{301}", "</b>",
        ]
        let subject = (0..<30).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        let text = EncodedWords.text(of: subject)
        #expect(text.utf8.allSatisfy { (32...126).contains($0) || $0 == 13 || $0 == 10 })
        for line in text.components(separatedBy: "\r\n").dropFirst() { #expect(line.hasPrefix(" =?utf-8?B?")) }
        #expect(
            text.components(separatedBy: "\r\n").allSatisfy {
                $0.utf8.count <= 76 && !$0.contains("\n") && !$0.contains("\r")
            })
    }

    @Test func `a subject full of line ends arrives as one header, to one person`() throws {
        let server = try MailServer()
        #expect(failure(try mail(subject: "Baku\r\nBcc: thief@x.example\r\n\r\nHello ə"), at: server) == nil)
        let taken = try #require(try server.taken().first)
        #expect(taken.to == ["leyla@bank.example"])
        #expect(taken.counts["bcc"] == nil)
        #expect(taken.headers["subject"] == "BakuBcc: thief@x.exampleHello ə")
    }

    @Test(arguments: [
        "", "leyla", "@x", "leyla@", "a@b@c", "leyla@bank.example\r\nBcc: x@x.example", "a b@x.example",
        "<a@x.example>",
        "a@x..example", "ləyla@bank.example", "leyla@bank.exämple", "a@x.example, b@x.example", "\"a\"@x.example",
        String(repeating: "a", count: 65) + "@x.example", "a@[127.0.0.1]", "a@x.example\0",
    ])
    func `what is no plain address is none`(text: String) { #expect(MailAddress(text) == nil) }

    @Test(arguments: ["leyla@bank.example", "o'neil+smile@x", "A.B_c@mail-1.example.org"])
    func `plain addresses are taken as they are`(text: String) { #expect(MailAddress(text)?.text == text) }

    @Test(
        arguments: [
            (["RCPT": ["550 no such mailbox"]], .refused), (["RCPT": ["452 too many"]], .deferred),
            (["DATA": ["554 spam"]], .refused), (["DATA": ["451 later"]], .deferred),
            (["MAIL": ["550 who are you"]], .unavailable), (["MAIL": ["451 later"]], .unavailable),
            (["RCPT": ["421 closing"]], .unavailable), (["DATA": ["close"]], .unavailable),
            (["MAIL": ["close"]], .unavailable),
        ] as [([String: [String]], MailFailure.Kind)])
    func `a refusal is for the one mail, or for all of them`(
        answers: [String: [String]], kind: MailFailure.Kind
    ) throws {
        let failure = failure(try mail(), at: try MailServer(answers: answers))
        #expect(failure?.kind == kind, "\(failure?.message ?? "taken")")
        #expect(failure?.message.contains("leyla") == false)
    }

    @Test func `no server there is told, and every mail waits`() throws {
        let server = try MailServer()
        server.stop()
        #expect(failure(try mail(), at: server)?.kind == .unavailable)
    }

    @Test func `a password goes over TLS only, to the server that ca_file knows`() throws {
        let authority = try TestAuthority()
        let login = (user: "smile", password: "kolu-ridu")
        let server = try MailServer(certificate: try authority.issue("mail"), login: login)
        var options = MailOptions(url: server.url, user: login.user, password: login.password, caFile: authority.file)
        try CurlMail(options: options).send(try mail())
        #expect(try server.taken().count == 1)

        options.password = "wrong"
        #expect(throws: MailFailure.self) { try CurlMail(options: options).send(try mail()) }
        options.password = login.password
        options.caFile = try TestAuthority().file
        let failure = #expect(throws: MailFailure.self) { try CurlMail(options: options).send(try mail()) }
        #expect(failure?.kind == .unavailable)
        #expect(try server.taken().count == 1)
    }

    @Test(arguments: [
        "mail.example", "http://mail.example", "smtp://", "smtp://user:pw@mail.example", "smtp://mail.example/path",
        "file:///etc/passwd",
    ])
    func `what is no mail server's address is told`(url: String) {
        #expect(MailOptions(url: url).fault != nil)
    }

    @Test(arguments: ["smtp://mail.example", "smtps://mail.example:465", "smtp://127.0.0.1:25", "smtp://[::1]:25"])
    func `a mail server's address is taken`(url: String) { #expect(MailOptions(url: url).fault == nil) }
}
