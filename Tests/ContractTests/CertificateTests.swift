import CollectorStore
import KioskStore
import SurveyKit
import TestSupport
import Testing
import Transport
import WireProtocol

@testable import KioskSync

/// The collector over TLS, with certificates made for the test.
@Suite(.timeLimit(.minutes(2)))
struct CertificateTests {
    private let collector: LiveCollector
    private let authority: TestAuthority
    private let good: TestCertificate
    private let front: TLSFront

    init() async throws {
        collector = try await LiveCollector.start()
        #expect(try await collector.publish(try Publisher().publication(3...3)).status == 201)
        authority = try TestAuthority()
        good = try authority.issue("good")
        front = try TLSFront(good, before: collector.port)
    }

    private func kiosk(pins: [String] = []) async throws -> LiveKiosk {
        let options = TransportOptions(caFile: authority.file, pins: pins, userAgent: LiveKiosk.app)
        let kiosk = try LiveKiosk(at: "https://127.0.0.1:\(front.port)", options: options)
        try await kiosk.enrol(token: try await collector.enrolToken())
        return kiosk
    }

    enum Wrong: String, CaseIterable, CustomTestStringConvertible {
        case expired, notYetValid, wrongHost, wrongPin, selfSigned

        var testDescription: String { rawValue }

        func certificate(of authority: TestAuthority) throws -> TestCertificate {
            switch self {
            case .expired: try authority.issue("expired", validity: .past)
            case .notYetValid: try authority.issue("future", validity: .future)
            case .wrongHost: try authority.issue("host", names: "DNS:elsewhere.test")
            case .wrongPin: try authority.issue("pin")
            case .selfSigned: try authority.selfSigned("self")
            }
        }

        var fault: HTTPFailure.CertificateFault {
            switch self {
            case .expired: .expired
            case .notYetValid: .notYetValid
            case .wrongHost: .wrongHost
            case .wrongPin: .wrongPin
            case .selfSigned: .unknownAuthority
            }
        }
    }

    @Test(
        "N9: with a wrong certificate nothing is sent, the fault is named, and all arrives once it is right",
        arguments: Wrong.allCases)
    func wrongCertificate(wrong: Wrong) async throws {
        let kiosk = try await kiosk(pins: [good.pin])
        try await kiosk.seal(3)
        let seen = front.receivedBytes
        let tries = front.handshakes
        front.show(try wrong.certificate(of: authority))
        for _ in 0..<3 { #expect(await kiosk.sync().error != nil) }
        #expect(front.handshakes >= tries + 3)
        #expect(front.receivedBytes == seen, "the server has seen not one byte of a request")
        #expect(kiosk.status.state == .offline)
        #expect(try kiosk.books.figures == [3, 0, 3, 0, 0])
        let failure = await #expect(throws: HTTPFailure.self) { try await askAlone(pins: [good.pin]) }
        #expect(failure?.kind == .tls)
        #expect(failure?.certificate == wrong.fault)
        #expect(front.receivedBytes == seen)

        front.show(good)
        #expect(await kiosk.sync() == SyncReport(settled: 3, error: nil))
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
    }

    @Test("N9: of two pinned keys either is good, so that the certificate can be exchanged; a third is not")
    func rollover() async throws {
        let next = try authority.issue("next")
        let kiosk = try await kiosk(pins: [good.pin, "sha256//" + next.pin])
        try await kiosk.seal(2)
        #expect(await kiosk.sync() == SyncReport(settled: 2, error: nil))
        front.show(next)
        try await kiosk.seal(2)
        #expect(await kiosk.sync() == SyncReport(settled: 2, error: nil))
        front.show(try authority.issue("third"))
        try await kiosk.seal(2)
        #expect(await kiosk.sync().error?.contains("the collector's key is none of pins") == true)
        #expect(try kiosk.books.figures == [6, 4, 2, 0, 0])
        front.show(next)
        #expect(await kiosk.sync() == SyncReport(settled: 2, error: nil))
        #expect(try collector.database.ledger() == kiosk.sealed.entries)
    }

    @Test("N9: a kiosk with another authority's file sends nothing")
    func otherAuthority() async throws {
        let other = try TestAuthority()
        let options = TransportOptions(caFile: other.file, userAgent: LiveKiosk.app)
        let kiosk = try LiveKiosk(at: "https://127.0.0.1:\(front.port)", options: options)
        let token = try await collector.enrolToken()
        await #expect(throws: EnrolError.self) { try await kiosk.enrolOnly(token: token) }
        #expect(front.handshakes > 0)
        #expect(front.receivedBytes == 0, "the token was not told")
    }

    private func askAlone(pins: [String]) async throws {
        let options = TransportOptions(caFile: authority.file, pins: pins, userAgent: LiveKiosk.app)
        let url = "https://127.0.0.1:\(front.port)\(Wire.Path.time)"
        _ = try await onThread { try CurlExchange(options: options).send(HTTPRequest(method: .get, url: url)) }
    }
}
