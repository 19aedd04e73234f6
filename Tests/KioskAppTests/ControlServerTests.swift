import Dispatch
import Foundation
import Glibc
import KioskUI
import Logging
import Synchronization
import TestSupport
import Testing

@testable import KioskApp

/// Side commands beside each other, and a process without descriptors.
@Suite(.timeLimit(.minutes(1)))
struct ControlServerTests {
    @Test func `a status is answered while a round of sending takes its time`() async throws {
        let folder = try TemporaryFolder()
        let path = ControlClient.socketPath(in: folder.path)
        let server = try #require(ControlServer(path: path, logger: Logger(label: "test")))
        let (began, mayEnd, ended) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        server.start { request in
            if request.command == .sync {
                began.signal()
                mayEnd.wait()
            }
            return ControlReply(failure: request.command.rawValue)
        }
        defer { server.stop() }
        let reply = Mutex<String?>(nil)
        Thread.detachNewThread { [path = folder.path] in
            let failure = ControlClient.ask(.sync, stateFolder: path)?.failure
            reply.withLock { $0 = failure }
            ended.signal()
        }
        #expect(began.wait(timeout: .now() + .seconds(30)) == .success)
        #expect(ControlClient.ask(.status, stateFolder: folder.path)?.failure == "status")
        mayEnd.signal()
        #expect(ended.wait(timeout: .now() + .seconds(30)) == .success)
        #expect(reply.withLock { $0 } == "sync")
    }

    @Test func `without a descriptor for a moment it goes on afterwards`() throws {
        let folder = try TemporaryFolder()
        let path = ControlClient.socketPath(in: folder.path)
        let failures = Mutex([EMFILE, ENFILE, EINTR, ECONNABORTED, ENOMEM])
        let server = try #require(
            ControlServer(path: path, logger: Logger(label: "test")) { listener in
                if let error = failures.withLock({ $0.popLast() }) { return (-1, error) }
                return ControlServer.systemAccept(listener)
            })
        server.start { _ in ControlReply(failure: "here") }
        defer { server.stop() }
        #expect(ControlClient.ask(.status, stateFolder: folder.path)?.failure == "here")
        #expect(failures.withLock { $0.isEmpty })
    }

    @Test func `the desk answers the menu from the kiosk's words`() throws {
        let folder = try TemporaryFolder()
        try PINFile(stateFolder: folder.path, role: .staff).set("2468")
        let text = "[kiosk]\nname = \"exit 2\"\nstate_dir = \"\(folder.path)\"\n"
        let config = try KioskConfig.load(folder.write(text, to: "kiosk.conf"), hostname: "h")
        let news = Mutex<[StaffNews]>([])
        let asked = Mutex<[String]>([])
        let came = DispatchSemaphore(value: 0)
        let around = StaffDesk.Surroundings(
            config: config, configPath: "kiosk.conf", clock: SystemClock(), place: "screen",
            ask: { request in
                asked.withLock { $0.append(request.command.rawValue + " " + (request.action ?? "")) }
                return ControlReply(failure: request.command == .sync ? "out of reach" : nil)
            }, offlineStatus: { nil })
        let desk = StaffDesk(around) { item in
            news.withLock { $0.append(item) }
            came.signal()
        }
        func next(_ request: StaffRequest) throws -> StaffNews? {
            desk.take(request)
            try #require(came.wait(timeout: .now() + .seconds(30)) == .success)
            return news.withLock { $0.removeLast() }
        }
        #expect(try next(.gate(.staff)) == .gate(.staff, .open(left: 5)))
        #expect(try next(.gate(.technician)) == .gate(.technician, .noPIN))
        #expect(try next(.verify(PIN("1111"), .staff, ticket: 7)) == .rejected(.staff, .open(left: 4), ticket: 7))
        #expect(try next(.verify(PIN("2468"), .staff, ticket: 8)) == .admitted(.staff, ticket: 8))
        #expect(try next(.run(.sync)) == .done(.sync, failure: "out of reach"))
        #expect(try next(.facts) == .facts(.unknown(config)))
        #expect(asked.withLock { !$0.joined().contains("2468") && !$0.joined().contains("1111") })
    }

    @Test func `a restart that the system refuses is told with what to do`() throws {
        let folder = try TemporaryFolder()
        let refusing = try folder.write("#!/bin/sh\necho 'Access denied' >&2\nexit 1\n", to: "refuse")
        let granting = try folder.write("#!/bin/sh\n[ \"$*\" = '--no-ask-password reboot' ]\n", to: "grant")
        for file in [refusing, granting] { chmod(file, 0o700) }
        #expect(DeviceRestart.begin(program: refusing)?.hasPrefix("The system refuses: Access denied. ") == true)
        #expect(DeviceRestart.begin(program: granting) == nil)
        #expect(DeviceRestart.begin(program: folder.file("none")) != nil)
    }
}
