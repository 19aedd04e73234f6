import CCurl
import Foundation
import WireProtocol

/// Mail over libcurl's SMTP: one connection a mail.
package final class CurlMail: MailExchange {
    private let options: MailOptions
    private let abortFlag = AbortFlag()

    package init(options: MailOptions) { self.options = options }

    package func send(_ mail: Mail) throws(MailFailure) {
        do {
            try transfer(mail)
        } catch let failure as MailFailure {
            throw failure
        } catch {
            throw MailFailure(kind: .unavailable, message: "the mail could not be made ready: \(error)")
        }
    }

    /// Ends the mail under way within a second, and fails every later one.
    package func abort() { abortFlag.raise() }

    private func transfer(_ mail: Mail) throws {
        let handle = try EasyHandle()
        try handle.reset()
        try handle.apply(options)
        try handle.set(CURLOPT_MAIL_FROM, "<\(mail.from)>")
        let (recipients, headers) = (HeaderList(), HeaderList())
        try recipients.append("<\(mail.to)>")
        for line in mail.headerLines { try headers.append(line) }
        try handle.set(CURLOPT_MAIL_RCPT, recipients)
        try handle.set(CURLOPT_HTTPHEADER, headers)
        let text = try handle.setMailText(mail.text)
        let dialogue = Dialogue()
        try handle.listen(dialogue)
        // The server's answers are a few lines.
        let reception = Reception(maximumBytes: 0, abort: abortFlag)
        let (code, _) = try withExtendedLifetime((recipients, headers, text, dialogue)) {
            try handle.perform(into: reception)
        }
        guard code != CURLE_OK else { return }
        throw MailFailure(
            kind: Self.kind(dialogue.status, after: dialogue.command),
            message: Self.words(handle.words(for: code), dialogue.status))
    }

    /// - Parameter command: The last one the server was given: what it refuses is this mail from `RCPT` on, and any mail
    ///   before that.
    static func kind(_ status: Int, after command: String) -> MailFailure.Kind {
        guard ["RCPT", "DATA"].contains(command), status != 421 else { return .unavailable }
        return switch status {
        case 500...599: .refused
        case 400...499: .deferred
        default: .unavailable
        }
    }

    private static func words(_ words: String, _ status: Int) -> String {
        let number = status > 0 && !words.contains("\(status)") ? " (the server's last answer: \(status))" : ""
        return "mail server: \(words)\(number)"
    }
}
