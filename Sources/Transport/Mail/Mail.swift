/// One mail to one person: plain text, whatever its characters.
package struct Mail: Equatable, Sendable {
    package let from: MailAddress
    package let to: MailAddress
    /// On one line; control characters in it are left out.
    package let subject: String
    /// Lines end with a newline.
    package let text: String
    /// Stays the same when the mail is sent again, so that a mailbox can tell: letters, digits, `.`, `-` and `_`.
    package let id: String
    /// When it was written, ms since 1970.
    package let atMS: Int64

    package init(from: MailAddress, to: MailAddress, subject: String, text: String, id: String, atMS: Int64) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.id = id
        self.atMS = atMS
    }
}

/// An address that can't bring a second header, a second recipient or a command with it.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    /// As given.
    package let text: String

    /// Nil unless `text` is `local@host.name` in ASCII, of at most 254 characters, without quotes, comments or spaces.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), text.utf8.count <= 254,
            parts[0].allSatisfy(Self.isLocal), Self.isHost(parts[1])
        else { return nil }
        self.text = text
    }

    /// What comes after the `@`.
    var host: Substring { text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...] }

    package var description: String { text }

    private static func isLocal(_ byte: UInt8) -> Bool {
        // The "atext" of RFC 5322 and dots.
        isAlphanumeric(byte) || "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
    }

    private static func isHost(_ host: Substring.UTF8View) -> Bool {
        host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: false
        }
    }
}

/// The mail server, as those who send see it: the seam where tests put their own.
package protocol MailExchange: Sendable {
    /// Hands one mail over and waits for the server's word, on the calling thread.
    ///
    /// - Throws: `MailFailure`; after one that is not `refused` the server may have the mail all the same.
    func send(_ mail: Mail) throws(MailFailure)
}

/// Why a mail was not taken.
package struct MailFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The server will never take this mail, or never for this person.
        case refused
        /// It does not take this one now.
        case deferred
        /// No mail gets through: no server, no TLS, a wrong password, a sender it does not know.
        case unavailable
    }

    package let kind: Kind
    /// For admins: the library's words, and the server's number where there is one; no address and no text.
    package let message: String

    package init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }
}
