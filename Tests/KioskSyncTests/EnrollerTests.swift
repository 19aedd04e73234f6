import Foundation
import KioskStore
import Logging
import SurveyKit
import TestSupport
import Testing
import WireProtocol

@testable import KioskSync

struct EnrollerTests {
    private let folder: TemporaryFolder
    private let store: KioskStore
    private let collector = FakeCollector()

    init() throws {
        folder = try TemporaryFolder()
        store = try KioskStore(stateFolder: folder.path)
    }

    private func enroll() throws(EnrolError) -> Enrolment {
        try Enroller(
            exchange: collector, store: store,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        ).enroll(token: " tok-1\n", url: "http://c.test/", name: "Exit 1", hostname: "host", app: "kiosk/1")
    }

    @Test func `an enrolment is signed, kept, and trusts the release key`() throws {
        let key = PublicKey(key: Data(repeating: 3, count: 32))
        collector.change { $0.releaseKey = key }
        let enrolment = try enroll()
        #expect(enrolment.credential == "cred-1")
        #expect(enrolment.collectorID == FakeCollector.id)
        #expect(enrolment.branch == .init(id: "b1", name: "Sahil", timeZone: "Asia/Baku"))
        #expect(try store.folder.enrolment() == enrolment)
        #expect(try store.releaseKey() == key.key)
        let request = try #require(collector.now.enrolments.first)
        #expect(request.token == "tok-1")
        #expect(request.name == "Exit 1")
        #expect(try request.queue == store.identity().queueID)
    }

    @Test func `a try whose answer was lost is repeated as the same one`() throws {
        collector.failing { _ in .answerLost }
        #expect(throws: EnrolError.self) { try enroll() }
        collector.failing { _ in .none }
        _ = try enroll()
        let tries = collector.now.enrolments
        #expect(tries.count == 2)
        #expect(Set(tries.map(\.enrolmentID)).count == 1)
        #expect(Set(tries.map(\.publicKey)).count == 1)
        _ = try enroll()
        #expect(collector.now.enrolments[2].enrolmentID != tries[0].enrolmentID)
        #expect(collector.now.enrolments[2].publicKey == tries[0].publicKey)
    }

    @Test(arguments: [
        (
            Problem.Code.tokenUnknown,
            "The collector does not know this enrolment token. Check it for typing errors, or make a new one: "
                + "smilepost-ops enroll-token create."
        ),
        (
            .tokenUsed,
            "This enrolment token has been used up by other kiosks. Make a new one: smilepost-ops enroll-token create."
        ),
        (.tokenExpired, "This enrolment token has expired. Make a new one: smilepost-ops enroll-token create."),
        (.forbidden, "The collector refuses the enrolment (forbidden). Detail."),
    ]) func `every refusal says what to do`(code: Problem.Code, sentence: String) throws {
        collector.failing { _ in .answer(FakeCollector.problem(code, 403)) }
        let error = #expect(throws: EnrolError.self) { try enroll() }
        #expect(error?.description == sentence)
        #expect(try store.folder.enrolment() == nil)
    }

    @Test func `a portal and a strange answer enrol nobody`() throws {
        collector.failing { _ in .answer(HTTPResponse(status: 200, headers: [:], body: Data("<html>".utf8))) }
        #expect(throws: EnrolError.notACollector(url: "http://c.test", status: 200)) { try enroll() }
        collector.failing { _ in .answer(FakeCollector.response(201, Data("{}".utf8))) }
        #expect(throws: EnrolError.unexpected(url: "http://c.test", status: 201)) { try enroll() }
        #expect(try store.folder.enrolment() == nil)
    }
}
