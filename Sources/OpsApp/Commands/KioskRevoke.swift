import ArgumentParser
import WireProtocol

extension KiosksCommand {
    struct Revoke: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Shuts a kiosk out for good; what it sent is kept.",
            discussion: "It goes on asking and keeps its answers; to take it back, enrol it anew.")

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.kiosk(kiosk.id)) }
            session.message("Kiosk \(kiosk.id) is shut out; what it sent is kept.")
        }
    }
}
