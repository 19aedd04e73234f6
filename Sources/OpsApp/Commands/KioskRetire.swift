import ArgumentParser
import WireProtocol

extension KiosksCommand {
    struct Retire: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Takes a kiosk out of service: it asks nobody and keeps what it holds.",
            discussion: """
                It hears of it when it next asks, and comes back after smilepost-ops kiosks unretire; its screen says \
                that it is out of service.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The kiosk's id.") var id: String

        func validate() throws { try KiosksCommand.check(id) }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.put, Api.Path.retirement(id)) }
            session.message("Kiosk \(id) is out of service from its next contact on; what it holds is kept.")
        }
    }

    struct Unretire: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Takes a retired kiosk back into service.",
            discussion: "It asks about once an hour; smilepost-kiosk sync on it makes it ask now.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The kiosk's id.") var id: String

        func validate() throws { try KiosksCommand.check(id) }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.retirement(id)) }
            session.message("Kiosk \(id) is back in service; it hears of it within an hour.")
        }
    }

    /// - Throws: `ValidationError` for a text that can be no kiosk's id, and must not become a path.
    static func check(_ id: String) throws {
        let isPlain = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
        guard isPlain, !id.isEmpty, id.utf8.count <= 64 else {
            throw ValidationError("'\(id)' is no id of a kiosk: smilepost-ops kiosks list shows them.")
        }
    }
}
