import Foundation
import Synchronization
import TestSupport
import Testing
import WireProtocol

@testable import Transport

/// Against `openssl s_server` with a certificate made for the test.
struct TLSTests {
    private let server: TLSServer

    init() throws { server = try TLSServer() }

    private func send(_ options: TransportOptions) throws -> HTTPResponse {
        try CurlExchange(options: options).send(HTTPRequest(method: .get, url: server.url))
    }

    @Test func `a certificate of an unknown authority is refused with advice`() throws {
        let failure = #expect(throws: HTTPFailure.self) { try send(TransportOptions(userAgent: "t")) }
        #expect(failure?.kind == .tls)
        #expect(
            failure?.message.hasSuffix(
                ": check this machine's clock, and give the file of the collector's authority as ca_file") == true)
    }

    @Test func `the same certificate is accepted with its authority's file`() throws {
        #expect(try send(TransportOptions(caFile: server.certificate, userAgent: "t")).status == 200)
    }

    @Test func `another authority's file does not help`() throws {
        let other = try TLSServer()
        let failure = #expect(throws: HTTPFailure.self) {
            try send(TransportOptions(caFile: other.certificate, userAgent: "t"))
        }
        #expect(failure?.kind == .tls)
    }

    @Test func `an authority file without certificates is named`() throws {
        let empty = try server.folder.write("nothing", to: "empty.pem")
        let failure = #expect(throws: HTTPFailure.self) { try send(TransportOptions(caFile: empty, userAgent: "t")) }
        #expect(failure?.kind == .tls)
        #expect(failure?.message.hasSuffix(": check that ca_file holds certificates in PEM form") == true)
    }

    @Test("T1: the dates of a certificate are held to the time that is believed, which is never left out")
    func believedTime() throws {
        let options = TransportOptions(caFile: server.certificate, userAgent: "t")
        let now = Int64(time(nil)) * 1_000
        let request = HTTPRequest(method: .get, url: server.url)
        #expect(try CurlExchange(options: options, believedMS: { now }).send(request).status == 200)
        for (believed, words) in [(0, "not yet valid"), (now + 31_536_000_000, "expired")] as [(Int64, String)] {
            let failure = #expect(throws: HTTPFailure.self) {
                try CurlExchange(options: options, believedMS: { believed }).send(request)
            }
            #expect(failure?.kind == .tls)
            #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
        }
        // The same exchange, set right between two requests.
        let clock = Mutex<Int64>(0)
        let exchange = CurlExchange(options: options, believedMS: { clock.withLock { $0 } })
        #expect(throws: HTTPFailure.self) { try exchange.send(request) }
        clock.withLock { $0 = now }
        #expect(try exchange.send(request).status == 200)
    }

    @Test func `a key that is not pinned is refused with advice`() throws {
        let wrong = Data(repeating: 7, count: 32).base64EncodedString()
        let failure = #expect(throws: HTTPFailure.self) {
            try send(TransportOptions(caFile: server.certificate, pins: [wrong], userAgent: "t"))
        }
        #expect(failure?.kind == .tls)
        #expect(
            failure?.message.hasSuffix(
                ": the collector's key is none of pins: add the new key's hash, or look for someone in between")
                == true)
    }

    @Test func `a pinned key is accepted, with and without the prefix and beside others`() throws {
        let wrong = Data(repeating: 7, count: 32).base64EncodedString()
        for pins in [[server.pin], ["sha256//" + server.pin], [wrong, server.pin]] {
            #expect(try send(TransportOptions(caFile: server.certificate, pins: pins, userAgent: "t")).status == 200)
        }
    }

    @Test func `a pin does not stand in for trust`() throws {
        #expect(throws: HTTPFailure.self) { try send(TransportOptions(pins: [server.pin], userAgent: "t")) }
    }
}

/// `openssl s_server -www` on a port of its own choice; ended with the last reference.
private final class TLSServer {
    let folder: TemporaryFolder
    let certificate: String
    let pin: String
    let url: String
    private let process = Process()

    init() throws {
        folder = try TemporaryFolder()
        certificate = folder.file("certificate.pem")
        let key = folder.file("key.pem")
        try Self.run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=Smilepost test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out",
            certificate,
        ])
        let (publicKey, hash) = (folder.file("public.der"), folder.file("hash"))
        try Self.run(["pkey", "-in", key, "-pubout", "-outform", "DER", "-out", publicKey])
        try Self.run(["dgst", "-sha256", "-binary", "-out", hash, publicKey])
        pin = try Data(contentsOf: URL(fileURLWithPath: hash)).base64EncodedString()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www", "-naccept", "20",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        url = "https://127.0.0.1:\(try Self.port(from: output.fileHandleForReading))"
    }

    deinit {
        // Not `terminate()`: a child of a pool's thread inherits its mask, which blocks SIGTERM.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// `s_server` prints "ACCEPT 127.0.0.1:port" once it listens.
    private static func port(from output: FileHandle) throws -> Int {
        var text = ""
        while true {
            let piece = output.availableData
            try #require(!piece.isEmpty, "openssl s_server ended: \(text)")
            text += String(decoding: piece, as: UTF8.self)
            if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT ") }), text.hasSuffix("\n"),
                let port = line.split(separator: ":").last.flatMap({ Int($0) })
            {
                return port
            }
        }
    }

    /// No pipe to read to its end: a process that another test starts at the same moment would hold it open.
    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "openssl \(arguments) failed")
    }
}
