import ArgumentParser
import WireProtocol

extension EnrolTokenCommand {
    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints every token ever made, the newest first; the tokens themselves are kept nowhere.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.enrolTokens, as: ApiEnrolTokens.self) }
            guard !json else { return try session.json(answer) }
            let now = session.now()
            let rows = answer.tokens.map { token in
                [
                    token.id, token.branch, "\(token.used)/\(token.uses)", Moment.text(ms: token.expiresAtMS),
                    Self.state(of: token, now: now), token.labels.joined(separator: ", "),
                ]
            }
            try session.table(
                Table(header: ["ID", "BRANCH", "USED", "EXPIRES", "STATE", "LABELS"], rows: rows),
                orElse: "There is no token yet: make one with smilepost-ops enroll-token create.")
        }

        private static func state(of token: ApiEnrolToken, now: Int64) -> String {
            if token.revoked { return "revoked" }
            if token.expiresAtMS <= now { return "expired" }
            if token.used >= token.uses { return "used up" }
            return token.approve ? "good, with approval" : "good"
        }
    }

    struct Revoke: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Ends a token: it lets nobody in any more. Kiosks that are in stay.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The token's id: smilepost-ops enroll-token list shows it.") var id: String

        func validate() throws {
            guard id.utf8.count == 12, id.utf8.allSatisfy({ (97...102).contains($0) || (48...57).contains($0) }) else {
                throw ValidationError("'\(id)' is no id of a token: smilepost-ops enroll-token list shows them.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            _ = try asking { try client.send(.delete, Api.Path.enrolToken(id)) }
            session.message("Token \(id) lets nobody in any more; kiosks that are in stay.")
        }
    }
}
