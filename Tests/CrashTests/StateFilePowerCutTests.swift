import FaultBench
import Foundation
import KioskStore
import TestSupport
import Testing

/// The power goes at every step of replacing a small file of the state folder.
struct StateFilePowerCutTests {
    @Test(
        "B2: a power cut at any step of replacing a state file leaves the old one or the new one, and never less than was promised"
    )
    func everyStep() throws {
        var cuts = 0
        while true {
            let bench = try ChildBench()
            let run = try bench.files(environment: ["SMILEPOST_FILE_CUT": String(cuts + 1)])
            let found = try StateFolder(bench.state).enrolment().map { try #require(Int($0.kioskID)) } ?? 0
            #expect(found == run.saved || found == run.saved + 1, "after cut \(cuts + 1)")
            if run.end == .ended { break }
            #expect(run.end == .killed)
            cuts += 1
        }
        // Three files, each: the old temporary, written, synced, renamed, the folder synced.
        #expect(cuts >= 12)
    }
}
