import CollectorStore
import Foundation
import Hummingbird
import Logging
import SurveyKit
import TestSupport
import Transport
import WireProtocol

@testable import CollectorApp

/// Runs work that blocks on a thread of its own: Swift's pool has one thread a core, and the collector needs them.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}

let silentLogger = Logger(label: "contract", factory: { _ in SwiftLogNoOpLogHandler() })

/// The collector as it runs in the field, listening on this machine, with a database in a folder of its own.
final class LiveCollector: Sendable {
    static let adminToken = "admin-token-of-the-contract-tests"
    /// Of every collector here.
    static let noticeSigner = NoticeSigner()

    let store: CollectorStore
    let port: Int
    private let folder: TemporaryFolder
    private let server: Task<Void, any Error>
    /// Of central ops.
    let api = CurlExchange(options: TransportOptions(userAgent: "smilepost-ops/contract"))

    private init(folder: TemporaryFolder, store: CollectorStore, port: Int, server: Task<Void, any Error>) {
        (self.folder, self.store, self.port, self.server) = (folder, store, port, server)
    }

    deinit {
        server.cancel()
        // The folder goes when nothing is open in it any more.
        Task { [folder, store, server] in
            _ = try? await server.value
            try? store.close()
            _ = folder
        }
    }

    var url: String { "http://127.0.0.1:\(port)" }
    var database: CollectorDatabase { CollectorDatabase(path: Self.database(in: folder)) }

    /// A collector with a branch, an admin's token and nothing published.
    ///
    /// - Parameters:
    ///   - pace: How slow a peer may be.
    ///   - now: Its clock, ms since 1970.
    static func start(
        pacing: Pacing = Pacing(), pace: Pace = Pace(), now: @escaping @Sendable () -> Int64 = Collector.systemTime
    ) async throws -> LiveCollector {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(path: database(in: folder), pacing: pacing)
        try await store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        try await store.addApiToken(
            hash: Secrets.hash(adminToken), role: .admin, label: "contract", nowMS: now())
        return try await serve(store, folder, port: 0, pace: pace, now: now)
    }

    /// Stops it, lets `change` at its folder, and starts it again at the same address.
    func restarted(after change: (LiveCollector) async throws -> Void = { _ in }) async throws -> LiveCollector {
        server.cancel()
        _ = try? await server.value
        try store.close()
        try await change(self)
        let store = try CollectorStore(path: Self.database(in: folder), pacing: store.pacing)
        return try await Self.serve(store, folder, port: port)
    }

    /// Puts `backup` in the place of the database, as smilepost-collector restore does; see `restarted`.
    func restore(_ backup: String) throws {
        _ = try Restore(folder: folder.path).run(backup, stamp: "contract")
    }

    func backup() async throws -> String {
        let path = folder.file("backup.sqlite")
        try await store.backup(to: path, nowMS: Collector.systemTime())
        return path
    }

    private static func database(in folder: TemporaryFolder) -> String { folder.file("collector.sqlite") }

    private static func serve(
        _ store: CollectorStore, _ folder: TemporaryFolder, port: Int, pace: Pace = Pace(),
        now: @escaping @Sendable () -> Int64 = Collector.systemTime
    ) async throws -> LiveCollector {
        let collector = try Collector(store: store, logger: silentLogger, now: now, noticeSigner: noticeSigner)
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let application = collector.application(port: port, pace: pace) { continuation.yield($0) }
        let server = Task {
            defer { continuation.finish() }
            try await application.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else {
            try await server.value
            throw CancellationError()
        }
        return LiveCollector(folder: folder, store: store, port: port, server: server)
    }
}
