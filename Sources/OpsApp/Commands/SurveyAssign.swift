import ArgumentParser
import WireProtocol

extension SurveyCommand {
    struct Assign: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Has a published survey run: everywhere, at one branch, or on one kiosk.",
            discussion: """
                Without --branch and --kiosk it runs at every branch that has no survey of its own. A kiosk's own survey \
                goes before its branch's. Without --version the newest runs, also those to come.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The survey's id.") var survey: String
        @Option(help: ArgumentHelp("A published version, older ones too.", valueName: "number")) var version: Int?
        @Option(help: ArgumentHelp("Run it at this branch.", valueName: "id")) var branch: String?
        @Option(help: ArgumentHelp("Run it on this kiosk.", valueName: "id")) var kiosk: String?

        func validate() throws {
            if branch != nil, kiosk != nil { throw ValidationError("--branch and --kiosk exclude each other.") }
            if let version, version < 1 { throw ValidationError("--version must be 1 or more.") }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let wish = ApiAssign(survey: survey, version: version, branch: branch, kiosk: kiosk)
            let done = try asking { try client.send(.post, Api.Path.assignments, wish, as: ApiAssign.self) }
            let what = done.version.map { "version \($0)" } ?? "always the newest version"
            session.message("\(done.survey), \(what), runs \(done.place) from the kiosks' next check-in.")
        }
    }
}

extension ApiAssign {
    /// Where it runs, in words.
    var place: String {
        if let kiosk { return "on kiosk \(kiosk)" }
        return branch.map { "at branch \($0)" } ?? "at every branch without a survey of its own"
    }
}
