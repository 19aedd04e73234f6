import Foundation
import TestSupport
import Transport

@testable import OpsApp

/// One command line as it was run: what it printed and how it ended.
final class OpsRun {
    private(set) var output = Data()
    private(set) var messages = ""
    private(set) var code: Int32 = -1
    private var secrets: [String]

    var text: String { String(decoding: output, as: UTF8.self) }

    /// - Parameters:
    ///   - server: The collector, named by the environment with the token `t0ken`; nil names none.
    ///   - secrets: What is typed at the terminal, prompt by prompt; nil for no terminal.
    @discardableResult
    convenience init(
        _ arguments: String..., server: LoopbackServer? = nil, environment: [String: String] = [:],
        secrets: [String]? = nil, standardInput: String = "", isTerminal: Bool = false
    ) {
        self.init(
            arguments: arguments, server: server, environment: environment, secrets: secrets,
            standardInput: standardInput, isTerminal: isTerminal)
    }

    @discardableResult
    init(
        arguments: [String], server: LoopbackServer? = nil, environment: [String: String] = [:],
        secrets: [String]? = nil, standardInput: String = "", isTerminal: Bool = false
    ) {
        self.secrets = secrets ?? []
        let collector = server.map { ["SMILEPOST_COLLECTOR": $0.url, "SMILEPOST_TOKEN": "t0ken"] } ?? [:]
        let session = Session(
            environment: collector.merging(environment) { $1 }, now: { 1_760_000_000_000 }, isTerminal: isTerminal,
            write: { self.output += $0 }, writeMessage: { self.messages += $0 },
            askSecret: { prompt in
                guard secrets != nil else { return nil }
                self.messages += prompt + "\n"
                return self.secrets.isEmpty ? "" : self.secrets.removeFirst()
            },
            standardInput: { Data(standardInput.utf8) }, exchange: { CurlExchange(options: $0) })
        code = OpsCommand.run(arguments, in: session)
    }
}

extension LoopbackServer.Answer {
    /// An answer that names itself as a collector's.
    static func collector(_ status: Int, _ body: String, headers: [(String, String)] = []) -> Self {
        .json(status, body, headers: headers + [("Smilepost-Collector", "c1")])
    }

    static func problem(_ status: Int, _ code: String, _ detail: String, retry: String = "after-change") -> Self {
        .collector(
            status,
            """
            {"type":"urn:smilepost:problem:\(code)","title":"T","status":\(status),"detail":"\(detail)","retry":"\(retry)"}
            """)
    }
}
