import CollectorStore
import Foundation
import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// One memory card, two kiosks.
@Suite(.timeLimit(.minutes(2)))
struct CloneTests {
    private let collector: LiveCollector
    private let original: LiveKiosk
    private let enrolment: Enrolment

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        original = try LiveKiosk(at: collector.url)
        enrolment = try await original.enrol(token: try await collector.enrolToken())
        try await original.seal(3)
        #expect(await original.sync().error == nil)
        try await original.shutDown()
    }

    @Test("E2: of a cloned card, both kiosks' responses are kept, and the clone is flagged until they are told apart")
    func clonedCard() async throws {
        let one = try LiveKiosk(at: collector.url, copying: original, boot: "boot-one", firstID: 100)
        let two = try LiveKiosk(at: collector.url, copying: original, boot: "boot-two", firstID: 200)
        for count in [4, 5] {
            try await one.seal(count)
            try await two.seal(count + 1)
            #expect(await one.sync().error == nil)
            #expect(await two.sync().error == nil)
        }
        try expectAll([one, two])
        let flagged = try #require(try await collector.fleet().first)
        #expect(flagged.id == enrolment.kioskID)
        #expect(Set(flagged.cloneSuspected ?? []) == ["alternating-boots", "forks"])

        // Central ops want them apart: each leaves the shared queue once nothing of it waits.
        #expect(try await collector.order(.renewQueue, enrolment.kioskID) == 204)
        let shared = try one.store.identity().queueID
        for kiosk in [one, two] { #expect(await kiosk.sync().error == nil) }
        let queues = Set([try one.store.identity().queueID, try two.store.identity().queueID])
        #expect(queues.count == 2)
        #expect(!queues.contains(shared))
        try await one.seal(2)
        try await two.seal(3)
        for kiosk in [one, two] { #expect(await kiosk.sync().error == nil) }
        #expect(try one.books.figures == [2, 2, 0, 0, 0])
        #expect(try two.books.figures == [3, 3, 0, 0, 0])
        try expectAll([one, two])

        // An identity of its own for the second one ends the matter.
        let second = try await two.enrol(token: try await collector.enrolToken())
        #expect(second.kioskID != enrolment.kioskID)
        #expect(try await collector.order(.renewQueue, enrolment.kioskID) == 204)
        for kiosk in [one, two, one, two] { #expect(await kiosk.sync().error == nil) }
        #expect(try await collector.fleet().map(\.cloneSuspected) == [nil, nil])
        try await one.seal(1)
        try await two.seal(1)
        for kiosk in [one, two] { #expect(await kiosk.sync().error == nil) }
        try expectAll([one, two])
    }

    @Test("E2: a copied database on a kiosk with a key of its own is flagged on both, and both deliver")
    func copiedDatabase() async throws {
        let one = try LiveKiosk(at: collector.url, copying: original, firstID: 100)
        let two = try LiveKiosk(at: collector.url, copying: original, files: ["kiosk.sqlite"], firstID: 200)
        let second = try await two.enrol(token: try await collector.enrolToken())
        #expect(second.kioskID != enrolment.kioskID)
        try await one.seal(2)
        try await two.seal(2)
        for kiosk in [one, two] { #expect(await kiosk.sync().error == nil) }
        try expectAll([one, two])
        #expect(try await collector.fleet().allSatisfy { $0.cloneSuspected?.contains("two-keys") == true })

        #expect(try await collector.order(.renewQueue, second.kioskID) == 204)
        for kiosk in [one, two] { #expect(await kiosk.sync().error == nil) }
        #expect(try one.store.identity().queueID == original.sealed[0].queue(), "the first one stays where it is")
        #expect(try two.store.identity().queueID != one.store.identity().queueID)
        try await one.seal(2)
        try await two.seal(2)
        for kiosk in [one, two] { #expect(await kiosk.sync().error == nil) }
        try expectAll([one, two])
    }

    @Test("E2: a queue is not left while something of it waits")
    func notTooEarly() async throws {
        let proxy = try FaultyProxy(to: collector.port)
        let kiosk = try LiveKiosk(at: proxy.url, copying: original, firstID: 100)
        let queue = try kiosk.store.identity().queueID
        #expect(try await collector.order(.renewQueue, enrolment.kioskID) == 204)
        try await kiosk.seal(3)
        proxy.fail(Wire.Path.responses, .drop, .drop)
        _ = await kiosk.sync()
        #expect(try kiosk.store.identity().queueID == queue)
        #expect(try kiosk.books.figures == [6, 3, 3, 0, 0])
        proxy.mend()
        #expect(await kiosk.sync().error == nil)
        #expect(try kiosk.store.identity().queueID != queue)
        #expect(try kiosk.books.figures == [0, 0, 0, 0, 0])
        try expectAll([kiosk])
        #expect(try await collector.fleet().map(\.difference) == [0])
    }

    /// Every response of the original and of these has arrived, once, with its bytes.
    private func expectAll(_ kiosks: [LiveKiosk]) throws {
        let sealed = original.sealed + kiosks.flatMap(\.sealed)
        #expect(try collector.database.bodies().count == sealed.count)
        #expect(Set(try collector.database.bodies()) == Set(sealed.map(\.bytes)))
        #expect(Set(try collector.database.ledger().map(\.id)) == Set(sealed.map(\.id.hex)))
        for kiosk in kiosks { #expect(try kiosk.books.pending == 0) }
    }
}

extension SealedLine {
    /// The queue it says that it is of.
    fileprivate func queue() throws -> QueueID { try JSONDecoder().decode(ResponseLine.self, from: bytes).q }
}
