import Foundation
import KioskStore
import Logging
import SurveyKit
import Synchronization
import TestSupport
import Transport
import WireProtocol

@testable import KioskSync

/// A kiosk's side of the wire without its program: it sends lines of its own queue, and remembers every verdict it saw.
final class Sender: Sendable {
    private static let app = "smilepost-kiosk/test"

    private let requests: DeviceRequests
    private let folder: TemporaryFolder
    private let queue: QueueID
    private let state = Mutex(State())

    private struct State {
        var lines: [SealedLine] = []
        /// Lines that the collector said it has, by id, with the hash it named.
        var acknowledged: [ResponseID: String] = [:]
        var faults: [String] = []
    }

    init(collector: Collector, number: Int) throws {
        folder = try TemporaryFolder()
        let store = try KioskStore(stateFolder: folder.file("state"))
        defer { store.close() }
        let enrolment = try Enroller(
            exchange: CurlExchange(options: TransportOptions(userAgent: Self.app)), store: store,
            logger: Logger(label: "sender", factory: { _ in SwiftLogNoOpLogHandler() })
        ).enroll(
            token: try collector.enrolToken(), url: collector.url, name: "Exit \(number)", hostname: "exit-\(number)",
            app: Self.app)
        queue = try store.identity().queueID
        requests = DeviceRequests(
            settings: SyncSettings(collectorURL: collector.url, app: Self.app), enrolment: enrolment, queue: queue)
    }

    /// Every line made so far, oldest first.
    var lines: [SealedLine] { state.withLock { $0.lines } }
    var acknowledged: [ResponseID: String] { state.withLock { $0.acknowledged } }
    /// What the collector said and can't be true.
    var faults: [String] { state.withLock { $0.faults } }

    /// Seals new lines of `small-face`, as the next ones of the queue.
    func seal(_ count: Int) throws -> [SealedLine] {
        try state.withLock { state in
            for _ in 0..<count {
                let seq = Int64(state.lines.count + 1)
                var generator = SystemRandomNumberGenerator()
                let draft = Draft(
                    id: ResponseID(drawnFrom: &generator), surveyID: "small-face", surveyVersion: 1, bundle: nil,
                    started: Examples.start, language: "en", answers: ["face": .score(Int(seq % 5) + 1)],
                    completion: .done)
                state.lines.append(
                    try SealedLine(
                        sealing: draft, queue: queue, seq: seq,
                        prev: state.lines.last?.sha256 ?? SealedLine.genesis(of: queue)))
            }
            return Array(state.lines.suffix(count))
        }
    }

    /// Sends lines over a connection; nil where no answer came, else its status.
    ///
    /// Every verdict is held against those before it: what was acknowledged once is never new again.
    @discardableResult
    func send(_ lines: [SealedLine], over exchange: CurlExchange) -> Int? {
        let now = Timestamp(
            boot: Examples.start.boot, bootMS: 2_000_000, wallMS: Examples.start.wallMS, clock: .unknown)
        guard let answer = try? exchange.send(requests.batch(lines, at: now)) else { return nil }
        guard answer.status == 200, let verdicts = try? JSONDecoder().decode(IngestAnswer.self, from: answer.body)
        else {
            return answer.status
        }
        let hashes = Dictionary(uniqueKeysWithValues: lines.map { ($0.id, $0.sha256.hex) })
        state.withLock { state in
            for verdict in verdicts.results {
                guard let id = verdict.id, let hash = hashes[id], verdict.sha256 == hash else {
                    state.faults.append("a verdict of no line that was sent: \(verdict)")
                    continue
                }
                switch verdict.status {
                case .accepted where state.acknowledged[id] != nil:
                    state.faults.append("line \(id) was acknowledged, and is new again")
                case .accepted, .duplicate: state.acknowledged[id] = hash
                case .quarantined, .conflict, .retry, .rejected:
                    state.faults.append("line \(id) is \(verdict.status.rawValue)")
                }
            }
        }
        return answer.status
    }

    static func connection() -> CurlExchange { CurlExchange(options: TransportOptions(userAgent: app)) }
}
