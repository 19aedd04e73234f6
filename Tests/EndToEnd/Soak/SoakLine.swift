import Foundation
import Synchronization
import TestSupport
import WireProtocol

/// The weather on the line between kiosk and collector: one kind of fault at a time, drawn for each request.
final class SoakLine: Sendable {
    let proxy: FaultyProxy
    let witness = SoakWitness()
    private let state: Mutex<State>

    private struct State {
        var random: SeededGenerator
        var counts: [SoakFault: Int] = [:]
    }

    init(to collector: String, seed: UInt64) throws {
        proxy = try FaultyProxy(to: Int(collector.split(separator: ":").last ?? "") ?? 0)
        state = Mutex(State(random: SeededGenerator(seed: seed)))
        mend()
    }

    /// Requests that met a fault, by its kind.
    var counts: [SoakFault: Int] { state.withLock { $0.counts } }

    func mend() {
        proxy.mend()
        proxy.rewrite { [witness] answer in
            witness.hear(answer)
            return answer.bytes
        }
    }

    /// - Parameter share: Part of the requests that meet it.
    func storm(_ kind: SoakFault, share: Double = 0.75) {
        switch kind {
        case .wrongVerdict:
            spoil(kind) { answer in
                guard answer.contains("\"results\"") else { return answer }
                return answer.replacing(/"sha256":"[0-9a-f]{8}/, with: "\"sha256\":\"00000000")
            }
        case .alteredSurvey: spoil(kind) { $0.replacing("your ticket", with: "that ticket") }
        default: judge(kind, share)
        }
    }

    private func judge(_ kind: SoakFault, _ share: Double) {
        proxy.judge { [self] request in
            state.withLock { state in
                guard Double.random(in: 0..<1, using: &state.random) < share else { return .none }
                state.counts[kind, default: 0] += 1
                return Self.fault(kind, request, &state.random)
            }
        }
    }

    private static func fault(
        _ kind: SoakFault, _ request: HTTPMessage, _ random: inout SeededGenerator
    ) -> FaultyProxy.Fault {
        switch kind {
        case .requestCut: .cutRequest(after: Int.random(in: 0..<request.bytes.count, using: &random))
        case .answerCut: .cut(after: Int.random(in: 0..<400, using: &random))
        case .reset: .reset
        case .stall: .stall
        case .doubled: .doubled
        case .portal: .answer(StrangeAnswers.portals.randomElement(using: &random) ?? Data())
        case .oddStatus: .answer(StrangeAnswers.oddStatus(&random))
        default: .drop
        }
    }

    /// Changes what the collector says, without a change of its length, so that the headers hold.
    private func spoil(_ kind: SoakFault, _ change: @escaping @Sendable (String) -> String) {
        proxy.rewrite { [self] answer in
            let text = String(decoding: answer.body, as: UTF8.self)
            let spoilt = change(text)
            guard spoilt != text else { return answer.bytes }
            state.withLock { $0.counts[kind, default: 0] += 1 }
            return Data((answer.head + "\r\n\r\n" + spoilt).utf8)
        }
    }
}

/// Answers that are no collector's.
enum StrangeAnswers {
    private static let page = "<html><body>Log in to the guest network</body></html>"
    private static let verdicts = #"{"status":"ok","results":[]}"#

    static let portals: [Data] = [
        answer(200, page), answer(200, page, type: Wire.MediaType.results), answer(200, verdicts),
        answer(200, verdicts, type: Wire.MediaType.results), answer(201, ""), answer(204, ""), answer(511, page),
        answer(302, "", headers: ["Location: http://127.0.0.1:1/login"]),
    ]

    private static let pauses = ["0", "-5", "7", "1000000000000", "Sun, 06 Nov 1994 08:49:37 GMT", "soon", ""]

    static func oddStatus(_ random: inout SeededGenerator) -> Data {
        var status = Int.random(in: 400...599, using: &random)
        // A retired kiosk asks nobody, as it should; a packed batch refused is tried at once without packing.
        if status == 410 { status = 503 }
        let pause = pauses.randomElement(using: &random) ?? ""
        return answer(status, page, headers: Bool.random(using: &random) ? ["Retry-After: \(pause)"] : [])
    }

    static func answer(_ status: Int, _ body: String, type: String = "text/html", headers: [String] = []) -> Data {
        let head = ["HTTP/1.1 \(status) Strange", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"]
        return Data(((head + headers).joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
