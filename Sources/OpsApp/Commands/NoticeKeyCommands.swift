import ArgumentParser
import Foundation
import WireProtocol

extension YouSaidCommand {
    struct Allow: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Signs, with the release key, that kiosks may believe this collector's sentences: once.",
            discussion: """
                The collector signs sentences with a notice key of its own, because the release key does not lie there. The \
                signed manifest names the notice key, and so kiosks believe it, for sentences on the thank-you screen and \
                nothing else.
                """)

        @OptionGroup var ops: OpsCommand
        @OptionGroup var key: KeyOptions
        @OptionGroup var passphrase: PassphraseOptions

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.noticeKey, as: ApiNoticeKey.self) }
            guard let noticeKey = NoticeKey(key: answer.key) else {
                throw OpsFailure(.unavailable, "what \(client.base) names as its notice key is none: have it checked")
            }
            let isNew = try allow(noticeKey, at: client, key: key, passphrase, in: session)
            try session.data(noticeKey.id + "\n")
            session.message(
                isNew
                    ? "Kiosks believe sentences signed by notice key \(noticeKey.id) from their next check-in on."
                    : "Notice key \(noticeKey.id) was allowed before: nothing was changed.")
        }
    }

    struct Forbid: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Signs that kiosks believe no sentences any more: they say nothing beside the thanks then.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var key: KeyOptions
        @OptionGroup var passphrase: PassphraseOptions

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            session.message(
                try allow(nil, at: client, key: key, passphrase, in: session)
                    ? "Kiosks believe no sentences from their next check-in on."
                    : "No notice key was allowed before: nothing was changed.")
        }
    }
}

extension OpsAction {
    /// Has the next manifest name another notice key, or none.
    ///
    /// - Returns: False, and nothing signed, where the manifest says so already.
    fileprivate func allow(
        _ noticeKey: NoticeKey?, at client: CollectorClient, key: KeyOptions, _ passphrase: PassphraseOptions,
        in session: Session
    ) throws -> Bool {
        let file = try KeyFile(path: try key.path(in: session))
        let desk = ManifestDesk(client: client, publicKey: file.publicKey)
        guard let current = try asking({ try desk.current() }), let entry = current.surveys.last else {
            throw OpsFailure(.failed, "nothing is published at \(client.base) yet: publish a survey first")
        }
        guard current.noticeKey != noticeKey else { return false }
        let blob = try asking { try desk.blob(of: entry) }
        let privateKey = try file.privateKey(passphrase: try passphrase.passphrase(in: session))
        _ = try asking { try desk.publish(current.next(noticeKey: noticeKey), blob: blob, privateKey: privateKey) }
        return true
    }
}
