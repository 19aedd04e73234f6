import CCurl

/// What was said to a mail server and what it answered, as far as it tells whom a refusal is meant for.
///
/// libcurl says goodbye within the same transfer, so that its own "last answer" is that to `QUIT`.
final class Dialogue {
    /// The last command before the goodbye, without what followed it.
    private(set) var command = ""
    /// The number of the last answer before the goodbye; 0 for none.
    private(set) var status = 0
    private var isOver = false

    func heard(_ type: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        guard !isOver else { return }
        switch type {
        case CURLINFO_HEADER_OUT:
            let word = String(decoding: bytes.prefix { (65...90).contains($0) }.prefix(8), as: UTF8.self)
            isOver = word == "QUIT"
            if !isOver, Self.commands.contains(word) { command = word }
        case CURLINFO_HEADER_IN:
            status = Int(String(decoding: bytes.prefix(3), as: UTF8.self)) ?? status
        default: break
        }
    }

    private static let commands: Set = ["EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"]
}
