package import CollectorStore
import Foundation
package import Logging

/// What the routes share: the store, the clock, and how people reach this collector.
package struct Collector: Sendable {
    package let store: CollectorStore
    /// Milliseconds since 1970; a closure, so that tests move it.
    let now: @Sendable () -> Int64
    /// Whether cookies may travel over https only: everywhere but on plain http to this machine.
    let isSecure: Bool
    let logger: Logger
    let counters = HTTPCounters()
    let doors = DeviceDoors()
    let gate: LoginGate
    let enrolmentGate = EnrolmentGate()
    let readiness = Readiness()
    let templates: SiteTemplates
    let startedMS: Int64

    /// - Parameters:
    ///   - isSecure: Whether browsers reach the collector by https.
    ///   - now: Milliseconds since 1970.
    /// - Throws: The template parser's error.
    package init(
        store: CollectorStore, isSecure: Bool = false, logger: Logger = Logger(label: "smilepost-collector"),
        now: @escaping @Sendable () -> Int64 = Collector.systemTime
    ) throws {
        self.store = store
        self.isSecure = isSecure
        self.logger = logger
        self.now = now
        gate = LoginGate()
        templates = try SiteTemplates()
        startedMS = now()
    }

    /// The system's clock, in milliseconds since 1970.
    package static let systemTime: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1_000) }
}
