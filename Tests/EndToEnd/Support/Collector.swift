import Foundation
import Glibc
import TestSupport

/// A real collector on loopback, with an admin's token and a release key.
final class Collector {
    let folder: TemporaryFolder
    let data: String
    private(set) var url = ""
    private(set) var process: Process?
    private(set) var token = ""
    private var listen = "127.0.0.1:0"

    /// - Parameter folder: Where its data goes; a folder of its own without one.
    init(in folder: String? = nil) throws {
        self.folder = try TemporaryFolder()
        data = (folder ?? self.folder.path) + "/collector"
        try start()
        token = try firstToken()
        _ = try self.folder.write(token, to: "token")
        _ = try self.folder.write("correct horse battery staple\n", to: "passphrase")
        try ops(
            "keys", "init", "--key-file", self.folder.file("release.key"), "--passphrase-file",
            self.folder.file("passphrase"))
    }

    deinit { kill() }

    /// Starts it, again on the port it had before.
    func start(environment: [String: String] = [:]) throws {
        try? FileManager.default.removeItem(atPath: data + "/collector.url")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Programs.folder + "/smilepost-collector")
        process.arguments = ["serve", "--data", data, "--listen", listen]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        if self.process == nil { process.standardOutput = try Programs.writable(folder.file("first-start")) }
        process.standardError = try Programs.writable(folder.file("collector.log"))
        try process.run()
        self.process = process
        try eventually("the collector to listen; its log: \(folder.file("collector.log"))") {
            guard process.isRunning else { throw Failure("the collector ended: \(self.log)") }
            self.url =
                (try? String(contentsOfFile: self.data + "/collector.url", encoding: .utf8))?
                .trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
            return self.url.hasPrefix("http://127.0.0.1:")
        }
        listen = String(url.dropFirst("http://".count))
    }

    var log: String { (try? String(contentsOfFile: folder.file("collector.log"), encoding: .utf8)) ?? "" }

    /// As a power cut would.
    func kill() {
        guard let process, process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func firstToken() throws -> String {
        let text = try String(contentsOfFile: folder.file("first-start"), encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("admin token: ") {
            return String(line.dropFirst("admin token: ".count)).trimmingCharacters(in: .whitespaces)
        }
        throw Failure("no admin token in what the first start printed:\n\(text)")
    }

    /// Runs `smilepost-ops` against this collector; throws when it does not succeed.
    @discardableResult
    func ops(_ arguments: String...) throws -> String {
        let output = try Programs.run(
            "smilepost-ops", arguments,
            environment: ["SMILEPOST_COLLECTOR": url, "SMILEPOST_TOKEN": token])
        guard output.status == 0 else {
            throw Failure("smilepost-ops \(arguments.joined(separator: " ")): exit \(output.status)\n\(output.err)")
        }
        return output.out
    }

    /// Publishes `SmallSurvey.face` under this version.
    func publish(faceVersion version: Int) throws {
        let text = SmallSurvey.face.replacing("version: 1", with: "version: \(version)")
        try publish(try folder.write(text, to: "face-\(version).yaml"))
    }

    func publish(_ file: String) throws {
        try ops(
            "survey", "publish", file, "--key-file", folder.file("release.key"), "--passphrase-file",
            folder.file("passphrase"))
    }

    /// A one-off token for the branch `main`.
    func enrolToken() throws -> String {
        try ops("enroll-token", "create", "--branch", "main").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What `kiosks list` tells of one kiosk.
    struct Listed: Decodable {
        let name: String
        let refused: [Refusal]
        let survey: Shown?
        let activation: Activation?

        struct Shown: Decodable {
            let version: Int
        }

        struct Activation: Decodable {
            let failed: [Failure]?

            struct Failure: Decodable, Equatable {
                let version: Int
                let why: String
            }
        }

        struct Refusal: Decodable, Equatable {
            let survey: String
            let version: Int
            let code: String
        }
    }

    func kiosks() throws -> [Listed] {
        struct List: Decodable { let kiosks: [Listed] }
        return try JSONDecoder().decode(List.self, from: Data(ops("kiosks", "list", "--json").utf8)).kiosks
    }

    /// One exported response.
    struct Exported: Decodable {
        let id: String
        let survey: String
        let version: Int
        let completion: String
        let seq: Int
        let answers: [String: Value]

        enum Value: Decodable, Equatable {
            case number(Int), text(String), list([String]), sealed(key: String)
            private enum CodingKeys: CodingKey { case key }
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let number = try? container.decode(Int.self) {
                    self = .number(number)
                } else if let text = try? container.decode(String.self) {
                    self = .text(text)
                } else if let list = try? container.decode([String].self) {
                    self = .list(list)
                } else {
                    let contact = try decoder.container(keyedBy: CodingKeys.self)
                    self = .sealed(key: try contact.decode(String.self, forKey: .key))
                }
            }
        }
    }

    func export() throws -> [Exported] {
        try ops("export", "responses", "--format", "ndjson").split(separator: "\n").map {
            try JSONDecoder().decode(Exported.self, from: Data($0.utf8))
        }
    }
}
