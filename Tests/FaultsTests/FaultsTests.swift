import Faults
import Foundation
import Testing

struct FaultsTests {
    @Test func `a crash point is armed by name, at the first passage or a later one`() {
        #expect(CrashPoint.Arming("line-committed")?.point == .lineCommitted)
        #expect(CrashPoint.Arming("line-committed")?.passage == 1)
        #expect(CrashPoint.Arming("file-renamed:3")?.passage == 3)
        for wrong in ["", "line", "line-committed:", "line-committed:0", "line-committed:x", "line-committed:1:2"] {
            #expect(CrashPoint.Arming(wrong) == nil)
        }
    }

    @Test func `the lists of points and of bugs are complete, and no name is there twice`() throws {
        #expect(CrashPoint.all.count == (try declarations(of: "CrashPoint")))
        #expect(SeededBug.all.count == (try declarations(of: "SeededBug")))
        let names = CrashPoint.all.map(\.name) + SeededBug.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test func `the armed passage ends the process by SIGKILL`() async {
        await #expect(processExitsWith: .signal(SIGKILL)) {
            setenv("SMILEPOST_CRASH_AT", "line-committed:2", 1)
            CrashPoint.reached(.lineWritten)
            CrashPoint.reached(.lineCommitted)
            print("still here")
            CrashPoint.reached(.lineCommitted)
        }
    }

    @Test func `a name that nobody knows is an error of usage`() async {
        await #expect(processExitsWith: .exitCode(64)) {
            setenv("SMILEPOST_CRASH_AT", "somewhere", 1)
            CrashPoint.reached(.lineWritten)
        }
        await #expect(processExitsWith: .exitCode(64)) {
            setenv("SMILEPOST_SEEDED_BUG", "something", 1)
            _ = SeededBug.isPlanted(.synchronousOff)
        }
    }

    @Test func `a planted bug is the only one`() async {
        await #expect(processExitsWith: .success) {
            setenv("SMILEPOST_SEEDED_BUG", "settle-on-status", 1)
            precondition(SeededBug.all.filter { SeededBug.isPlanted($0) } == [.settleOnStatus])
        }
    }

    /// How many places or bugs the source declares.
    private func declarations(of type: String) throws -> Int {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Sources/Faults/\(type).swift"), encoding: .utf8)
        return text.components(separatedBy: ": \(type) {").count - 1
    }
}
