import Foundation
import TestSupport
import Testing

/// The staff menu on the real program: on its screen, and in a second terminal beside it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct StaffTests {
    private func started() throws -> Kiosk {
        let folder = try TemporaryFolder()
        let kiosk = try Kiosk(
            collector: nil, fallback: folder.write(SmallSurvey.visit, to: "survey.yaml"), keeping: folder)
        try kiosk.start()
        try kiosk.wait(for: "waiting")
        return kiosk
    }

    private func setPINs(_ kiosk: Kiosk) throws {
        #expect(try kiosk.command("set-pin", input: "2468\n2468\n").status == 0)
        #expect(try kiosk.command("set-pin", "--technician", input: "13579\n13579\n").status == 0)
    }

    @Test func `without a PIN nothing opens; with it staff restart the app`() throws {
        let kiosk = try started()
        kiosk.press("staff")
        try kiosk.wait(for: "staff PIN")
        kiosk.press("2468\r")
        // Escape stands alone: nothing may follow within the decoder's patience.
        kiosk.press("\u{1B}")
        try kiosk.wait(for: "waiting")
        #expect(!kiosk.pty.titles.contains("Smilepost: staff menu"))
        try setPINs(kiosk)
        for column in [0, 79, 0, 79] { kiosk.tap(column: column, row: 0) }
        try kiosk.wait(for: "staff PIN")
        kiosk.press("2468")
        try eventually("the menu") {
            kiosk.press("\r")
            kiosk.pty.read(milliseconds: 500)
            return kiosk.pty.title == "Smilepost: staff menu"
        }
        kiosk.press("51")
        let process = try #require(kiosk.process)
        try eventually("the end") {
            kiosk.pty.read(milliseconds: 50)
            return !process.isRunning
        }
        #expect(process.terminationStatus == 0)
        #expect(kiosk.log.contains("staff menu action=restart-app screen who=staff"))
        #expect(!kiosk.log.contains("2468"))
        #expect(try kiosk.status().created == 0)
    }

    @Test func `the menu over SSH leaves to the console by the running kiosk`() throws {
        let kiosk = try started()
        try setPINs(kiosk)
        let pty = try Pty(columns: 80, rows: 24)
        let menu = Process()
        menu.executableURL = URL(fileURLWithPath: Programs.folder + "/smilepost-kiosk")
        menu.arguments = ["menu", "--config", kiosk.config]
        menu.environment = ProcessInfo.processInfo.environment.merging(
            ["TERM": "xterm-256color", "LANG": "C.UTF-8"]) { $1 }
        (menu.standardInput, menu.standardOutput, menu.standardError) = (pty.program, pty.program, pty.program)
        try menu.run()
        func press(_ keys: String, until state: String) throws {
            pty.send(keys)
            try pty.waitForTitle(state) { $0 == "Smilepost: " + state }
        }
        /// Enter does nothing before the kiosk has told the pad that nobody is locked out.
        func enter(_ pin: String, until state: String) throws {
            pty.send(pin)
            try eventually(state) {
                pty.send("\r")
                for _ in 0..<10 where pty.title != "Smilepost: " + state { pty.read(milliseconds: 100) }
                return pty.title == "Smilepost: " + state
            }
        }
        try pty.waitForTitle("the PIN pad") { $0 == "Smilepost: staff PIN" }
        try enter("2468", until: "staff menu")
        try press("7", until: "technician PIN")
        try enter("13579", until: "technician menu")
        try press("2", until: "staff menu")
        pty.send("1")
        let process = try #require(kiosk.process)
        try eventually("the end") {
            kiosk.pty.read(milliseconds: 50)
            return !process.isRunning
        }
        #expect(process.terminationStatus == 80)
        pty.send("\u{3}")
        try eventually("the menu's end") {
            pty.read(milliseconds: 50)
            return !menu.isRunning
        }
        #expect(menu.terminationStatus == 0)
        #expect(kiosk.log.contains("staff menu action=opened ssh who=technician"))
        #expect(kiosk.log.contains("action=leave-to-console ssh who=technician"))
    }
}
