import Foundation
import Glibc
import KioskUI
import Logging
import TestSupport
import Testing

@testable import KioskApp

struct StateFolderFilesTests {
    @Test func `a PIN is verified and never kept in plain`() throws {
        let folder = try TemporaryFolder()
        let file = PINFile(stateFolder: folder.path, role: .staff)
        #expect(!file.verify("2468"))
        try file.set("2468")
        #expect(file.verify("2468"))
        #expect(!file.verify("2469"))
        #expect(!PINFile(stateFolder: folder.path, role: .technician).verify("2468"))
        #expect(try !String(contentsOfFile: file.path, encoding: .utf8).contains("2468"))
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(arguments: ["123", "1234567890123", "12a4", "7777", "١٢٣٤"])
    func `a PIN that is no PIN is refused`(pin: String) { #expect(PINFile.fault(in: pin) != nil) }

    @Test func `a side command is answered over the socket`() throws {
        let folder = try TemporaryFolder()
        let path = ControlClient.socketPath(in: folder.path)
        let server = try #require(ControlServer(path: path, logger: Logger(label: "test")))
        server.start { ControlReply(failure: "asked \($0.command.rawValue) \($0.token ?? "")") }
        defer { server.stop() }
        let reply = ControlClient.ask(.enrol, token: "abc", stateFolder: folder.path)
        #expect(reply?.failure == "asked enrol abc")
        #expect(ControlClient.ask(.status, stateFolder: folder.path)?.failure == "asked status ")
        var facts = stat()
        stat(path, &facts)
        #expect(facts.st_mode & 0o777 == 0o600)
    }

    @Test func `without a running kiosk nobody answers`() throws {
        let folder = try TemporaryFolder()
        #expect(ControlClient.ask(.status, stateFolder: folder.path) == nil)
    }

    @Test func `rubbish on the socket does not stop the server`() throws {
        let folder = try TemporaryFolder()
        let path = ControlClient.socketPath(in: folder.path)
        let server = try #require(ControlServer(path: path, logger: Logger(label: "test")))
        server.start { _ in ControlReply(failure: "here") }
        defer { server.stop() }
        let stranger = try #require(UnixSocket.connect(to: path))
        #expect(stranger.send(Array("{\"command\":\"self-destruct\"}".utf8)))
        #expect(stranger.receive(limit: 10) == nil)
        #expect(ControlClient.ask(.status, stateFolder: folder.path)?.failure == "here")
    }

    @Test func `systemd is told over its socket`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("notify")
        let receiver = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(receiver) }
        let address = try #require(UnixAddress(path: path))
        #expect(address.withPointer { bind(receiver, $0, $1) } == 0)
        let notifier = ServiceNotifier(environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "30000000"])
        #expect(notifier.watchdogMS == 30_000)
        notifier.ready()
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = recv(receiver, &buffer, buffer.count, 0)
        #expect(String(decoding: buffer[..<count], as: UTF8.self) == "READY=1")
    }
}
