import SurveyKit
import TerminalUI
import Testing
import WireProtocol

@testable import KioskApp

struct DoctorTests {
    @Test func `every fault names its mend`() {
        let faults = [
            DeviceChecks.stateFolder("/s", problem: "Permission denied", account: "kiosk"),
            DeviceChecks.database(problem: "damaged", isRunning: false),
            DeviceChecks.disk(freeBytes: 1 << 20, totalBytes: 1 << 30),
            DeviceChecks.clock(wallMS: 0, state: .unknown, earliestMS: 1, collectorMS: nil),
            DeviceChecks.terminal(name: "foot", isKnown: false, hasUTF8: true, size: nil, panelMM: nil),
            CentreChecks.collector(.unreachable("refused"), url: "https://x"),
            CentreChecks.collector(.portal(status: 200), url: "https://x"),
            CentreChecks.credential(isEnrolled: false, status: nil),
            CentreChecks.credential(isEnrolled: true, status: 401),
            CentreChecks.survey(
                TrustReport(
                    survey: .init(id: "a", version: 1), isSigned: false, isInManifest: true, hasItsHash: true),
                hasFallback: false),
            CentreChecks.queue(pending: 3, oldestMS: 90_000_000),
        ]
        for finding in faults {
            #expect(finding.state == .fault, "\(finding.check)")
            #expect(finding.mend?.isEmpty == false, "\(finding.check)")
        }
    }

    @Test func `a disk is full in steps`() {
        #expect(DeviceChecks.disk(freeBytes: 10 << 30, totalBytes: 20 << 30).state == .ok)
        #expect(DeviceChecks.disk(freeBytes: 3 << 30, totalBytes: 20 << 30).state == .warning)
        #expect(DeviceChecks.disk(freeBytes: 200 << 20, totalBytes: 512 << 20).state == .warning)
        #expect(DeviceChecks.disk(freeBytes: 47 << 20, totalBytes: 20 << 30).state == .fault)
    }

    @Test func `a clock is held against the collector's where there is one`() {
        let now: Int64 = 1_800_000_000_000
        func check(_ state: ClockState, _ collector: Int64?) -> Finding.State {
            DeviceChecks.clock(wallMS: now, state: state, earliestMS: 1, collectorMS: collector).state
        }
        #expect(check(.synchronised, nil) == .ok)
        #expect(check(.unknown, nil) == .warning)
        #expect(check(.unknown, now + 29_000) == .ok)
        #expect(check(.synchronised, now + 31_000) == .warning)
    }

    @Test func `a terminal of too few cells is told`() {
        let small = DeviceChecks.terminal(
            name: "linux", isKnown: true, hasUTF8: true, size: Size(width: 39, height: 33), panelMM: nil)
        #expect(small.state == .fault)
    }

    @Test func `a question that is too small for where customers stand is told`() {
        func check(_ viewing: Int) -> Finding.State {
            DeviceChecks.terminal(
                name: "linux", isKnown: true, hasUTF8: true, size: Size(width: 120, height: 33), panelMM: 344,
                viewingMM: viewing
            ).state
        }
        #expect(check(700) == .ok)
        #expect(check(2_000) == .warning)
    }

    @Test func `only the collector's own word is word about the credential`() {
        #expect(CentreChecks.credential(isEnrolled: true, status: 304).state == .ok)
        #expect(CentreChecks.credential(isEnrolled: true, status: 404).state == .ok)
        #expect(CentreChecks.credential(isEnrolled: true, status: 503).state == .warning)
        #expect(CentreChecks.credential(isEnrolled: true, status: nil).state == .warning)
    }

    @Test func `what is wrong with a certificate is named, each with its mend`() {
        let all: [HTTPFailure.CertificateFault] = [
            .expired, .notYetValid, .wrongHost, .unknownAuthority, .wrongPin, .other,
        ]
        let findings = all.map {
            CentreChecks.certificate(.unreachable("tls"), url: "https://x", fault: $0, pins: 2)
        }
        for finding in findings {
            #expect(finding.state == .fault)
            #expect(finding.mend?.isEmpty == false)
        }
        #expect(Set(findings.map(\.message)).count == all.count)
    }

    @Test func `a certificate that is good is told, and one pin alone is not enough`() {
        func check(_ contact: CentreChecks.Contact, _ url: String, pins: Int) -> Finding {
            CentreChecks.certificate(contact, url: url, fault: nil, pins: pins)
        }
        #expect(check(.reached, "https://x", pins: 0) == .ok("certificate", "it is good"))
        #expect(check(.reached, "https://x", pins: 2).state == .ok)
        #expect(check(.reached, "https://x", pins: 1).state == .warning)
        #expect(check(.unreachable("no route"), "https://x", pins: 2).state == .warning)
        #expect(check(.reached, "http://127.0.0.1", pins: 0).state == .ok)
    }

    @Test func `answers that wait become a warning after an hour and a fault after a day`() {
        #expect(CentreChecks.queue(pending: 0, oldestMS: nil).state == .ok)
        #expect(CentreChecks.queue(pending: 1, oldestMS: 60_000).state == .ok)
        #expect(CentreChecks.queue(pending: 1, oldestMS: 3_700_000).state == .warning)
        #expect(CentreChecks.queue(pending: 1, oldestMS: 86_500_000).state == .fault)
    }

    @Test func `a finding in words puts its mend on a line of its own`() {
        let finding = Finding.fault("queue", "3 answers wait", mend: "smilepost-kiosk sync")
        #expect(finding.lines == ["BAD   queue: 3 answers wait", "      → smilepost-kiosk sync"])
    }
}
