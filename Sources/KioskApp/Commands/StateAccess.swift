import FoundationEssentials
import KioskStore
import SurveyKit

/// The state of a kiosk, from the one that runs or, when none does, from its database for a moment.
struct StateAccess {
    let config: KioskConfig

    init(_ config: KioskConfig) { self.config = config }

    func status() throws -> StatusReport {
        if let report = ControlClient.ask(.status, stateFolder: config.stateFolder)?.status { return report }
        return try withStore { store in
            try StatusReport(
                of: store, config: config, isRunning: false, nowMS: SystemClock().now().wallMS,
                collector: .init(url: config.collectorURL, state: "not-running", lastContactMS: nil, lastError: nil))
        }
    }

    /// Opens the store for as long as `body` takes.
    ///
    /// - Parameter mayMake: Whether a store that is not there yet is made: only an enrolment comes before the first start.
    /// - Throws: An exit code after saying why: 75 when a kiosk holds the folder, else 1.
    func withStore<Value>(mayMake: Bool = false, _ body: (KioskStore) throws -> Value) throws -> Value {
        if let problem = DeviceFacts.problemOpening(config.stateFolder, mayMake: mayMake) {
            Console.complain(problem)
            throw KioskExit.failed
        }
        let store: KioskStore
        do throws(StoreError) {
            store = try KioskStore(stateFolder: config.stateFolder)
        } catch {
            Console.complain(error.description)
            if case .locked = error { throw KioskExit.tryAgain }
            throw KioskExit.failed
        }
        defer { store.close() }
        do {
            // Nobody is at the screen: what a stop has left behind counts, and goes out with the rest.
            try store.sealDraft()
            return try body(store)
        } catch let error as StoreError {
            Console.complain(error.description)
            throw KioskExit.failed
        }
    }
}

extension StatusReport {
    private static func notes(on activation: Activation) -> [String]? {
        var notes: [String] = []
        if activation.shown?.state == .pending { notes.append("new, and has not yet shown that it works") }
        if activation.shown?.isClosed == true { notes.append("closed by the centre") }
        if let waiting = activation.first(.staged) { notes.append("\(waiting.name) waits for the next customer") }
        notes += activation.bundles.filter { $0.state == .failed }.map { "\($0.name) was given up: \($0.why ?? "")" }
        return notes.isEmpty ? nil : notes
    }

    /// What the store says, with what only the running kiosk knows.
    init(
        of store: KioskStore, config: KioskConfig, isRunning: Bool, nowMS: Int64, collector: Collector,
        parked: Int64 = 0
    ) throws(StoreError) {
        let books = try store.accounting(nowMS: nowMS)
        let enrolment = try store.folder.enrolment()
        // One that was downloaded before the first start is the one to be shown.
        let shown = try store.shownSurvey()
        self.init(
            name: config.name, kioskID: enrolment?.kioskID, isRunning: isRunning, created: books.created,
            delivered: books.delivered, pending: books.pending, dead: books.dead, lost: books.lost,
            parked: parked, oldestPendingMS: books.oldestPendingMS,
            survey: shown.map { Survey(id: $0.surveyID, version: $0.version) }, collector: collector)
        surveyNotes = Self.notes(on: try store.activation())
        storage = try StorageStatus(of: store, now: nil)
    }
}
