import Foundation
import Glibc

/// The built programs, beside the test runner.
enum Programs {
    static let folder: String = {
        let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        for folder in [beside, runner.deletingLastPathComponent().path, root + "/.build/debug"]
        where FileManager.default.isExecutableFile(atPath: folder + "/smilepost-kiosk") { return folder }
        return root + "/.build/debug"
    }()

    /// The checkout.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .path

    struct Output {
        let status: Int32
        let out: String
        let err: String
    }

    /// Runs a program to its end, in this folder where one is given.
    static func run(
        _ name: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        folder home: String? = nil
    ) throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: name.hasPrefix("/") ? name : folder + "/" + name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let home { process.currentDirectoryURL = URL(fileURLWithPath: home) }
        let folder = NSTemporaryDirectory() + "smilepost-run-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        process.standardOutput = try writable(folder + "/out")
        process.standardError = try writable(folder + "/err")
        if let input {
            try input.write(toFile: folder + "/in", atomically: true, encoding: .utf8)
            process.standardInput = FileHandle(forReadingAtPath: folder + "/in")
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        process.waitUntilExit()
        return Output(
            status: process.terminationStatus, out: try String(contentsOfFile: folder + "/out", encoding: .utf8),
            err: try String(contentsOfFile: folder + "/err", encoding: .utf8))
    }

    static func writable(_ path: String) throws -> FileHandle {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        guard let handle = FileHandle(forWritingAtPath: path) else { throw Failure("can't write \(path)") }
        return handle
    }
}

/// Waits until something outside this process has happened: asked again and again, never longer than `seconds`.
func eventually(
    _ what: String, within seconds: Double = 20, every milliseconds: Int32 = 20, _ condition: () throws -> Bool
) throws {
    let deadline = Date().addingTimeInterval(seconds)
    while try !condition() {
        guard Date() < deadline else { throw Failure("waited \(seconds) s for \(what)") }
        poll(nil, 0, milliseconds)
    }
}
