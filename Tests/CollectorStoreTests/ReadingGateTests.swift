import Foundation
import GRDB
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import CollectorStore

/// Wide readings have to leave room for kiosks.
@Suite(.timeLimit(.minutes(1))) struct ReadingGateTests {
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `so many read at once and no more, in the order they came, and nobody is forgotten`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let width = Int.random(in: 1...4, using: &generator)
        var line = ReadingLine(width: width, mostWaiting: 3)
        var waiting: [Int] = []
        var running = 0
        for _ in 0..<300 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                switch line.arrive() {
                case .enters:
                    #expect(running < width && waiting.isEmpty)
                    running += 1
                case .waits(let number): waiting.append(number)
                case .isTurnedAway: #expect(waiting.count == 3)
                }
            case 2 where running > 0:
                let next = line.leave()
                #expect(next == waiting.first)
                if waiting.isEmpty { running -= 1 } else { waiting.removeFirst() }
            case 3:
                guard let number = waiting.randomElement(using: &generator) else { continue }
                waiting.removeAll { $0 == number }
                let (first, again) = (line.giveUp(number), line.giveUp(number))
                #expect(first && !again)
            default: break
            }
            #expect(line.running == running && line.waiting == waiting)
        }
    }

    @Test func `while all wide readings are held, kiosks are served and one reading more is told to come again`()
        async throws
    {
        let folder = try TemporaryFolder()
        let store = try CollectorStore(
            path: folder.file("collector.sqlite"), reading: ReadingLimits(width: 4, patience: .zero))
        try await store.upsertBranch(BranchInfo(id: "baku", name: "Baku", timeZone: "Asia/Baku"))
        let kiosk = try await Centre.enrol(in: store)
        let held = HeldReadings(store, count: 4)
        await held.begin()
        let filter = ScoreFilter(days: .ever)
        #expect(await problem { _ = try await store.totalScores(filter) } == .overloaded)
        #expect(await problem { _ = try await store.responses(in: .all) } == .overloaded)
        #expect(await problem { _ = try await store.kiosks(in: .all) } == .overloaded)
        #expect(try await store.kiosk(credentialHash: Data("credential-0".utf8)) == kiosk)
        let answer = try await store.ingest(
            lines: try Centre.lines(3).map(\.bytes), kiosk: kiosk, queue: Centre.queue, sent: nil, nowMS: Centre.now)
        #expect(answer.results.count == 3)
        _ = try await store.checkIn(kiosk, queue: Centre.queue, Centre.books(created: 3), nowMS: Centre.now)
        try await held.end()
        #expect(try await store.kiosks(in: .all).map(\.id) == [kiosk.id])
    }

    @Test func `one that waits is let in as soon as another ends`() async throws {
        let centre = try await Centre()
        let held = HeldReadings(centre.store, count: 4)
        await held.begin()
        async let waiting = centre.store.totalScores(ScoreFilter(days: .ever))
        try await held.end()
        #expect(try await waiting == ScoreCounts())
    }
}

/// Wide readings that stay in the database until they are told to end.
final class HeldReadings: Sendable {
    private let tasks: [Task<Void, any Error>]
    private let started: AsyncStream<Void>
    private let go = DispatchSemaphore(value: 0)

    init(_ store: CollectorStore, count: Int) {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        started = stream
        let go = go
        tasks = (0..<count).map { _ in
            Task {
                try await store.pool.read(within: store.readingLimit) { _ in
                    continuation.yield()
                    go.wait()
                }
            }
        }
    }

    /// Returns when all of them hold a reader.
    func begin() async {
        var count = 0
        for await _ in started {
            count += 1
            if count == tasks.count { return }
        }
    }

    func end() async throws {
        for _ in tasks { go.signal() }
        for task in tasks { try await task.value }
    }
}
