import Foundation
import SurveyKit
import TerminalUI
import TestSupport
import Testing

@testable import KioskUI

/// The staff menu as text files in `Goldens/`, its surfaces left out; recorded as `GoldenTests` says.
@Suite struct StaffGoldenTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Goldens")
    private static let isRecording = ProcessInfo.processInfo.environment["SMILEPOST_RECORD"] == "1"

    private func expect(_ staff: StaffKiosk, golden name: String, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let file = Self.folder.appendingPathComponent(name + ".txt")
        let text = staff.text + "\n"
        if Self.isRecording { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)), sourceLocation: sourceLocation)
    }

    private static let half = Display(cells: .half, colours: .redefined256)

    private func staff(_ width: Int, _ height: Int, _ language: String = "en", _ display: Display = half) -> StaffKiosk
    {
        var staff = StaffKiosk(size: Size(width: width, height: height), display: display)
        staff.kiosk.send(.staff(.settings(language: language, theme: nil)))
        staff.knock()
        return staff
    }

    @Test func `the PIN pad`() throws {
        var pad = staff(120, 33)
        pad.type("24")
        try expect(pad, golden: "staff-120x33-pin")
        var small = staff(40, 12)
        small.type("24")
        try expect(small, golden: "staff-40x12-pin")
    }

    @Test func `the menu`() throws {
        for (width, height, language) in [(120, 33, "en"), (80, 24, "ar"), (80, 24, "de"), (40, 12, "en")] {
            var menu = staff(width, height, language)
            menu.enter()
            try expect(menu, golden: "staff-\(width)x\(height)-\(language)-menu")
        }
    }

    @Test func `the menu in characters alone`() throws {
        var menu = staff(80, 24, "en", Display(cells: .ascii, colours: .mono))
        menu.enter()
        menu.press(.right)
        try expect(menu, golden: "staff-80x24-ascii-menu")
    }

    @Test func `the details, and the question before a restart`() throws {
        var menu = staff(120, 33)
        menu.enter()
        menu.type("8")
        try expect(menu, golden: "staff-120x33-details")
        menu.type("0")
        menu.type("5")
        try expect(menu, golden: "staff-120x33-restart")
    }
}
