import Dispatch
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import Testing
import WireProtocol

@testable import OpsApp

/// What customers and kiosks say is text on the terminal of whoever reads it with `smilepost-ops`.
@Suite(.timeLimit(.minutes(5))) struct TerminalInjectionTests {
    /// Every command that reads, but for those of one kiosk or ticket.
    private static let commands = [
        ["kiosks", "list"], ["kiosks", "audit"], ["enroll-token", "list"], ["tickets", "list", "--limit", "500"],
        ["export", "responses"], ["export", "responses", "--format", "ndjson"], ["audit", "list"], ["users", "list"],
        ["tokens", "list"], ["branches", "list"], ["branches", "show", "baku"], ["ranking"], ["report", "baku"],
        ["webhooks", "list"], ["ticket-rules", "list"], ["survey", "list"],
    ]
    private static let withoutJSON = ["export"]

    private func printed(_ centre: TalkativeCentre) async throws -> [String: String] {
        let token = try await centre.admin().token[.authorization]?.dropFirst("Bearer ".count) ?? ""
        let application = centre.site.application
        let own = centre.some.flatMap { number in
            [["kiosks", "show", centre.kiosks[number]], ["tickets", "show", "\(number + 1)"]]
        }
        var printed: [String: String] = [:]
        for (place, command) in (Self.commands + own).enumerated() {
            let forms = Self.withoutJSON.contains(command[0]) ? [command] : [command, command + ["--json"]]
            for form in forms {
                let run = try await onThread {
                    TerminalRun(form, token: String(token)) { request in try await application.answer(to: request) }
                }
                // The audit of kiosks finds much to tell of these.
                #expect(run.code == (command == ["kiosks", "audit"] ? 1 : 0), "\(form): \(run.messages)")
                #expect(Self.isHarmless(run.text + run.messages), "\(form)")
                printed["\(place) \(form.last == "--json")"] = run.text
            }
        }
        return printed
    }

    /// Nothing that moves the cursor, changes the terminal, or turns the direction of what comes after it.
    private static func isHarmless(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            "\n\t".unicodeScalars.contains(scalar)
                || scalar.properties.generalCategory != .control
                    && !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
        }
    }

    @Test func `every line is one line, and nothing in it drives the terminal`() async throws {
        let printed = try await printed(try await TalkativeCentre(HostileTexts.all))
        let plain = try await self.printed(try await TalkativeCentre(HostileTexts.plain))
        #expect(printed.count == plain.count)
        // An export keeps the lines of what it exports; JSON is compared below.
        for (name, text) in printed where name.hasSuffix("false") && !name.hasPrefix("4 ") && !name.hasPrefix("5 ") {
            #expect(Self.lines(text) == Self.lines(plain[name] ?? ""), "\(name)")
        }
        // JSON stays what it is.
        for (name, text) in printed where name.hasSuffix("true") {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        }
    }

    private static func lines(_ text: String) -> Int { text.unicodeScalars.count { $0 == "\n" } }
}

/// One command line, against a collector in this process.
private struct TerminalRun: Sendable {
    let text: String
    let messages: String
    let code: Int32

    init(
        _ arguments: [String], token: String,
        _ answer: @escaping @Sendable (WireProtocol.HTTPRequest) async throws -> WireProtocol.HTTPResponse
    ) {
        var (output, told) = (Data(), "")
        let session = Session(
            environment: ["SMILEPOST_COLLECTOR": "http://127.0.0.1:1", "SMILEPOST_TOKEN": token],
            now: { 1_763_800_000_000 }, isTerminal: true, write: { output += $0 },
            writeMessage: { told += $0 }, askSecret: { _ in nil },
            standardInput: { Data() }, exchange: { _ in InnerExchange(answer: answer) })
        code = OpsCommand.run(arguments, in: session)
        text = String(decoding: output, as: UTF8.self)
        messages = told
    }
}

/// Waits for a router's answers, on a thread that may wait.
private struct InnerExchange: HTTPExchange {
    let answer: @Sendable (WireProtocol.HTTPRequest) async throws -> WireProtocol.HTTPResponse

    func send(_ request: WireProtocol.HTTPRequest) throws(HTTPFailure) -> WireProtocol.HTTPResponse {
        let (found, semaphore) = (Answer(), DispatchSemaphore(value: 0))
        Task { [answer] in
            found.set(try? await answer(request))
            semaphore.signal()
        }
        semaphore.wait()
        guard let response = found.response else { throw HTTPFailure(kind: .network, message: "no answer") }
        return response
    }
}

private final class Answer: Sendable {
    private let kept = Mutex<WireProtocol.HTTPResponse?>(nil)

    var response: WireProtocol.HTTPResponse? { kept.withLock { $0 } }

    func set(_ response: WireProtocol.HTTPResponse?) { kept.withLock { $0 = response } }
}

private func onThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
    }
}

extension ApplicationProtocol {
    /// What the collector answers to one request of the ops tool.
    fileprivate func answer(to request: WireProtocol.HTTPRequest) async throws -> WireProtocol.HTTPResponse {
        var headers = HTTPFields()
        for (name, value) in request.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let path = request.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
        let sent = headers
        let answer = try await test(.router) { client in
            try await client.execute(
                uri: "/" + path.drop { $0 != "/" }.dropFirst(), method: .init(request.method.rawValue) ?? .get,
                headers: sent, body: ByteBuffer(bytes: request.body))
        }
        let pairs = answer.headers.map { ($0.name.rawName.lowercased(), $0.value) }
        return WireProtocol.HTTPResponse(
            status: answer.status.code, headers: Dictionary(pairs) { $1 }, body: Data(answer.body.readableBytesView))
    }
}
