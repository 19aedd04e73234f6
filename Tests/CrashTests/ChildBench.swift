import FaultBench
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing

/// A kiosk's state folder with a process of its own at work on it, and the oracle in this one.
final class ChildBench {
    enum End: Equatable {
        case ended, killed, failed
    }

    let folder: TemporaryFolder
    private(set) var oracle = KioskOracle()

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: state, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    var state: String { folder.file("state") }

    /// The test programs lie beside the test runner.
    private static let program: URL = {
        let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let places = [URL(fileURLWithPath: CommandLine.arguments[0]), runner]
            .map { $0.deletingLastPathComponent().appending(path: "faulty-kiosk") }
        let root = URL(fileURLWithPath: #filePath).appending(path: "../../../.build/debug/faulty-kiosk").standardized
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) } ?? root
    }()

    /// Lives through a day in a child process.
    func day(customers: Range<Int> = 0..<4, environment: [String: String] = [:]) throws -> End {
        let (end, heard) = try run(
            ["day", state, String(customers.lowerBound), String(customers.count)], environment)
        for line in heard { oracle.hear(try JSONDecoder().decode(KioskWord.self, from: line)) }
        return end
    }

    /// Replaces a state file in a child process.
    ///
    /// - Returns: How it ended, and how many times it said that the file was replaced.
    func files(environment: [String: String]) throws -> (end: End, saved: Int) {
        let (end, heard) = try run(["files", state], environment)
        return (end, heard.count)
    }

    private func run(_ arguments: [String], _ environment: [String: String]) throws -> (End, [Data]) {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["SMILEPOST_FAULT_FOLDER": state]) { $1 }.merging(environment) { $1 }
        let words = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = words
        process.standardError = FileHandle.nullDevice
        try process.run()
        let heard = words.fileHandleForReading.readDataToEndOfFile().split(separator: 10)
        process.waitUntilExit()
        switch (process.terminationReason, process.terminationStatus) {
        case (.uncaughtSignal, SIGKILL): return (.killed, heard)
        case (.exit, 0): return (.ended, heard)
        default: return (.failed, heard)
        }
    }

    /// Pending lines as they would be sent.
    func lines() throws -> [ResponseLine] {
        let store = try KioskStore(stateFolder: state)
        defer { store.close() }
        return try store.pending(maxLines: 100, maxBytes: .max).lines.map {
            try JSONDecoder().decode(ResponseLine.self, from: $0.bytes)
        }
    }

    /// Every promise holds, everything that is not delivered waits to be sent, and another customer can come.
    func expectPromisesKept(_ what: Comment, sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try oracle.violations(in: state) == [], what, sourceLocation: sourceLocation)
        let store = try KioskStore(stateFolder: state)
        defer { store.close() }
        let waiting = try store.pending(maxLines: 1_000, maxBytes: .max).lines.count
        #expect(Int64(waiting) == (try store.accounting(nowMS: 0).pending), what, sourceLocation: sourceLocation)
        store.close()
        try KioskDay(customers: 90..<91).run(in: state) { oracle.hear($0) }
        #expect(try oracle.violations(in: state) == [], what, sourceLocation: sourceLocation)
    }
}
