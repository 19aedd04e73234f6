import ArgumentParser
import Foundation
import SurveyKit
import WireProtocol

struct ContactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "Opens what customers left to be called back.", subcommands: [Reveal.self])

    struct Reveal: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints the contact details of one response.",
            discussion: """
                The collector gives out the sealed details and enters who asked, when and why in its audit log; they are \
                opened on this machine, with a private key that never leaves it. Needs a token of the role agent or higher.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The response's id, as the export has it.") var response: String
        @Option(
            help: ArgumentHelp(
                "Why, in one line of at most 200 characters: kept in the audit log.", valueName: "text"))
        var reason: String
        @Option(
            help: ArgumentHelp(
                "The contact key's file (default: ~/.config/smilepost/contact.key).", valueName: "file"))
        var key: String?
        @OptionGroup var passphrase: PassphraseOptions
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            guard ResponseID(hex: response) != nil else {
                throw ValidationError("'\(response)' is no id of a response: it has 32 digits 0 to 9 and a to f.")
            }
            guard ApiRevealRequest(reason: reason).isReasonable else {
                throw ValidationError("--reason is 1 to \(ApiRevealRequest.longestReason) characters on one line.")
            }
        }

        private struct Revealed: Encodable {
            let response: ResponseID
            let contacts: [Opened]

            struct Opened: Encodable {
                let question: String
                let kind: Contact.Kind
                let value: String
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let file = try KeyFile(path: try path(in: session), as: .contact, option: "--key")
            // The key is opened first: a mistyped passphrase must leave no entry of a reveal that was none.
            let privateKey = try file.privateKey(passphrase: try passphrase.passphrase(of: .contact, in: session))
            let answer = try asking {
                try client.send(
                    .post, Api.Path.reveal(response), ApiRevealRequest(reason: reason), as: ApiReveal.self)
            }
            // The id is the one asked for, whatever the collector says: the envelope is bound to it.
            let id = ResponseID(uncheckedHex: response)
            let opened = try answer.contacts.map { sealed in
                let contact = try open(sealed, with: privateKey, id)
                return Revealed.Opened(question: sealed.question, kind: contact.kind, value: contact.value)
            }
            guard !json else { return try session.json(Revealed(response: id, contacts: opened)) }
            try session.data(opened.map { "\($0.kind.rawValue) \($0.value)".printable() + "\n" }.joined())
        }

        private func path(in session: Session) throws(OpsFailure) -> String {
            if let key { return key }
            return KeyKind.contact.path(beside: try KeyOptions.defaultPath(in: session, orElse: "--key"))
        }

        private func open(
            _ sealed: ApiSealedContact, with privateKey: Data, _ id: ResponseID
        ) throws(OpsFailure) -> Contact {
            do {
                return try sealed.envelope.opened(with: privateKey, response: id)
            } catch {
                let what = "\(sealed.question) of \(response): \(error)"
                switch error {
                case .otherKey(let sealedTo, _):
                    throw OpsFailure(.badSettings, "\(what); give the file of contact key \(sealedTo) with --key")
                case .unknownVersion:
                    throw OpsFailure(.badData, "\(what); use a newer smilepost-ops")
                case .badKey, .tooLong, .malformed, .doesNotOpen, .notAContact:
                    throw OpsFailure(.badData, "\(what); it can't be read by anybody, so have the kiosk looked at")
                }
            }
        }
    }
}
