import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskStore

struct SurveyShelfTests {
    private func stage(_ bench: Bench, _ version: Int, _ survey: String = "exit") throws {
        let bytes = Data("\(survey)@\(version)".utf8)
        try bench.store.stage(
            surveyID: survey, version: version, sha256: SealedLine.hash(of: bytes).hex, bytes: bytes)
    }

    private func shown(_ bench: Bench) throws -> [Int?] {
        [try bench.store.activeSurvey()?.version, try bench.store.stagedSurvey()?.version]
    }

    @Test func `a staged survey is shown only when it is activated`() throws {
        let bench = try Bench()
        try stage(bench, 1)
        #expect(try shown(bench) == [nil, 1])
        #expect(try bench.store.activate(surveyID: "exit", version: 1))
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.activeSurvey()?.bytes == Data("exit@1".utf8))
        #expect(try bench.store.activate(surveyID: "exit", version: 1) == false)
    }

    @Test func `the old survey stays for drafts begun with it, the one before goes`() throws {
        let bench = try Bench()
        for version in 1...3 {
            try stage(bench, version)
            try bench.store.activate(surveyID: "exit", version: version)
        }
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.state == .previous)
        #expect(try bench.store.survey(surveyID: "exit", version: 1) == nil)
    }

    @Test func `going back stages the previous survey again`() throws {
        let bench = try Bench()
        for version in [1, 2, 1] {
            try stage(bench, version)
            try bench.store.activate(surveyID: "exit", version: version)
        }
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.state == .previous)
    }

    @Test func `a newer staged survey replaces the waiting one, and the active one is left alone`() throws {
        let bench = try Bench()
        try stage(bench, 1)
        try bench.store.activate(surveyID: "exit", version: 1)
        try stage(bench, 2)
        try stage(bench, 3)
        try stage(bench, 1)
        #expect(try shown(bench) == [1, 3])
    }

    @Test func `a survey that can't be shown gives its place back`() throws {
        let bench = try Bench()
        for version in 1...2 {
            try stage(bench, version)
            try bench.store.activate(surveyID: "exit", version: version)
        }
        try bench.store.fail(surveyID: "exit", version: 2, why: "trap")
        #expect(try shown(bench) == [1, nil])
        #expect(try bench.store.survey(surveyID: "exit", version: 2)?.why == "trap")
    }

    @Test func `refusals are noted once and forgotten when told`() throws {
        let bench = try Bench()
        for version in [1, 1, 2] {
            try bench.store.recordRefusal(surveyID: "exit", version: version, code: "wrong-hash")
        }
        let noted = try bench.store.refusals()
        #expect(noted.map(\.version) == [1, 2])
        try bench.store.clearRefusals(upTo: noted[0].number)
        #expect(try bench.store.refusals() == [noted[1]])
    }

    @Test func `the first release key is trusted for ever`() throws {
        let bench = try Bench()
        let keys = [Data(repeating: 1, count: 32), Data(repeating: 2, count: 32)]
        #expect(try bench.store.releaseKey() == nil)
        #expect(try bench.store.setReleaseKey(keys[0]))
        #expect(try bench.store.setReleaseKey(keys[0]))
        #expect(try bench.store.setReleaseKey(keys[1]) == false)
        #expect(try bench.store.releaseKey() == keys[0])
    }

    @Test func `a manifest never goes back`() throws {
        let bench = try Bench()
        let bytes = Data("signed".utf8)
        #expect(try bench.store.setManifest(version: 4, envelope: bytes, etag: "\"4\""))
        #expect(try bench.store.setManifest(version: 4, envelope: Data(), etag: nil) == false)
        #expect(try bench.store.setManifest(version: 3, envelope: Data(), etag: nil) == false)
        #expect(try bench.store.manifest() == StoredManifest(version: 4, envelope: bytes, etag: "\"4\""))
    }
}
