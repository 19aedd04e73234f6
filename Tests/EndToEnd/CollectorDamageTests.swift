import Dispatch
import Foundation
import GRDB
import Glibc
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

/// The real collector, killed and filled up under load: what it said it has, it has, once.
@Suite(.serialized, .timeLimit(.minutes(120)))
struct CollectorDamageTests {
    /// How often the collector is killed: a few times here, a thousand times and more in a long run.
    private static let kills = ProcessInfo.processInfo.environment["SMILEPOST_KILLS"].flatMap { Int($0) } ?? 40

    private func collector(in folder: String? = nil) throws -> Collector {
        let collector = try Collector(in: folder)
        try collector.publish(try collector.folder.write(SmallSurvey.face, to: "face.yaml"))
        return collector
    }

    @Test("C1: the collector killed under load has after its restart all that it acknowledged, once")
    func killed() throws {
        let collector = try collector()
        let senders = try (1...3).map { try Sender(collector: collector, number: $0) }
        var random = SeededGenerator(seed: 20_261_125)
        for _ in 0..<Self.kills {
            let answered = DispatchSemaphore(value: 0)
            let ended = DispatchGroup()
            for sender in senders {
                let seed = random.next()
                Thread.detach(in: ended) { Self.load(sender, seed: seed) { answered.signal() } }
            }
            // All of them are in full flow.
            for _ in 0..<4 { answered.wait() }
            poll(nil, 0, Int32.random(in: 0...60, using: &random))
            collector.kill()
            ended.wait()
            try collector.start()
            for sender in senders { try expectKept(sender) }
        }
        for sender in senders { #expect(sender.send(sender.lines.suffix(100), over: Sender.connection()) == 200) }
        collector.kill()
        try expectStoredOnce(senders, in: collector.data)
    }

    /// New lines and old ones, known or not, until the connection breaks.
    private static func load(_ sender: Sender, seed: UInt64, onAnswer: () -> Void) {
        var random = SeededGenerator(seed: seed)
        let connection = Sender.connection()
        while true {
            let old = sender.lines.suffix(200).shuffled(using: &random).prefix(5)
            guard let new = try? sender.seal(15), sender.send(old + new, over: connection) == 200 else { break }
            onAnswer()
        }
        // Whoever waits for answers of this one waits no longer.
        for _ in 0..<4 { onAnswer() }
    }

    /// I5: every verdict that was seen is true now.
    private func expectKept(_ sender: Sender) throws {
        let known = sender.acknowledged
        let recent = sender.lines.suffix(1_000).filter { known[$0.id] != nil }
        let connection = Sender.connection()
        for start in stride(from: 0, to: recent.count, by: 100) {
            #expect(sender.send(Array(recent[start..<min(start + 100, recent.count)]), over: connection) == 200)
        }
        #expect(sender.faults == [])
    }

    /// I2, I3 and I5 as another program finds them in the file.
    private func expectStoredOnce(_ senders: [Sender], in data: String) throws {
        let database = try DatabaseQueue(path: data + "/collector.sqlite")
        #expect(try database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
        let bodies = try database.read { try Row.fetchAll($0, sql: "SELECT lower(hex(id)), line FROM response") }
            .map { (id: $0[0] as String, line: $0[1] as Data) }
        let lines = Dictionary(uniqueKeysWithValues: senders.flatMap(\.lines).map { ($0.id.hex, $0.bytes) })
        #expect(Set(bodies.map(\.id)).count == bodies.count, "a line is there twice")
        #expect(bodies.allSatisfy { lines[$0.id] == $0.line }, "a line is there that was never made, or in other bytes")
        let stored = Set(bodies.map(\.id))
        let missing = senders.flatMap { $0.acknowledged.keys }.filter { !stored.contains($0.hex) }
        #expect(missing.isEmpty, "\(missing.count) acknowledged lines are missing")
        #expect(senders.allSatisfy { $0.faults.isEmpty && $0.acknowledged.count > Self.kills })
    }

    @Test(
        "C3: a full disk acknowledges nothing, is read from all the while, and is well again with room, without a restart",
        .enabled(if: SmallDisk.isPossible, "mounting a small file system takes root"))
    func full() throws {
        let disk = try SmallDisk(bytes: 24 << 20)
        let collector = try collector(in: disk.path)
        let sender = try Sender(collector: collector, number: 1)
        let connection = Sender.connection()
        #expect(sender.send(try sender.seal(100), over: connection) == 200)
        try disk.fill(leaving: 64 * 1_024)
        var refused = 0
        for _ in 0..<40 where refused < 5 {
            let before = sender.acknowledged.count
            let status = sender.send(try sender.seal(100), over: connection)
            if status == 503 {
                refused += 1
                #expect(sender.acknowledged.count == before)
            } else {
                #expect(status == 200)
            }
        }
        #expect(refused == 5, "the disk never was full")
        #expect(try collector.export().count >= sender.acknowledged.count)
        #expect(
            try Programs.run("/usr/bin/curl", ["-so", "/dev/null", "-w", "%{http_code}", collector.url + "/readyz"]).out
                == "503")
        disk.empty()
        for start in stride(from: 0, to: sender.lines.count, by: 100) {
            let part = Array(sender.lines[start..<min(start + 100, sender.lines.count)])
            #expect(sender.send(part, over: connection) == 200)
        }
        #expect(sender.faults == [])
        #expect(Set(try collector.export().map(\.id)) == Set(sender.lines.map(\.id.hex)))
        collector.kill()
        try expectStored(sender, in: collector.data)
    }

    private func expectStored(_ sender: Sender, in data: String) throws {
        let database = try DatabaseQueue(path: data + "/collector.sqlite")
        #expect(try database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
        let lines = try database.read { try Data.fetchAll($0, sql: "SELECT line FROM response ORDER BY seq") }
        #expect(lines == sender.lines.map(\.bytes))
    }
}

extension Thread {
    /// Runs blocking work beside the caller, as a member of `group`.
    fileprivate static func detach(in group: DispatchGroup, _ work: @escaping @Sendable () -> Void) {
        group.enter()
        Thread.detachNewThread {
            work()
            group.leave()
        }
    }
}
