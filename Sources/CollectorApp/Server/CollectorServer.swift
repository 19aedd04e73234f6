import CollectorStore
import Foundation
package import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The listening collector: it ends at SIGTERM or SIGINT, finishing what it has begun within 10 seconds.
struct CollectorServer {
    let collector: Collector
    let listen: ListenAddress
    /// The folder that gets `collector.url`: where the collector listens, for tests and `login-link`.
    let data: String
    /// How long what customers said is kept.
    let retention: RetentionRule

    static func urlFile(in data: String) -> String { data + "/collector.url" }

    func run() async throws {
        let application = collector.application(listen) { [listen, data] port in
            Self.announce(ListenAddress(host: listen.host, port: port), in: data)
        }
        var configuration = ServiceGroupConfiguration(
            services: [
                application, Chore.sessions(of: collector), Chore.quarantine(of: collector),
                Chore.databaseLog(of: collector),
                OutboxService(outbox: collector.outbox), RetentionKeeper(collector: collector, rule: retention),
                RecountKeeper(collector: collector),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: collector.logger)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: configuration).run()
        try? FileManager.default.removeItem(atPath: Self.urlFile(in: data))
    }

    private static func announce(_ bound: ListenAddress, in data: String) {
        do {
            try Data((bound.url + "\n").utf8).write(to: URL(fileURLWithPath: urlFile(in: data)), options: .atomic)
        } catch {
            Console.message("can't write \(urlFile(in: data)): \(error.localizedDescription)")
        }
        Console.message("Smilepost collector listening on \(bound.url)")
    }
}

extension Collector {
    /// The whole collector as a service of its own, for `ServiceGroup` and for tests.
    ///
    /// - Parameters:
    ///   - pace: How slow a peer may be.
    ///   - onListening: Told the port once it accepts connections.
    package func application(
        host: String = "127.0.0.1", port: Int = 0, pace: Pace = Pace(),
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        application(ListenAddress(host: host, port: port), pace: pace, onListening: onListening)
    }

    /// More connections than this wait to be accepted.
    private static let connections = 4_096

    func application(
        _ listen: ListenAddress, pace: Pace = Pace(), onListening: @escaping @Sendable (Int) async -> Void
    ) -> some ApplicationProtocol {
        Application(
            router: router(),
            server: .http1(
                configuration: .init(additionalChannelHandlers: [PaceKeeper(pace)], idleTimeout: .seconds(75))),
            configuration: ApplicationConfiguration(
                address: .hostname(listen.host, port: listen.port),
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connections)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? listen.port) },
            logger: logger)
    }
}
