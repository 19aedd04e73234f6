import Foundation
import WireProtocol

/// The secret of the notice key in the data folder, mode 0600: made at the first start.
///
/// It signs sentences for thank-you screens and nothing else, and kiosks believe it as long as the signed manifest names
/// it. A backup holds no copy: a collector without it makes another, which central ops allow again.
struct NoticeKeyFile {
    let path: String

    init(data: String) { path = data + "/notice.key" }

    /// Nil, with the reason on stderr, where it can neither be read nor made: answers are taken all the same.
    func signer() -> NoticeSigner? {
        if let text = try? String(contentsOfFile: path, encoding: .utf8) {
            if let signer = NoticeSigner(text: text) { return signer }
            return complain("it holds no key. Remove it, start again, and run smilepost-ops you-said allow.")
        }
        let signer = NoticeSigner()
        guard PrivateFile.write(signer.text + "\n", to: path) else {
            return complain("check its rights and the space of the disk.")
        }
        return signer
    }

    private func complain(_ what: String) -> NoticeSigner? {
        Console.message("\"You said, we did\" can't be published: can't use \(path); \(what)")
        return nil
    }
}
