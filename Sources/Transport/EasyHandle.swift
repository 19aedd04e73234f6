import CCurl
import Foundation
import Glibc
import WireProtocol

/// Owns one libcurl easy handle, and with it its open connections, DNS cache and TLS sessions.
///
/// One thread at a time may use it (libcurl's rule), and so it is not Sendable: `CurlExchange` keeps it behind its lock.
final class EasyHandle {
    private let handle: UnsafeMutableRawPointer
    /// libcurl writes its words about a failure here; it must stay in place as long as the handle.
    private let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    /// The moment by which certificates are judged; libcurl looks at it during a handshake.
    private let moment = UnsafeMutablePointer<time_t>.allocate(capacity: 1)

    /// libcurl's one initialisation of the process, at the first exchange.
    ///
    /// Loading its shared libraries costs a program that links it about 12 ms at its start in any case.
    private static let globalInit: CURLcode = {
        // With CURLOPT_NOSIGNAL libcurl no longer ignores SIGPIPE around its own writes.
        signal(SIGPIPE, SIG_IGN)
        return smilepost_curl_global_init()
    }()

    init() throws(HTTPFailure) {
        guard Self.globalInit == CURLE_OK, let handle = curl_easy_init() else {
            throw HTTPFailure(kind: .network, message: "libcurl cannot start: is memory short on this machine?")
        }
        self.handle = handle
        moment.initialize(to: 0)
    }

    deinit {
        curl_easy_cleanup(handle)
        errorText.deallocate()
        moment.deallocate()
    }

    /// Forgets the options of the request before; connections stay open.
    func reset() throws(HTTPFailure) {
        curl_easy_reset(handle)
        errorText.update(repeating: 0)
        try check(smilepost_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText.baseAddress))
    }

    /// Has the dates of certificates compared with this moment (ms since 1970), and not with the system's clock.
    func judgeCertificates(atMS ms: Int64) throws(HTTPFailure) {
        moment.pointee = time_t(ms / 1_000)
        try check(smilepost_curl_judge_at(handle, moment))
    }

    func set(_ option: CURLoption, _ value: Int) throws(HTTPFailure) {
        try check(smilepost_curl_set_long(handle, option, value))
    }

    func set(_ option: CURLoption, _ value: String?) throws(HTTPFailure) {
        try check(smilepost_curl_set_string(handle, option, value))
    }

    func set(_ option: CURLoption, _ headers: HeaderList) throws(HTTPFailure) {
        try check(smilepost_curl_set_list(handle, option, headers.first))
    }

    /// The bytes are not copied: they must stay in place until the transfer is over.
    func setBody(_ bytes: UnsafeRawBufferPointer) throws(HTTPFailure) {
        try check(smilepost_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)))
        if let start = bytes.baseAddress, !bytes.isEmpty {
            try check(smilepost_curl_set_pointer(handle, CURLOPT_POSTFIELDS, start))
        } else {
            try check(smilepost_curl_set_string(handle, CURLOPT_COPYPOSTFIELDS, ""))
        }
    }

    /// Runs one transfer into `reception` and gives libcurl's code and the answer's status.
    func perform(into reception: Reception) throws(HTTPFailure) -> (code: CURLcode, status: Int) {
        let context = Unmanaged.passUnretained(reception).toOpaque()
        try setReceivers(context)
        let code = withExtendedLifetime(reception) { curl_easy_perform(handle) }
        if code == CURLE_ABORTED_BY_CALLBACK {
            // A name lookup under way would hold up the cleanup for as long as the resolver's own timeout.
            try set(CURLOPT_QUICK_EXIT, 1)
        }
        return (code, number(CURLINFO_RESPONSE_CODE))
    }

    /// libcurl's words about the last failure: its error buffer, else its sentence for the code, with the operating
    /// system's reason where there was one.
    func words(for code: CURLcode) -> String {
        let told = errorText.baseAddress.map { String(cString: $0) } ?? ""
        let text = told.isEmpty ? String(cString: curl_easy_strerror(code)) : told
        let errno = number(CURLINFO_OS_ERRNO)
        let reason = errno == 0 ? "" : " (\(String(cString: strerror(Int32(truncatingIfNeeded: errno)))))"
        return text + (text.contains(reason.dropFirst(2).dropLast()) ? "" : reason)
    }

    /// OpenSSL's verdict on the certificate that failed, be it the collector's or a proxy's.
    var certificateVerdict: Int {
        let proxy = number(CURLINFO_PROXY_SSL_VERIFYRESULT)
        return proxy != 0 ? proxy : number(CURLINFO_SSL_VERIFYRESULT)
    }

    /// What a proxy answered to the wish for a tunnel; 0 where there was none.
    var tunnelStatus: Int { number(CURLINFO_HTTP_CONNECTCODE) }

    private func setReceivers(_ context: UnsafeMutableRawPointer) throws(HTTPFailure) {
        try check(
            smilepost_curl_set_receiver(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return EasyHandle.reception(context)?.receiveBody(piece) == true ? piece.count : 0
            })
        try check(
            smilepost_curl_set_receiver(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return EasyHandle.reception(context)?.receiveHeader(line) == true ? line.count : 0
            })
        try check(
            smilepost_curl_set_progress(handle) { context, _, _, _, _ in
                EasyHandle.reception(context)?.isAborted == false ? 0 : 1
            })
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA] {
            try check(smilepost_curl_set_pointer(handle, option, context))
        }
        try set(CURLOPT_NOPROGRESS, 0)
    }

    /// The callbacks run inside `perform`, which keeps the reception alive.
    private static func reception(_ context: UnsafeMutableRawPointer?) -> Reception? {
        context.map { Unmanaged<Reception>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Sets the text of a mail; it must be kept until the transfer is over.
    func setMailText(_ text: String) throws(HTTPFailure) -> MailText {
        guard let mail = MailText(text, for: handle) else {
            throw HTTPFailure(kind: .network, message: "out of memory: close other programs")
        }
        try check(smilepost_curl_set_mime(handle, mail.parts))
        return mail
    }

    /// Has `dialogue` hear the commands and answers of the next transfer; it must be kept until that is over.
    func listen(_ dialogue: Dialogue) throws(HTTPFailure) {
        try check(
            smilepost_curl_set_listener(handle) { _, type, bytes, size, context in
                guard let context, let bytes else { return 0 }
                Unmanaged<Dialogue>.fromOpaque(context).takeUnretainedValue()
                    .heard(type, UnsafeRawBufferPointer(start: bytes, count: size))
                return 0
            })
        try check(
            smilepost_curl_set_pointer(handle, CURLOPT_DEBUGDATA, Unmanaged.passUnretained(dialogue).toOpaque()))
        try set(CURLOPT_VERBOSE, 1)
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        return smilepost_curl_get_long(handle, info, &value) == CURLE_OK ? value : 0
    }

    private func check(_ code: CURLcode) throws(HTTPFailure) {
        guard code == CURLE_OK else {
            throw HTTPFailure(
                kind: .network,
                message: "libcurl does not take a setting (\(String(cString: curl_easy_strerror(code)))): "
                    + "install libcurl 7.85 or later with OpenSSL")
        }
    }
}

/// Owns a libcurl list of header lines.
final class HeaderList {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    deinit { curl_slist_free_all(first) }

    func append(_ line: String) throws(HTTPFailure) {
        guard let longer = curl_slist_append(first, line) else {
            throw HTTPFailure(kind: .network, message: "out of memory: close other programs")
        }
        first = longer
    }
}
