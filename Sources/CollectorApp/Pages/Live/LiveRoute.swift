import CollectorStore
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// `/events`: server-sent events (WHATWG HTML, section 9.2) for pages that are open.
///
/// An event says that there is something new for somebody with this reach, and nothing else; the page is read anew.
struct LiveRoute {
    let collector: Collector

    /// A comment this often keeps proxies from closing the line.
    static let heartbeat = Duration.seconds(20)
    /// The browser comes again after this.
    static let longest = Duration.seconds(600)
    /// Between two events of one stream: whoever listens is looked up before each.
    static let pace = Duration.seconds(1)

    func response(_ request: Request, _ context: CollectorContext) async throws -> Response {
        guard let principal = context.principal else { throw HTTPError(.unauthorized) }
        return response(for: principal.reach, as: principal.name) {
            try await PageAuthentication.principal(of: request, collector: collector)?.reach == principal.reach
        }
    }

    /// The stream of somebody with this reach; where there are too many, one that says to come again.
    ///
    /// A browser that is answered anything but 200 never comes again by itself.
    /// - Parameter isCurrent: Whether whoever listens is still signed in and has this reach. Where not, the stream ends
    ///   before it tells anything more, and the browser comes again as who it is then.
    func response(
        for reach: Reach, as name: String, while isCurrent: @escaping @Sendable () async throws -> Bool
    ) -> Response {
        guard let changes = collector.changes.listen(reach, as: name) else {
            return Self.stream(ResponseBody(byteBuffer: ByteBuffer(string: "retry: 60000\n\n")))
        }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
            for await beat in Self.beats(changes).cancelOnGracefulShutdown() {
                guard try await isCurrent() else { break }
                try await writer.write(ByteBuffer(string: beat == .change ? "event: change\ndata: \n\n" : ":\n\n"))
            }
            try await writer.finish(nil)
        }
        return Self.stream(body)
    }

    private static func stream(_ body: ResponseBody) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }

    private enum Beat: Sendable { case change, pause }

    /// Changes and heartbeats in one stream, which ends by itself.
    private static func beats(_ changes: AsyncStream<Void>) -> AsyncStream<Beat> {
        AsyncStream(bufferingPolicy: .bufferingNewest(2)) { continuation in
            let work = Task {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await _ in changes {
                            continuation.yield(.change)
                            try? await Task.sleep(for: pace)
                        }
                    }
                    group.addTask {
                        let end = ContinuousClock.now + longest
                        while !Task.isCancelled, ContinuousClock.now < end {
                            try? await Task.sleep(for: heartbeat)
                            continuation.yield(.pause)
                        }
                    }
                    await group.next()
                    group.cancelAll()
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in work.cancel() }
        }
    }
}
