import ArgumentParser
import WireProtocol

struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens", abstract: "The keys of tools to the API; needs a token of the role admin.",
        subcommands: [List.self, Create.self, Remove.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints every token, the oldest first; the tokens themselves are kept nowhere.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.tokens, as: ApiAccessTokens.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.tokens.map { token in
                [
                    token.id, token.label, token.role, PlaceOption.text(token.places),
                    Moment.text(ms: token.createdMS), token.usedMS.map(Moment.text) ?? "never",
                ]
            }
            try session.table(
                Table(header: ["ID", "LABEL", "ROLE", "PLACES", "CREATED", "LAST USED"], rows: rows),
                orElse: "There is no token.")
        }
    }

    struct Create: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and prints it, this once.",
            discussion: "What it may do never changes: make another one, and remove the first.")

        @OptionGroup var ops: OpsCommand
        @Option(help: "What it is for.") var label: String
        @Option(help: "viewer, agent, manager, ops or admin.") var role: String
        @OptionGroup var places: PlaceOption
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let wish = ApiAccessTokenRequest(label: label, role: role, places: places.place)
            let token = try asking { try client.send(.post, Api.Path.tokens, wish, as: ApiNewAccessToken.self) }
            guard !json else { return try session.json(token) }
            try session.data(token.token.printable() + "\n")
            session.message("“\(label)” is \(role) of \(PlaceOption.text(places.place)). Its id is \(token.id).")
        }
    }

    struct Remove: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Removes a token: whoever holds it gets no access from now on.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The token's id: smilepost-ops tokens list shows it.") var id: String

        func validate() throws {
            guard id.utf8.count == 12, id.utf8.allSatisfy({ (97...102).contains($0) || (48...57).contains($0) }) else {
                throw ValidationError("'\(id)' is no id of a token: smilepost-ops tokens list shows them.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.token(id)) }
            session.message("Token \(id) opens nothing any more.")
        }
    }
}
