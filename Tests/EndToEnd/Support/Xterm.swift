import Foundation
import Glibc
import TestSupport

/// A kiosk in a real xterm on a display of its own (Xvfb), with a mouse that xdotool moves.
final class Xterm {
    static let isInstalled = ["xterm", "Xvfb", "xdotool"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "/usr/bin/" + $0)
    }

    private let server = Process()
    private let xterm = Process()
    private let display: String
    private var window = ""
    /// Pixels of a cell.
    private var cell = (width: 0, height: 0)

    init(_ kiosk: Kiosk, columns: Int, rows: Int, term: String) throws {
        let number = kiosk.folder.file("display")
        server.executableURL = URL(fileURLWithPath: "/usr/bin/Xvfb")
        server.arguments = ["-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"]
        server.standardOutput = try Programs.writable(number)
        server.standardError = FileHandle.nullDevice
        try server.run()
        var found = ""
        try eventually("Xvfb to choose a display") {
            found = (try? String(contentsOfFile: number, encoding: .utf8)) ?? ""
            return found.hasSuffix("\n")
        }
        display = ":" + found.trimmingCharacters(in: .whitespacesAndNewlines)
        xterm.executableURL = URL(fileURLWithPath: "/usr/bin/xterm")
        xterm.arguments = [
            "-u8", "+sb", "-b", "0", "-bw", "0", "-fn", "5x7", "-geometry", "\(columns)x\(rows)+0+0",
            "-e", "env", "TERM=\(term)", "LANG=C.UTF-8", Programs.folder + "/smilepost-kiosk", "run", "--config",
            kiosk.config,
        ]
        xterm.environment = ["DISPLAY": display, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        xterm.standardError = FileHandle.nullDevice
        try xterm.run()
        try eventually("the window") {
            window = try xdotool("search", "--name", "^Smilepost: waiting").trimmingCharacters(
                in: .whitespacesAndNewlines)
            return !window.isEmpty
        }
        let geometry = try xdotool("getwindowgeometry", "--shell", window)
        func pixels(_ name: String) -> Int {
            geometry.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { Int($0.dropFirst(name.count)) } ?? 0
        }
        cell = (pixels("WIDTH=") / columns, pixels("HEIGHT=") / rows)
        guard cell.width > 0, cell.height > 0 else { throw Failure("the window has no size:\n\(geometry)") }
    }

    deinit {
        // SIGTERM is blocked in what a test's thread starts. The kiosk in it ends with its terminal.
        for process in [xterm, server] where process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    /// Nothing where it fails: a window is searched for until it is there.
    @discardableResult
    private func xdotool(_ arguments: String...) throws -> String {
        try Programs.run("/usr/bin/xdotool", arguments, environment: ["DISPLAY": display]).out
    }

    func wait(for state: String) throws {
        try eventually("the title to say \(state)") {
            try xdotool("getwindowname", window).hasPrefix("Smilepost: " + state)
        }
    }

    private func move(_ column: Int, _ row: Int) throws {
        let (x, y) = (column * cell.width + cell.width / 2, row * cell.height + cell.height / 2)
        try xdotool("mousemove", "--window", window, "\(x)", "\(y)")
    }

    func click(column: Int, row: Int, button: Int = 1) throws {
        try move(column, row)
        try xdotool("click", "\(button)")
    }

    func hold(column: Int, row: Int) throws {
        try move(column, row)
        try xdotool("mousedown", "1")
    }

    func letGo(column: Int, row: Int) throws {
        try move(column, row)
        try xdotool("mouseup", "1")
    }

    func type(_ key: String) throws { try xdotool("key", key) }
}
