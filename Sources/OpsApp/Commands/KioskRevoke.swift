import ArgumentParser
import WireProtocol

extension KiosksCommand {
    struct Revoke: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Shuts a kiosk out for good; what it sent is kept.",
            discussion: "It goes on asking and keeps its answers; to take it back, enrol it anew.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The kiosk's id.") var id: String

        func validate() throws {
            let isPlain = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
            guard isPlain, !id.isEmpty, id.utf8.count <= 64 else {
                throw ValidationError("'\(id)' is no id of a kiosk: smilepost-ops kiosks list shows them.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.kiosk(id)) }
            session.message("Kiosk \(id) is shut out; what it sent is kept.")
        }
    }
}
