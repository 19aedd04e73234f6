import Foundation
import TestSupport
import Testing

@testable import KioskStore

struct RunMarkerTests {
    private let survey = BundleName(survey: "exit", version: 3)

    @Test(arguments: [
        (nil, RunEnding.clean), (RunMarker(boot: "b1", survey: nil), .crashed(showing: nil)),
        (RunMarker(boot: "b0", survey: .init(survey: "exit", version: 3)), .powerLost),
        (
            RunMarker(boot: "b1", survey: .init(survey: "exit", version: 3)),
            .crashed(showing: .init(survey: "exit", version: 3))
        ),
    ]) func `a run left without a word crashed within this boot, and lost its power in another`(
        marker: RunMarker?, ending: RunEnding
    ) {
        #expect(RunEnding(leaving: marker, boot: "b1") == ending)
        #expect(ending.isUnclean == (marker != nil))
    }

    @Test func `the marker lasts from the begin of a run to its clean end`() throws {
        let folder = try TemporaryFolder()
        let state = StateFolder(folder.path)
        #expect(state.lastRun(boot: "b1") == .clean)
        try state.beginRun(RunMarker(boot: "b1", survey: nil))
        try state.beginRun(RunMarker(boot: "b1", survey: survey))
        #expect(state.lastRun(boot: "b1") == .crashed(showing: survey))
        #expect(state.lastRun(boot: "b2") == .powerLost)
        try state.endRun()
        try state.endRun()
        #expect(state.lastRun(boot: "b1") == .clean)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test(arguments: ["", "{}", "{\"boot\":", "\u{0}\u{0}\u{0}"])
    func `a broken marker is an unclean end that blames nobody`(
        content: String
    ) throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(content, to: "run.json")
        #expect(StateFolder(folder.path).lastRun(boot: "b1") == .powerLost)
    }
}
