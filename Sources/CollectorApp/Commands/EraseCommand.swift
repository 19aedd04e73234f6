import ArgumentParser
import CollectorStore
import Foundation
import SurveyKit
import WireProtocol

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase what customers said, for good; works while the collector runs.",
        discussion:
            "The erasure log DIR/\(CollectorStore.erasureLogName) remembers the ids, so that nothing comes back "
            + "from a kiosk, a stick or a backup. Backups that were made before still hold the answers.")

    @OptionGroup var options: StoreOptions

    @Argument(help: "Ids of responses, as the export has them.")
    var responses: [String]

    @Option(help: "Why, in one line of at most 200 characters; it should name nobody.")
    var reason: String

    func validate() throws {
        for response in responses where ResponseID(hex: response) == nil {
            throw ValidationError("'\(response)' is no id of a response: it has 32 digits 0 to 9 and a to f.")
        }
        guard ApiRevealRequest(reason: reason).isReasonable else {
            throw ValidationError("--reason is 1 to \(ApiRevealRequest.longestReason) characters on one line.")
        }
    }

    func run() async throws {
        let store = try options.store(try options.configuration())
        var missing: [String] = []
        for response in responses.compactMap({ ResponseID(hex: $0) }) {
            let isHere = try await erase(response, from: store, by: .console)
            if !isHere { missing.append(response.hex) }
        }
        try store.close()
        guard missing.isEmpty else {
            throw CommandFailure(
                .badData,
                "not here: \(missing.joined(separator: ", ")); take the ids from the export, and erase what "
                    + "still waits on a kiosk when it has arrived")
        }
    }

    /// False where there is no such response.
    private func erase(_ response: ResponseID, from store: CollectorStore, by actor: AuditActor) async throws -> Bool {
        do {
            let outcome = try await store.erase(
                response, by: actor, reason: reason.trimmingWhitespace, nowMS: Collector.systemTime())
            Console.message(
                outcome == .erasedBefore ? "\(response.hex) was erased before." : "Erased \(response.hex).")
            return true
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
    }
}

extension AuditActor {
    /// Whoever may run the collector's own commands, which ask for no password.
    static let console = AuditActor(name: "\(NSUserName()) at the collector's console", role: .admin, token: nil)
}
