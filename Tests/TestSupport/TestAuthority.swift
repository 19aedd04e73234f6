import Foundation

/// A certificate with its key, both in PEM files.
package struct TestCertificate: Equatable, Sendable {
    package let certificate: String
    package let key: String
    /// SHA-256 of its public key in base64, as `pins` takes it.
    package let pin: String
}

/// An authority of a test's own, in a folder of its own; `openssl` does the work.
package final class TestAuthority: Sendable {
    package enum Validity: Sendable {
        case now, past, future

        /// Days from now.
        fileprivate var days: ClosedRange<Int> {
            switch self {
            case .now: -1...30
            case .past: -30...(-10)
            case .future: 10...30
            }
        }
    }

    private let folder: TemporaryFolder

    /// Its own certificate: what `ca_file` names.
    package var file: String { folder.file("ca.pem") }

    package init() throws {
        folder = try TemporaryFolder()
        try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-subj", "/CN=Smilepost test authority", "-keyout", folder.file("ca.key"), "-out", file,
        ])
        _ = try folder.write("", to: "index")
        _ = try folder.write(Self.configuration(folder.path), to: "ca.conf")
    }

    /// A certificate of this authority.
    ///
    /// - Parameters:
    ///   - names: As `subjectAltName` takes them.
    ///   - name: Of its files.
    package func issue(
        _ name: String, names: String = "IP:127.0.0.1,DNS:collector.test", validity: Validity = .now
    ) throws -> TestCertificate {
        let (request, key, file) = (folder.file(name + ".csr"), folder.file(name + ".key"), folder.file(name + ".pem"))
        try Self.openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=" + name,
            "-addext", "subjectAltName=" + names, "-keyout", key, "-out", request,
        ])
        try Self.openssl([
            "ca", "-batch", "-notext", "-config", folder.file("ca.conf"), "-in", request, "-out", file,
            "-startdate", Self.date(validity.days.lowerBound), "-enddate", Self.date(validity.days.upperBound),
        ])
        return TestCertificate(certificate: file, key: key, pin: try pin(name, key: key))
    }

    /// A certificate that signed itself.
    package func selfSigned(_ name: String) throws -> TestCertificate {
        let (key, file) = (folder.file(name + ".key"), folder.file(name + ".pem"))
        try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
            "-subj", "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1,DNS:collector.test", "-keyout", key,
            "-out", file,
        ])
        return TestCertificate(certificate: file, key: key, pin: try pin(name, key: key))
    }

    private func pin(_ name: String, key: String) throws -> String {
        let (publicKey, hash) = (folder.file(name + ".der"), folder.file(name + ".sha256"))
        try Self.openssl(["pkey", "-in", key, "-pubout", "-outform", "DER", "-out", publicKey])
        try Self.openssl(["dgst", "-sha256", "-binary", "-out", hash, publicKey])
        return try Data(contentsOf: URL(fileURLWithPath: hash)).base64EncodedString()
    }

    private static func configuration(_ folder: String) -> String {
        """
        [ca]
        default_ca = test
        [test]
        database = \(folder)/index
        new_certs_dir = \(folder)
        certificate = \(folder)/ca.pem
        private_key = \(folder)/ca.key
        rand_serial = yes
        default_md = sha256
        policy = any
        copy_extensions = copy
        unique_subject = no
        [any]
        commonName = supplied

        """
    }

    /// So many days from now, as `openssl ca` takes it.
    private static func date(_ days: Int) -> String {
        let date = Date(timeIntervalSinceNow: Double(days) * 86_400)
        let parts = Calendar(identifier: .gregorian).dateComponents(
            in: TimeZone(secondsFromGMT: 0) ?? .current, from: date)
        let values = [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second].map { $0 ?? 0 }
        return values.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined() + "Z"
    }

    private struct Failure: Error { let arguments: [String] }

    /// No pipe to read to its end: a process that another test starts at the same moment would hold it open.
    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
    }
}
