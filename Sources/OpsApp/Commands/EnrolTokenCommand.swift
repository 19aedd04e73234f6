import ArgumentParser
import WireProtocol

struct EnrolTokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll-token", abstract: "Tokens that new kiosks enrol with.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Makes a token and prints it, this once.")

        @OptionGroup var ops: OpsCommand
        @Option(help: "Where the kiosks will stand; may be left out where there is one branch.") var branch: String?
        @Option(help: "How many kiosks may enrol with it.") var uses = 1
        @Option(help: ArgumentHelp("How long it is good: a number and s, m, h, d or w.", valueName: "span"))
        var expires = "7d"
        @Option(help: "Kept on the kiosks that enrol with it; may be given several times.") var label: [String] = []
        @Flag(help: "Each kiosk waits until it is approved: smilepost-ops kiosks approve ID.") var approve = false
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            guard uses > 0 else { throw ValidationError("--uses must be 1 or more.") }
            guard Span.ms(from: expires) != nil else {
                throw ValidationError("--expires '\(expires)' is no span of time: write it as 30m, 12h, 7d or 4w.")
            }
            guard let span = Span.ms(from: expires), span <= 90 * 86_400_000 else {
                throw ValidationError("--expires '\(expires)' is too long: a token is good for 90 days at most.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let token = try asking {
                let wish = ApiTokenRequest(
                    branch: try branch ?? onlyBranch(client), uses: uses, expiresMS: Span.ms(from: expires) ?? 0,
                    labels: label.isEmpty ? nil : label, approve: approve ? true : nil)
                return try client.send(.post, Api.Path.enrolTokens, wish, as: ApiToken.self)
            }
            guard !json else { return try session.json(token) }
            try session.data(token.token.printable() + "\n")
            session.message(
                "Good for \(token.uses) \(token.uses == 1 ? "kiosk" : "kiosks") of branch \(token.branch), "
                    + "until \(Moment.text(ms: token.expiresAtMS))."
                    + (token.id.map { " Its id is \($0)." } ?? ""))
        }

        private func onlyBranch(_ client: CollectorClient) throws -> String {
            let branches = try client.get(Api.Path.branches, as: ApiBranches.self).branches
            if let branch = branches.first, branches.count == 1 { return branch.id }
            throw OpsFailure(
                .usage,
                branches.isEmpty
                    ? "there is no branch yet: add one with smilepost-ops branches add"
                    : "there are \(branches.count) branches: give --branch with one of "
                        + branches.map(\.id).joined(separator: ", "))
        }
    }
}
