import ArgumentParser
import WireProtocol

extension KiosksCommand {
    struct Move: OpsAction {
        static let configuration = CommandConfiguration(
            abstract: "Says that a kiosk stands at another branch from now on.",
            discussion: """
                What it has collected until now stays with the branch where it was collected, also what has yet to arrive. \
                It shows the survey of its new branch after its next check-in.
                """)

        @OptionGroup var ops: OpsCommand
        @OptionGroup var kiosk: KioskArgument
        @Option(help: "Id of the branch where it stands now.") var branch: String

        func run(in session: Session) throws {
            let client = try ops.connection.client(in: session)
            let wish = ApiKioskMove(branch: branch)
            let answer = try asking {
                try client.send(.put, Api.Path.branch(ofKiosk: kiosk.id), wish, as: ApiKioskMoved.self)
            }
            session.message(
                answer.from == answer.to
                    ? "Kiosk \(answer.kiosk) stands at \(answer.to) already."
                    : "Kiosk \(answer.kiosk) stands at \(answer.to) from now on; what it collected at \(answer.from) stays there."
            )
        }
    }
}
