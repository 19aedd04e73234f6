import Foundation
import SurveyKit
import Synchronization
import TestSupport
import WireProtocol

/// Stands at the line and remembers what the collector has acknowledged since it was last put back.
final class SoakWitness: Sendable {
    private let state = Mutex(State())

    private struct State {
        var acknowledged: Set<String> = []
        var faults: [String] = []
    }

    /// Ids of lines, in hex.
    var acknowledged: Set<String> { state.withLock { $0.acknowledged } }

    /// What the collector said and can't be true.
    var faults: [String] { state.withLock { $0.faults } }

    /// A restored collector has been told to forget.
    func collectorWasRestored() { state.withLock { $0.acknowledged = [] } }

    /// Reads an answer on its way to the kiosk.
    func hear(_ answer: HTTPMessage) {
        guard let verdicts = try? JSONDecoder().decode(IngestAnswer.self, from: answer.body) else { return }
        state.withLock { state in
            for verdict in verdicts.results {
                guard let id = verdict.id?.hex else { continue }
                switch verdict.status {
                case .accepted, .duplicate:
                    state.acknowledged.insert(id)
                case .conflict, .rejected: state.faults.append("line \(id) is \(verdict.status.rawValue)")
                case .quarantined, .retry: break
                }
            }
        }
    }
}
