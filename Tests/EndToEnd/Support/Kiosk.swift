import Foundation
import Glibc
import TestSupport

/// The real kiosk program in a pseudo-terminal.
final class Kiosk {
    let folder: TemporaryFolder
    let config: String
    private(set) var pty: Pty
    private(set) var process: Process?
    private let columns: Int
    private let rows: Int

    init(
        collector: String?, fallback: String? = nil, art: String = "auto", columns: Int = 80, rows: Int = 24,
        keeping folder: TemporaryFolder? = nil
    ) throws {
        self.folder = try folder ?? TemporaryFolder()
        self.columns = columns
        self.rows = rows
        var text = "[kiosk]\nname = \"exit-1\"\nstate_dir = \"\(self.folder.file("state"))\"\n"
        text += "[screen]\nart = \"\(art)\"\n"
        if let collector { text += "[collector]\nurl = \"\(collector)\"\n" }
        if let fallback { text += "[survey]\nfallback = \"\(fallback)\"\n" }
        config = try self.folder.write(text, to: "kiosk.conf")
        pty = try Pty(columns: columns, rows: rows)
    }

    deinit { kill() }

    func enrol(token: String) throws {
        let output = try command("enroll", "--token-file", "-", input: token + "\n")
        guard output.status == 0 else { throw Failure("enroll: exit \(output.status)\n\(output.err)") }
    }

    func command(_ name: String, _ arguments: String..., input: String? = nil) throws -> Programs.Output {
        try Programs.run("smilepost-kiosk", [name, "--config", config] + arguments, input: input)
    }

    /// - Parameter program: Another one with the same arguments, such as the kiosk on a disk that can fail.
    func start(program: String = "smilepost-kiosk", environment: [String: String] = [:]) throws {
        pty = try Pty(columns: columns, rows: rows)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Programs.folder + "/" + program)
        process.arguments = ["run", "--config", config]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["TERM": "xterm-256color", "LANG": "C.UTF-8"].merging(environment) { $1 }
        ) { $1 }
        process.standardInput = pty.program
        process.standardOutput = pty.program
        process.standardError = try Programs.writable(folder.file("kiosk.log"))
        try process.run()
        self.process = process
    }

    var log: String { (try? String(contentsOfFile: folder.file("kiosk.log"), encoding: .utf8)) ?? "" }

    /// Waits for a state of the screen, such as `waiting branch-exit v3`, `asking reason`, `thanks`.
    func wait(for state: String, seconds: Double = 20) throws {
        do {
            try pty.waitForTitle(seconds: seconds, state, alive: { self.process?.isRunning == true }) {
                $0.hasPrefix("Smilepost: " + state)
            }
        } catch {
            throw Failure("\(error)\nthe kiosk's log:\n\(log)")
        }
    }

    func press(_ keys: String) { pty.send(keys) }

    /// Starts a side command without waiting for it.
    func begin(_ name: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Programs.folder + "/smilepost-kiosk")
        process.arguments = [name, "--config", config]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// A finger down and up on a cell, as xterm reports it (SGR 1006).
    func tap(column: Int, row: Int) {
        pty.send("\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m")
    }

    func stop() {
        guard let process, process.isRunning else { return }
        process.terminate()
        while process.isRunning { pty.read(milliseconds: 20) }
    }

    /// Waits until the program has ended by itself.
    func waitForEnd(seconds: Double = 20) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while process?.isRunning == true {
            guard Date() < deadline else { throw Failure("the kiosk goes on; its log:\n\(log)") }
            pty.read(milliseconds: 20)
        }
        pty.read(milliseconds: 0)
    }

    /// As a power cut would.
    func kill() {
        guard let process, process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// One answer that waits on the kiosk.
    struct Pending: Decodable {
        let seq: Int
        let end: String
        let lang: String
        let answers: [String: Collector.Exported.Value]
    }

    /// What `export` writes for the stick.
    func pending() throws -> [Pending] {
        let file = folder.file("stick-" + UUID().uuidString)
        let output = try command("export", file)
        guard output.status == 0 else { throw Failure("export: exit \(output.status)\n\(output.err)") }
        return try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(Pending.self, from: Data($0.utf8))
        }
    }

    struct Status: Decodable {
        let created: Int
        let delivered: Int
        let pending: Int
        let dead: Int
        let lost: Int
        let survey: Survey?
        let input: Input?

        struct Input: Decodable {
            let events: Int
            let ignored: Int
            let droppedBytes: Int
            let sinceLastMS: Int?

            private enum CodingKeys: String, CodingKey {
                case events, ignored
                case droppedBytes = "dropped_bytes"
                case sinceLastMS = "since_last_ms"
            }
        }

        struct Survey: Decodable, Equatable {
            let id: String
            let version: Int
        }

        var isBalanced: Bool { created == delivered + pending + dead + lost }
    }

    func status() throws -> Status {
        let output = try command("status", "--json")
        guard output.status == 0 else { throw Failure("status: exit \(output.status)\n\(output.err)") }
        return try JSONDecoder().decode(Status.self, from: Data(output.out.utf8))
    }
}
