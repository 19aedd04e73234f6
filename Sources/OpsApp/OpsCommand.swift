package import ArgumentParser
import Foundation

/// `smilepost-ops`: what central operations do from their own machine.
package struct OpsCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "smilepost-ops",
        abstract: "Central operations of Smilepost: surveys, keys, kiosks and their answers.",
        discussion: """
            Exit codes: 0 done, 1 failed, 64 usage, 65 bad data (such as a survey with errors), 69 collector \
            unavailable, 75 try again later, 78 a setting is missing or wrong.
            """,
        version: OpsVersion.text,
        subcommands: [
            KeysCommand.self, SurveyCommand.self, EnrolTokenCommand.self, BranchesCommand.self, KiosksCommand.self,
            RankingCommand.self, ReportCommand.self, ExportCommand.self, EraseCommand.self, ContactCommand.self,
            AuditCommand.self, UsersCommand.self, TokensCommand.self, WebhooksCommand.self, TicketsCommand.self,
            TicketRulesCommand.self, YouSaidCommand.self,
        ])

    @OptionGroup(title: "The collector") var connection: ConnectionOptions

    package init() {}

    /// Runs the command line of this process and exits.
    package static func start() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        Foundation.exit(run(arguments, in: Session.ofThisProcess()))
    }

    /// Runs one command line and gives its exit code.
    static func run(_ arguments: [String], in session: Session) -> Int32 {
        do {
            var command = try parseAsRoot(arguments)
            if let action = command as? any OpsAction {
                try action.run(in: session)
            } else {
                // Help: the parser's own commands and groups without a subcommand.
                try command.run()
            }
            return 0
        } catch let failure as OpsFailure {
            session.message("smilepost-ops: \(failure.message)")
            return failure.code.rawValue
        } catch {
            return end(error, in: session)
        }
    }

    private static func end(_ error: any Error, in session: Session) -> Int32 {
        let code = exitCode(for: error)
        let text = fullMessage(for: error)
        // A command that has said everything ends with its code alone.
        guard !text.isEmpty else { return code.rawValue }
        if code.isSuccess { try? session.data(text + "\n") } else { session.message(text) }
        return code.rawValue
    }
}

/// A command that does something: its side effects go through the session.
protocol OpsAction: ParsableCommand {
    func run(in session: Session) throws
}

enum OpsVersion {
    static let text = "0.1.0"
    static let userAgent = "smilepost-ops/\(text)"
}
