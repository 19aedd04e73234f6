import ArgumentParser
import WireProtocol

extension SurveyCommand {
    struct Rollback: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Goes back one step: the version before the one that runs there is assigned.",
            discussion: """
                Without --branch and --kiosk it does so at every branch that has no survey of its own. Closed versions are \
                passed over. Kiosks go back at their next check-in, between two customers.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The survey's id.") var survey: String
        @Option(help: ArgumentHelp("At this branch.", valueName: "id")) var branch: String?
        @Option(help: ArgumentHelp("On this kiosk.", valueName: "id")) var kiosk: String?
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if branch != nil, kiosk != nil { throw ValidationError("--branch and --kiosk exclude each other.") }
        }

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let wish = ApiRollback(survey: survey, branch: branch, kiosk: kiosk)
            let done = try asking { try client.send(.post, Api.Path.rollbacks, wish, as: ApiAssign.self) }
            guard !json else { return try session.json(done) }
            let version = done.version.map { "version \($0)" } ?? "the newest version"
            session.message("\(done.survey) is back at \(version), \(done.place), from the kiosks' next check-in.")
        }
    }

    struct Close: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Ends a survey: no kiosk is offered it any more.",
            discussion: """
                Kiosks that show it go over to what is assigned, else they show that they are closed. Responses that are on \
                their way, or come late, are taken all the same. With --closing reports do not yet say that it is over.
                """)

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The survey's id.") var survey: String
        @Option(help: ArgumentHelp("This version only.", valueName: "number")) var version: Int?
        @Flag(help: "Responses are still expected.") var closing = false

        func run(in session: Session) throws {
            let done = try offer(survey, version, as: closing ? .closing : .closed, ops, in: session)
            session.message(
                "\(done.words) is \(done.state.rawValue): no kiosk is offered it from its next check-in on.")
        }
    }

    struct Reopen: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Offers a closed survey again, where it is assigned.")

        @OptionGroup var ops: OpsCommand
        @Argument(help: "The survey's id.") var survey: String
        @Option(help: ArgumentHelp("This version only.", valueName: "number")) var version: Int?

        func run(in session: Session) throws {
            let done = try offer(survey, version, as: .published, ops, in: session)
            session.message("\(done.words) is offered again from the kiosks' next check-in on.")
        }
    }
}

extension OpsAction {
    fileprivate func offer(
        _ survey: String, _ version: Int?, as state: PublicationState, _ ops: OpsCommand, in session: Session
    ) throws -> ApiSurveyState {
        let client = try ops.connection.client(in: session)
        let wish = ApiSurveyState(survey: survey, version: version, state: state)
        return try asking { try client.send(.post, Api.Path.surveyStates, wish, as: ApiSurveyState.self) }
    }
}

extension ApiSurveyState {
    fileprivate var words: String { survey + (version.map { " version \($0)" } ?? ", every version,") }
}
