import Dispatch
import Foundation
import Glibc
import KioskStore
import Logging
import SurveyKit
import Synchronization
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// A kiosk without a screen: its own store, its sync lane on a thread, libcurl.
final class LiveKiosk: Sendable {
    static let app = "smilepost-kiosk/contract"

    let store: KioskStore
    let url: String
    let staged: AsyncStream<SyncEvent>
    private let folder: TemporaryFolder
    private let worker: SyncWorker
    private let enroller: CurlExchange
    private let lines = Mutex<[SealedLine]>([])
    /// Of its first response among the examples.
    private let firstID: Int

    /// - Parameters:
    ///   - url: The collector's, or that of what stands before it.
    ///   - options: How it is reached.
    ///   - original: A kiosk that was shut down, whose state folder this one begins with; nil for an empty one.
    ///   - files: Which files of it; nil for all.
    ///   - boot: Of the machine; nil for that of all other kiosks.
    ///   - firstID: Two kiosks that seal into one queue number their examples differently.
    init(
        at url: String, options: TransportOptions = TransportOptions(userAgent: LiveKiosk.app),
        copying original: LiveKiosk? = nil, files: [String]? = nil, boot: String? = nil, firstID: Int = 0
    ) throws {
        self.url = url
        self.firstID = firstID
        folder = try TemporaryFolder()
        try original?.copyState(to: folder.file("state"), files: files)
        store = try KioskStore(stateFolder: folder.file("state"))
        let now: @Sendable () -> Timestamp = { systemNow().atBoot(boot) }
        guard let clock = SystemSyncClock(now: now) else { throw CancellationError() }
        let exchange = CurlExchange(options: options)
        enroller = CurlExchange(options: options)
        let (staged, continuation) = AsyncStream<SyncEvent>.makeStream()
        self.staged = staged
        worker = SyncWorker(
            store: store, settings: Self.settings(url), enrolment: try store.folder.enrolment(),
            network: .init(open: { exchange }, abort: { exchange.abort() }), clock: clock, logger: silentLogger,
            onEvent: { if $0 != .statusChanged { continuation.yield($0) } })
        worker.start()
    }

    deinit {
        // Stopping waits for the transfer under way, which must not hold up one of the collector's threads.
        Thread.detachNewThread { [folder, store, worker] in
            worker.stop()
            store.close()
            _ = folder
        }
    }

    /// Ends its work, as pulling the plug does between two writes.
    func shutDown() async throws {
        try await onThread { [store, worker] in
            worker.stop()
            store.close()
        }
    }

    private func copyState(to path: String, files: [String]?) throws {
        let state = folder.file("state")
        guard let files else { return try FileManager.default.copyItem(atPath: state, toPath: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for file in files { try FileManager.default.copyItem(atPath: state + "/" + file, toPath: path + "/" + file) }
    }

    static func settings(_ url: String) -> SyncSettings { SyncSettings(collectorURL: url, app: app) }

    /// Enrols, and waits for the round that follows: what is sealed after it leaves with the next one.
    @discardableResult
    func enrol(token: String) async throws -> Enrolment {
        let enrolment = try await enrolOnly(token: token)
        worker.use(enrolment)
        #expect(await sync().error == nil)
        return enrolment
    }

    /// Enrols without telling the sync lane.
    func enrolOnly(token: String) async throws -> Enrolment {
        try await onThread { [enroller, store, url] in
            try Enroller(exchange: enroller, store: store, logger: silentLogger)
                .enroll(token: token, url: url, name: "Exit 1", hostname: "exit-1", app: Self.app)
        }
    }

    func use(_ enrolment: Enrolment) { worker.use(enrolment) }

    /// Tells the sync lane that an enrolment waits for approval.
    func awaitApproval() { worker.awaitApproval() }

    /// Takes interviews, and keeps what was sealed.
    func seal(_ count: Int, comment: String? = nil) async throws {
        try await onThread { [self] in
            for _ in 0..<count {
                let number = firstID + lines.withLock { $0.count }
                var draft = Examples.draft(
                    id: Examples.responseID(number), score: number % 5 + 1, started: systemNow())
                if let comment { draft.answers["comment"] = .option(comment) }
                try store.saveDraft(draft)
                guard let line = try store.sealDraft() else { throw CancellationError() }
                lines.withLock { $0.append(line) }
            }
        }
    }

    /// Seals these interviews.
    func seal(_ drafts: [Draft]) async throws {
        try await onThread { [self] in
            for draft in drafts {
                try store.saveDraft(draft)
                guard let line = try store.sealDraft() else { throw CancellationError() }
                lines.withLock { $0.append(line) }
            }
        }
    }

    /// One whole round: everything pending, then a check-in.
    func sync() async -> SyncReport {
        await withCheckedContinuation { continuation in worker.syncNow { continuation.resume(returning: $0) } }
    }

    var status: SyncStatus { worker.status }

    /// Everything sealed so far, oldest first.
    var sealed: [SealedLine] { lines.withLock { $0 } }

    var books: Accounting {
        get throws { try store.accounting(nowMS: systemNow().wallMS) }
    }

    /// Ids of lines that the kiosk would send again.
    var pending: Set<ResponseID> {
        get throws { Set(try store.pending(maxLines: .max, maxBytes: .max).lines.map(\.id)) }
    }
}

@Sendable func systemNow() -> Timestamp {
    Timestamp(
        boot: Examples.start.boot, bootMS: Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000),
        wallMS: Int64(Date().timeIntervalSince1970 * 1_000), clock: .synchronised)
}

extension Timestamp {
    fileprivate func atBoot(_ boot: String?) -> Timestamp {
        Timestamp(boot: boot ?? self.boot, bootMS: bootMS, wallMS: wallMS, clock: clock)
    }
}

extension Sequence<SealedLine> {
    /// As the collector's ledger should hold them.
    var entries: [CollectorDatabase.Entry] {
        map { CollectorDatabase.Entry(id: $0.id.hex, sha256: $0.sha256.hex) }
    }
}

extension Accounting {
    /// `created/delivered/pending/dead/lost`, for expectations on one line.
    var figures: [Int64] { [created, delivered, pending, dead, lost] }
}

extension ApiKiosk {
    /// What the centre must find to be 0.
    var difference: Int64 { created - ledger - pending - dead - lost }
}
