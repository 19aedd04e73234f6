import CollectorStore
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import CollectorApp

/// Pages that are open hear that something changed, within reach and nothing more.
@Suite(.timeLimit(.minutes(2))) struct LiveTests {
    @Test func `a page hears of its branches and of no other`() async throws {
        let feed = ChangeFeed()
        let baku = try #require(feed.listen(.branches(["baku"]), as: "leyla"))
        let all = try #require(feed.listen(.all, as: "anna"))
        feed.publish("ganja")
        feed.publish("ganja")
        feed.publish("baku")
        var heard = baku.makeAsyncIterator()
        var everything = all.makeAsyncIterator()
        // What comes faster than it is taken is one change.
        #expect(await heard.next() != nil)
        #expect(await everything.next() != nil)
        feed.publish("ganja")
        feed.publish("baku")
        #expect(await heard.next() != nil)
        #expect(await everything.next() != nil)
    }

    @Test func `a page that is closed is forgotten, and too many are turned away`() async throws {
        let feed = ChangeFeed()
        var streams = (0..<ChangeFeed.mostListeners).compactMap {
            feed.listen(.all, as: "person \($0 / ChangeFeed.mostOfOne)")
        }
        #expect(streams.count == ChangeFeed.mostListeners)
        #expect(feed.listen(.all, as: "one more") == nil)
        streams.removeAll()
        #expect(feed.count == 0)
        #expect(feed.listen(.all, as: "one more") != nil)
    }

    @Test func `one person holds some lines and no more`() {
        let feed = ChangeFeed()
        let streams = (0..<ChangeFeed.mostOfOne).map { _ in feed.listen(.all, as: "leyla") }
        #expect(streams.allSatisfy { $0 != nil })
        #expect(feed.listen(.all, as: "leyla") == nil)
        #expect(feed.listen(.all, as: "anna") != nil)
    }

    @Test func `the stream says that there is something new, and nothing of it`() async throws {
        let centre = try await SiteCentre()
        let response = LiveRoute(collector: centre.collector).response(for: .branches(["baku"]), as: "leyla") { true }
        #expect(response.headers[.contentType] == "text/event-stream")
        let told = ToldWords()
        let changes = centre.collector.changes
        let reading = Task {
            try await response.body.write(
                LineWriter { text in
                    told.add(text)
                    // The page is there: now customers come, in both branches.
                    if text.hasPrefix("retry") {
                        changes.publish("ganja")
                        changes.publish("baku")
                    }
                    if text.hasPrefix("event") { throw CancellationError() }
                })
        }
        _ = await reading.result
        #expect(told.text == "retry: 5000\n\nevent: change\ndata: \n\n")
        // The listener is gone as soon as its tasks have ended.
        while changes.count > 0 { await Task.yield() }
    }
}

/// What is heard by somebody whose rights change while a page is open.
extension LiveTests {
    @Test(arguments: ["narrowed", "disabled", "moved"])
    func `a stream tells nothing more once its reader's reach is another one`(change: String) async throws {
        let centre = try await SiteCentre()
        let store = centre.store
        for (id, region) in [("baku", "East"), ("ganja", "West")] {
            try await store.upsertBranch(BranchInfo(id: id, name: id, timeZone: "UTC", region: region))
        }
        try await store.addUser(
            name: "leyla", role: .viewer, places: [.region("East"), .region("West")], passwordHash: "", nowMS: 1)
        try await store.addSession(hash: Secrets.hash("s"), user: "leyla", expiresMS: .max, nowMS: 1)
        let request = Request(
            head: .init(
                method: .get, scheme: nil, authority: nil, path: "/events",
                headerFields: [.cookie: "\(SessionCookie.name)=s"]), body: .init(buffer: ByteBuffer()))
        let collector = centre.collector
        let reach = try #require(try await PageAuthentication.principal(of: request, collector: collector)).reach
        let response = LiveRoute(collector: collector).response(for: reach, as: "leyla") {
            try await PageAuthentication.principal(of: request, collector: collector)?.reach == reach
        }
        let told = ToldWords()
        let actor = AuditActor(name: "root", role: .admin, token: nil)
        // It ends by itself.
        try await response.body.write(
            LineWriter { text in
                told.add(text)
                guard text.hasPrefix("retry") else { return }
                switch change {
                case "narrowed":
                    _ = try await store.changeUser(
                        name: "leyla", UserChange(places: [.region("East")]), by: actor, nowMS: 2)
                case "disabled":
                    _ = try await store.changeUser(
                        name: "leyla", UserChange(isDisabled: true), by: actor, nowMS: 2)
                default:
                    try await store.upsertBranch(
                        BranchInfo(id: "ganja", name: "ganja", timeZone: "UTC", region: "North"))
                }
                collector.changes.publish("ganja")
            })
        #expect(told.text == "retry: 5000\n\n")
        while collector.changes.count > 0 { await Task.yield() }
    }
}

/// Hands over what a response's body writes.
private struct LineWriter: ResponseBodyWriter {
    let take: @Sendable (String) async throws -> Void

    mutating func write(_ buffer: ByteBuffer) async throws { try await take(String(buffer: buffer)) }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

/// Everything that was written, in order.
private final class ToldWords: Sendable {
    private let words = Mutex("")

    var text: String { words.withLock { $0 } }

    func add(_ text: String) { words.withLock { $0 += text } }
}
