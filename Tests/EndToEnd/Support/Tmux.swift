import Foundation
import Glibc
import TestSupport

/// A kiosk on a real screen: tmux is the terminal, and tells what is to be read in which cell.
final class Tmux {
    let kiosk: Kiosk
    private let socket: String

    /// - Parameter term: What the kiosk is told its terminal is; tmux understands all of these.
    init(_ kiosk: Kiosk, columns: Int, rows: Int, term: String = "tmux-256color") throws {
        self.kiosk = kiosk
        socket = kiosk.folder.file("tmux")
        let settings = try kiosk.folder.write(
            "set -g status off\nset -g mouse on\nset -g default-terminal tmux-256color\nset -g remain-on-exit on\n",
            to: "tmux.conf")
        try tmux(
            "-f", settings, "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "env", "LANG=C.UTF-8",
            "TERM=\(term)", Programs.folder + "/smilepost-kiosk", "run", "--config", kiosk.config)
    }

    deinit {
        // Threads of tests have SIGTERM blocked, their children inherit that, and kill-server is a SIGTERM.
        let pid = (try? tmux("display", "-p", "#{pid}")) ?? ""
        if let pid = Int32(pid.trimmingCharacters(in: .whitespacesAndNewlines)), pid > 1 { Glibc.kill(pid, SIGKILL) }
    }

    @discardableResult
    private func tmux(_ arguments: String...) throws -> String {
        // tmux's server would keep the descriptor open by which Foundation learns that the client has ended.
        let script = """
            for file in /proc/$$/fd/*; do n=${file##*/}; if ((n > 2)); then exec {n}>&-; fi; done
            exec tmux -u -S "$@"
            """
        let output = try Programs.run(
            "/bin/bash", ["-c", script, "tmux", socket] + arguments, environment: ["LANG": "C.UTF-8", "TMUX": ""])
        guard output.status == 0 else { throw Failure("tmux \(arguments.joined(separator: " ")): \(output.err)") }
        return output.out
    }

    /// The state of the screen in words, without the program's name.
    var state: String {
        get throws {
            try tmux("display", "-p", "#{pane_title}").trimmingCharacters(in: .whitespacesAndNewlines)
                .replacing("Smilepost: ", with: "", maxReplacements: 1)
        }
    }

    /// Waits for a state of the screen; its picture came before its name.
    func wait(for wanted: String, seconds: Double = 20) throws {
        do {
            try eventually("the screen to say \(wanted)", within: seconds) { try state.hasPrefix(wanted) }
        } catch {
            throw Failure("\(error); it says \"\(try state)\"\n\(try text)")
        }
    }

    /// Waits until it shows what a screen does that nobody touched: both blink and move their layout at the same moments.
    func wait(toLookLike untouched: Tmux, seconds: Double = 10) throws {
        do {
            try eventually("the screen to be as an untouched one", within: seconds) {
                try picture == untouched.picture
            }
        } catch {
            throw Failure("\(error); it shows\n\(try text)\nand the other\n\(try untouched.text)")
        }
    }

    /// What is on the screen, a line each row.
    var text: String { get throws { try tmux("capture-pane", "-p") } }

    /// What is on the screen with all colours and attributes.
    var picture: String { get throws { try tmux("capture-pane", "-p", "-e") } }

    func resize(columns: Int, rows: Int) throws {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
    }

    func press(_ keys: String) throws { try tmux("send-keys", "-l", keys) }

    /// A finger on a word of the screen, as xterm reports it (SGR 1006).
    func tap(_ word: String, beside other: String = "") throws {
        let (column, row) = try cell(of: word, beside: other)
        try press("\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m")
    }

    /// A finger on a word of the screen, as terminals report it that know no SGR 1006: three bytes from 33.
    func tapInOldBytes(_ word: String) throws {
        let (column, row) = try cell(of: word)
        try tapInOldBytes(column: column, row: row)
    }

    func tapInOldBytes(column: Int, row: Int) throws {
        for button in [0, 3] {
            let bytes = [0x1B, 0x5B, 0x4D, 32 + button, 33 + column, 33 + row]
            let hexes = bytes.map { String($0, radix: 16) }
            try tmux("send-keys", "-H", hexes[0], hexes[1], hexes[2], hexes[3], hexes[4], hexes[5])
        }
    }

    /// Bytes that are no text, just as they are.
    func send(_ bytes: some Sequence<UInt8>) throws {
        let hexes = bytes.map { String($0, radix: 16) }
        let output = try Programs.run(
            "/usr/bin/tmux", ["-S", socket, "send-keys", "-H"] + hexes, environment: ["TMUX": ""])
        guard output.status == 0 else { throw Failure("tmux send-keys: \(output.err)") }
    }

    /// The middle of a word, in the first row that also has `other`.
    func cell(of word: String, beside other: String = "") throws -> (column: Int, row: Int) {
        for (row, line) in try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard other.isEmpty || line.contains(other), let place = line.firstRange(of: word) else { continue }
            return (line.distance(from: line.startIndex, to: place.lowerBound) + word.count / 2, row)
        }
        throw Failure("there is no \"\(word)\" on the screen:\n\(try text)")
    }
}
