import ArgumentParser
import Foundation
import SurveyKit
import WireProtocol

struct EraseCommand: OpsAction {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erases what a customer said, for good.",
        discussion: """
            The collector deletes the answers, comments and sealed contact details, and remembers only that there was a \
            response, who erased it and why. Needs a token of the role ops or admin.
            """)

    @OptionGroup var ops: OpsCommand
    @Argument(help: "The response's id, as the export has it.") var response: String
    @Option(
        help: ArgumentHelp(
            "Why, in one line of at most 200 characters: kept in the audit log.", valueName: "text"))
    var reason: String

    func validate() throws {
        guard ResponseID(hex: response) != nil else {
            throw ValidationError("'\(response)' is no id of a response: it has 32 digits 0 to 9 and a to f.")
        }
        guard ApiRevealRequest(reason: reason).isReasonable else {
            throw ValidationError("--reason is 1 to \(ApiRevealRequest.longestReason) characters on one line.")
        }
    }

    func run(in session: Session) throws {
        let client = try ops.connection.client(in: session)
        let query = "?reason=" + (reason.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
        _ = try asking { try client.send(.delete, Api.Path.response(response) + query) }
        session.message("Erased \(response). Backups of the collector made before still hold it.")
    }
}
