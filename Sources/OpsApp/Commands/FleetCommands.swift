import ArgumentParser
import WireProtocol

extension OpsAction {
    /// Runs `ask` and turns the collector's no into the command's end.
    func asking<Answer>(_ ask: () throws -> Answer) throws -> Answer {
        do { return try ask() } catch let refusal as CollectorRefusal { throw refusal.failure }
    }
}

struct BranchesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branches", abstract: "The branches that kiosks stand in.", subcommands: [List.self, Add.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Prints every branch.")

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.branches, as: ApiBranches.self) }
            guard !json else { return try session.json(answer) }
            let rows = answer.branches.map { [$0.id, $0.name, $0.timeZone] }
            try session.table(
                Table(header: ["ID", "NAME", "TIME ZONE"], rows: rows),
                orElse: "There is no branch yet: add one with smilepost-ops branches add.")
        }
    }

    struct Add: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Adds a branch, or changes the name and time zone of one.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "Id: a to z, 0 to 9 and hyphens, at most 64.") var id: String
        @Option(help: "Name for people.") var name: String
        @Option(help: "IANA name, such as Asia/Baku.") var timeZone: String

        func validate() throws {
            let isPlain = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
            guard isPlain, (1...64).contains(id.utf8.count) else {
                throw ValidationError("'\(id)' is no id of a branch: use a to z, 0 to 9 and hyphens, at most 64.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let change = ApiBranchChange(name: name, timeZone: timeZone)
            let branch = try asking { try client.send(.put, Api.Path.branch(id), change, as: BranchInfo.self) }
            session.message("Branch \(branch.id) is “\(branch.name)”, in \(branch.timeZone).")
        }
    }
}

struct KiosksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kiosks", abstract: "The kiosks of the fleet.",
        subcommands: [List.self, Revoke.self, Retire.self, Unretire.self])

    struct List: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Prints every kiosk, its books and what it shows.",
            discussion: """
                CREATED, PENDING, DEAD and LOST are the kiosk's own counts at its last contact; LEDGER is how many of \
                its responses the collector holds. A survey is new until an interview was completed with it, or the kiosk \
                was well and idle with it for 15 minutes; one that a kiosk gave up is noted with the reason.
                """)

        @OptionGroup var ops: OpsCommand
        @Flag(help: "Print JSON.") var json = false

        private static let header = [
            "ID", "NAME", "BRANCH", "LAST CONTACT", "CREATED", "LEDGER", "PENDING", "DEAD", "LOST", "SURVEY", "APP",
            "NOTE",
        ]

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let answer = try asking { try client.get(Api.Path.kiosks, as: ApiKiosks.self) }
            guard !json else { return try session.json(answer) }
            try session.table(
                Table(header: Self.header, rows: answer.kiosks.map(Self.row)),
                orElse: "No kiosk is enrolled yet: make a token with smilepost-ops enroll-token create.")
        }

        private static func row(_ kiosk: ApiKiosk) -> [String] {
            let counts = [kiosk.created, kiosk.ledger, kiosk.pending, kiosk.dead, kiosk.lost].map { "\($0)" }
            let isNew = kiosk.activation?.isPending == true
            let survey = kiosk.survey.map { "\($0.id) \($0.version)" + (isNew ? " (new)" : "") } ?? "-"
            let contact = kiosk.lastContactMS.map(Moment.text) ?? "never"
            return [kiosk.id, kiosk.name, kiosk.branch, contact] + counts + [survey, kiosk.app, note(kiosk)]
        }

        private static func note(_ kiosk: ApiKiosk) -> String {
            let refusals = kiosk.refused.map { "refused \($0.survey) \($0.version): \($0.code)" }
            let states = (kiosk.revoked ? ["revoked"] : []) + (kiosk.retired == true ? ["retired"] : [])
            let failures = (kiosk.activation?.failed ?? []).map { "gave up \($0.survey) \($0.version): \($0.why)" }
            let stale = kiosk.activation?.isStale == true ? ["stale-manifest"] : []
            return (states + refusals + failures + stale).joined(separator: ", ")
        }
    }
}

struct EnrolTokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll-token", abstract: "Tokens that new kiosks enrol with.", subcommands: [Create.self])

    struct Create: OpsAction {
        static let configuration = CommandConfiguration(abstract: "Makes a token and prints it, this once.")

        @OptionGroup var ops: OpsCommand
        @Option(help: "Where the kiosks will stand; may be left out where there is one branch.") var branch: String?
        @Option(help: "How many kiosks may enrol with it.") var uses = 1
        @Option(help: ArgumentHelp("How long it is good: a number and s, m, h, d or w.", valueName: "span"))
        var expires = "7d"
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            guard uses > 0 else { throw ValidationError("--uses must be 1 or more.") }
            guard Span.ms(from: expires) != nil else {
                throw ValidationError("--expires '\(expires)' is no span of time: write it as 30m, 12h, 7d or 4w.")
            }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let token = try asking {
                let wish = ApiTokenRequest(
                    branch: try branch ?? onlyBranch(client), uses: uses, expiresMS: Span.ms(from: expires) ?? 0)
                return try client.send(.post, Api.Path.enrolTokens, wish, as: ApiToken.self)
            }
            guard !json else { return try session.json(token) }
            try session.data(token.token.printable() + "\n")
            session.message(
                "Good for \(token.uses) \(token.uses == 1 ? "kiosk" : "kiosks") of branch \(token.branch), "
                    + "until \(Moment.text(ms: token.expiresAtMS)).")
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
