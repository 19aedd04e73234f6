package import ArgumentParser
import CollectorStore
import ConfigFile
import Foundation
import Glibc
import WireProtocol

/// `smilepost-collector`.
package struct CollectorCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "smilepost-collector",
        abstract: "The centre of Smilepost: takes answers from kiosks and shows the scores.",
        subcommands: [
            ServeCommand.self, ImportCommand.self, BackupCommand.self, RestoreCommand.self, EraseCommand.self,
            RecountCommand.self, UserCommand.self, TokenCommand.self, LoginLinkCommand.self,
        ])

    package init() {}

    /// Runs the command line of this process and exits with the codes of docs/architecture.md.
    package static func start() async {
        // Whatever is made here is the collector's own account's only.
        umask(0o077)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            end(failure)
        } catch let problem as ConfigError {
            end(CommandFailure(.badConfig, problem.description))
        } catch let error as CollectorStoreError {
            end(CommandFailure(.unavailable, error.description))
        } catch let problem as Problem {
            end(CommandFailure(problem.retry == .later ? .tryAgain : .failed, problem.detail))
        } catch {
            exit(withError: error)
        }
    }

    private static func end(_ failure: CommandFailure) -> Never {
        Console.message("smilepost-collector: \(failure.message)")
        Foundation.exit(failure.code.rawValue)
    }
}
