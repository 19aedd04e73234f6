import ArgumentParser
import CollectorStore
import Foundation
import Glibc
import Logging
import NIOCore

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Take answers and show pages until SIGTERM or SIGINT.")

    @OptionGroup var options: StoreOptions

    @Option(help: "HOST:PORT to listen on, such as 127.0.0.1:8480; port 0 takes any free one.")
    var listen: String?

    func run() async throws {
        var configuration = try options.configuration()
        if let listen {
            guard let address = ListenAddress(listen) else {
                throw CommandFailure(.usage, "--listen must be HOST:PORT, such as 127.0.0.1:8480, not \"\(listen)\"")
            }
            configuration.listen = address
        }
        // The lock first: a restore must not exchange the database between the two.
        try StoreOptions.makeFolder(configuration.data)
        let lock = try DataLock(folder: configuration.data)
        defer { lock.release() }
        let store = try options.store(configuration, create: true)
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        try await store.setMail(on: configuration.mail != nil)
        let collector = try Collector(
            store: store, isSecure: configuration.isSecure, clocks: .system, mail: configuration.mail?.carrier,
            noticeSigner: NoticeKeyFile(data: configuration.data).signer())
        if let secrets = try await FirstStart.prepare(store, now: collector.now()) {
            let stream = ProcessInfo.processInfo.environment["JOURNAL_STREAM"]
            try secrets.tell(
                data: configuration.data, isJournal: FirstStart.isJournal(STDOUT_FILENO, stream: stream))
        }
        if let warning = configuration.signInWarning { Console.message(warning) }
        do {
            try await CollectorServer(
                collector: collector, listen: configuration.listen, data: configuration.data,
                retention: configuration.retention
            ).run()
        } catch let error as IOError {
            throw CommandFailure(
                .unavailable,
                "can't listen on \(configuration.listen.url) (errno \(error.errnoCode)); is the port taken, or the address "
                    + "not this machine's?")
        }
        try store.close()
    }
}

extension CollectorConfiguration {
    /// Whether cookies are marked for https only: always, unless browsers come by plain http from this machine.
    var isSecure: Bool {
        guard let publicURL else { return !listen.isLoopback }
        let host = URLComponents(string: publicURL)?.host ?? ""
        return publicURL.hasPrefix("https:") || !ListenAddress(host: host, port: 0).isLoopback
    }

    /// Signing in over plain http to another machine can't work: the browser won't send the cookie.
    var signInWarning: String? {
        guard isSecure, publicURL?.hasPrefix("https:") != true else { return nil }
        return "Signing in works over https only: put a TLS proxy in front and set public_url in [collector]."
    }
}
