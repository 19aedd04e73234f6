import Foundation
import TestSupport
import Testing

/// What a technician reads when something is wrong.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct CommandTests {
    @Test func `every fault of the configuration is named, with 78`() throws {
        let folder = try TemporaryFolder()
        let text = "[kiosk]\nnmae = \"exit-1\"\n[sync]\nkeep_days = \"14\"\n"
        let file = try folder.write(text, to: "kiosk.conf")
        for command in ["check-config", "run", "status", "enroll"] {
            let output = try Programs.run("smilepost-kiosk", [command, "--config", file])
            #expect(output.status == 78)
            #expect(output.out == "")
            #expect(
                output.err == """
                    \(file):2:1: error: unknown key `nmae` in [kiosk]; did you mean `name`?
                    \(file):4:1: error: `keep_days` in [sync] is wrong (string); write a whole number from 1 to 365

                    """)
        }
    }

    @Test func `without a terminal the survey is not started`() throws {
        let output = try Kiosk(collector: nil).command("run")
        #expect(output.status == 1)
        let sentence = "standard input is not a terminal. Start the kiosk on a console or in a terminal window, "
        #expect(output.err.hasSuffix(sentence + "without a pipe.\n"))
    }

    @Test func `a wrong enrolment token is refused with what to do`() throws {
        let collector = try Collector()
        let kiosk = try Kiosk(collector: collector.url)
        let output = try kiosk.command("enroll", "--token-file", "-", input: "no-such-token\n")
        #expect(output.status == 1)
        let sentence = "The collector does not know this enrolment token. Check it for typing errors, or make a new one"
        #expect(output.err.hasSuffix(sentence + ": smilepost-ops enroll-token create.\n"))
        #expect(try collector.kiosks().isEmpty)
    }
}
