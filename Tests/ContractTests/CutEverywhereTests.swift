import KioskStore
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

/// The line ends at every place where it can.
@Suite(.timeLimit(.minutes(4)))
struct CutEverywhereTests {
    @Test("N1: cut after every byte of a request, the collector takes nothing and the kiosk settles nothing")
    func request() async throws {
        let scene = try await Scene()
        try await scene.kiosk.seal(1)
        let length = try await onThread {
            _ = try scene.courier.deliver()
            return scene.proxy.passages(Wire.Path.responses).last?.requestBytes ?? 0
        }
        try await scene.kiosk.seal(1)
        let settled = try await onThread {
            try (0..<length).filter { count in
                scene.proxy.fail(Wire.Path.responses, .cutRequest(after: count))
                return try scene.courier.deliver() != nil
            }
        }
        #expect(length > 700)
        #expect(settled == [], "cuts after which something was settled")
        #expect(try scene.kiosk.books.figures == [2, 1, 1, 0, 0])
        #expect(try scene.collector.database.ledger() == scene.kiosk.sealed.prefix(1).entries)
        #expect(await finish(scene))
        try await scene.expectAllDelivered()
    }

    @Test("N1: cut after every byte of an answer, the kiosk settles nothing, and the line is kept once")
    func answer() async throws {
        let scene = try await Scene()
        var count = 0
        var length = Int.max
        while count < length {
            try await scene.kiosk.seal(1)
            let cut = count
            let (first, second, bytes) = try await onThread {
                scene.proxy.fail(Wire.Path.responses, .cut(after: cut))
                let first = try scene.courier.deliver()
                let bytes = scene.proxy.passages(Wire.Path.responses).last?.answerBytes ?? 0
                return (first, try scene.courier.deliver(), bytes)
            }
            #expect(first == nil, "cut after \(cut) bytes")
            #expect(second == SettleCount(delivered: 1), "cut after \(cut) bytes")
            length = min(length, bytes)
            count += 1
        }
        #expect(count > 400)
        try await scene.expectAllDelivered()
        let metrics = try await scene.collector.metrics()
        #expect(metrics.contains("smilepost_verdicts_total{status=\"duplicate\"} \(count)"))
    }

    @Test("N2: the collector commits and dies before, in the middle of or after its answer")
    func death() async throws {
        var scene = try await Scene()
        let faults: [FaultyProxy.Fault] = [.reset, .cut(after: 0), .cut(after: 60), .cut(after: 500), .none]
        for fault in faults {
            try await scene.kiosk.seal(3)
            let courier = scene.courier
            let proxy = scene.proxy
            let settled = try await onThread {
                proxy.fail(Wire.Path.responses, fault)
                return try courier.deliver()
            }
            #expect((settled == nil) == (fault != .none), "\(fault)")
            scene.collector = try await scene.collector.restarted()
            #expect(try scene.collector.database.ledger() == scene.kiosk.sealed.entries, "\(fault)")
            #expect(await finish(scene))
        }
        try await scene.expectAllDelivered()
    }

    /// Requests that were cut may still hold the doors of their credential for a moment.
    private func finish(_ scene: Scene) async -> Bool {
        let courier = scene.courier
        let isDone = try? await onThread {
            for _ in 0..<200 {
                if try courier.store.pending(maxLines: 1, maxBytes: .max).lines.isEmpty { return true }
                try courier.deliver()
            }
            return false
        }
        return isDone == true
    }
}
