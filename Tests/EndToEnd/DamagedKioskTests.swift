import Foundation
import KioskStore
import TestSupport
import Testing

/// The real kiosk on disks that are full, damaged, read-only or emptied under it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct DamagedKioskTests {
    private func kiosk(state: String? = nil) throws -> Kiosk {
        let folder = try TemporaryFolder()
        let survey = try folder.write(SmallSurvey.face, to: "survey.yaml")
        if let state {
            try FileManager.default.createSymbolicLink(atPath: folder.file("state"), withDestinationPath: state)
        }
        return try Kiosk(collector: nil, fallback: survey, keeping: folder)
    }

    private func vote(_ kiosk: Kiosk) throws {
        try kiosk.wait(for: "waiting")
        kiosk.press("5")
        try kiosk.wait(for: "thanks")
        try kiosk.wait(for: "waiting")
    }

    @Test(
        "K4: a full disk shows out of service, and the kiosk recovers without a restart",
        .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        let disk = try SmallDisk(bytes: 1 << 30)
        let kiosk = try kiosk(state: disk.path)
        try kiosk.start()
        try vote(kiosk)
        let process = kiosk.process?.processIdentifier
        try disk.resize(bytes: 40 << 20)
        kiosk.press("5")
        try kiosk.wait(for: "out of service")
        try disk.resize(bytes: 1 << 30)
        try vote(kiosk)
        #expect(kiosk.process?.processIdentifier == process && kiosk.process?.isRunning == true)
        #expect(try kiosk.pending().count == 3)
        kiosk.stop()
    }

    @Test("K6: a kiosk whose database is damaged salvages it at the start, and says so")
    func damaged() throws {
        let kiosk = try kiosk()
        try kiosk.start()
        try vote(kiosk)
        try vote(kiosk)
        kiosk.stop()
        let path = kiosk.folder.file("state/kiosk.sqlite")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes.replaceSubrange(0..<4_096, with: Data(count: 4_096))
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(try kiosk.command("status").status == 1, "whoever only looks mends nothing")
        try kiosk.start()
        try vote(kiosk)
        #expect(try kiosk.pending().map(\.seq).count == 3)
        let status = try kiosk.command("status")
        #expect(status.out.contains("a damaged database was salvaged: 2 answers taken over"))
        kiosk.stop()
    }

    @Test("K7: a database deleted under the kiosk ends it without a thank-you, and nothing is lost")
    func deleted() throws {
        let kiosk = try kiosk()
        try kiosk.start()
        try vote(kiosk)
        try FileManager.default.removeItem(atPath: kiosk.folder.file("state/kiosk.sqlite"))
        kiosk.press("5")
        try eventually("the end of the kiosk", within: 20) { kiosk.process?.isRunning == false }
        #expect(kiosk.process?.terminationStatus == 1)
        try kiosk.start()
        try vote(kiosk)
        let sequence = try kiosk.pending().map(\.seq)
        #expect(sequence.count >= 2 && Set(sequence).count == sequence.count)
        kiosk.stop()
    }

    @Test(
        "K7: a service on a read-only disk shows out of service, and starts when it can be written",
        .enabled(if: SmallDisk.isPossible))
    func readOnly() throws {
        let disk = try SmallDisk(bytes: 1 << 30)
        let kiosk = try kiosk(state: disk.path)
        try disk.setReadOnly(true)
        try kiosk.start(environment: ["NOTIFY_SOCKET": kiosk.folder.file("notify")])
        try kiosk.wait(for: "out of service")
        #expect(kiosk.log.contains("Read-only file system"))
        try disk.setReadOnly(false)
        try vote(kiosk)
        kiosk.stop()
    }
}
