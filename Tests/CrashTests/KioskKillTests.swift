import FaultBench
import Faults
import Foundation
import SurveyKit
import TestSupport
import Testing

/// `kill -9` of a real process at every change of its disk, and at every named place of its code.
struct KioskKillTests {
    @Test("K1: kill -9 at any write, sync, truncation or deletion leaves the draft or the line, never both or neither")
    func everyChange() throws {
        var kills = 0
        while true {
            let bench = try ChildBench()
            // A database that is there already: every call belongs to a customer, a delivery or the closing.
            #expect(try bench.day(customers: 40..<41) == .ended)
            let fault = ["SMILEPOST_FAULT": "kill:changes:\(kills + 1)"]
            let isOver = try bench.day(customers: 0..<2, environment: fault) == .ended
            try bench.expectPromisesKept("killed at change \(kills + 1)")
            if isOver { break }
            kills += 1
        }
        #expect(kills > 30)
    }

    @Test("K1: kill -9 at every crash point of the store, again in the recovery, keeps every promise")
    func everyPoint() throws {
        let points: [CrashPoint] = [
            .draftWritten, .draftCommitted, .draftTakenAway, .lineWritten, .lineCommitted, .settlementWritten,
            .settlementCommitted,
        ]
        for point in points {
            for passage in 1...3 {
                let bench = try ChildBench()
                #expect(try bench.day(environment: ["SMILEPOST_CRASH_AT": "\(point.name):\(passage)"]) == .killed)
                // A point that the recovery does not come by ends it well.
                _ = try bench.day(customers: 50..<51, environment: ["SMILEPOST_CRASH_AT": point.name])
                try bench.expectPromisesKept("killed at \(point.name), passage \(passage)")
            }
        }
    }

    @Test("K3: kill -9 between COMMIT and \"thank you\": the respondent's retry makes no second response")
    func retry() throws {
        let bench = try ChildBench()
        // The second commit of a draft is that of the finished one: the customer has not been thanked yet.
        #expect(try bench.day(environment: ["SMILEPOST_CRASH_AT": "draft-committed:2"]) == .killed)
        #expect(bench.oracle.thanked == 0)
        // The same customer once more, with the id that was drawn at the first tap.
        #expect(try bench.day(customers: 0..<1) == .failed)
        let lines = try bench.lines()
        #expect(lines.map(\.id) == [Examples.responseID(0)])
        #expect(lines.map(\.end) == [.done])
        try bench.expectPromisesKept("killed before \"thank you\", and tried again")
        let ids = try StoredLines(of: bench.state + "/kiosk.sqlite").ids
        #expect(ids.count { $0 == Examples.responseID(0) } == 1)
    }
}
