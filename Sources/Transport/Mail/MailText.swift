import CCurl
import Foundation

/// Owns the body of a mail: one part of plain text, which libcurl encodes so that any server takes it.
final class MailText {
    let parts: OpaquePointer

    /// Nil where memory is short.
    init?(_ text: String, for handle: UnsafeMutableRawPointer) {
        guard let parts = curl_mime_init(handle) else { return nil }
        self.parts = parts
        // Lines of a mail end with CRLF; a lone newline would be written as an encoded character.
        let bytes = Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8)
        let part = curl_mime_addpart(parts)
        let codes = [
            bytes.withUnsafeBytes { curl_mime_data(part, $0.baseAddress, $0.count) },
            curl_mime_type(part, "text/plain; charset=utf-8"), curl_mime_encoder(part, "quoted-printable"),
        ]
        guard codes.allSatisfy({ $0 == CURLE_OK }) else { return nil }
    }

    deinit { curl_mime_free(parts) }
}
