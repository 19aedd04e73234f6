import Foundation

/// A real SMTP server on 127.0.0.1, `aiosmtpd` as a process of its own, that does what a script says and keeps what it took.
///
/// It ends with the last reference to it.
package final class MailServer: @unchecked Sendable {
    // Sendable: all is constant but the process, which is only asked for its id and ended.
    private let process = Process()
    private let folder: TemporaryFolder
    package let port: Int

    /// What a mail brought, as the server saw it.
    package struct Taken: Equatable, Sendable, Codable {
        package let from: String
        package let to: [String]
        /// Names in lower case, values decoded.
        package let headers: [String: String]
        /// How often each header stands there.
        package let counts: [String: Int]
        package let text: String
    }

    /// - Parameters:
    ///   - answers: The server's word by command, `RCPT`, `MAIL` or `DATA`, one a mail; what is left out is taken.
    ///     `close` ends the connection, after the mail was kept where the command is `DATA`.
    ///   - refusing: Recipients that are refused with 550.
    ///   - certificate: With one it offers STARTTLS.
    ///   - login: User and password that it insists on.
    ///   - port: One that an earlier server had; 0 for any free one.
    package init(
        answers: [String: [String]] = [:], refusing: [String] = [], certificate: TestCertificate? = nil,
        login: (user: String, password: String)? = nil, port: Int = 0, keeping folder: TemporaryFolder? = nil
    ) throws {
        self.folder = try folder ?? TemporaryFolder()
        let settings = Settings(
            answers: answers, refusing: refusing, certificate: certificate?.certificate, key: certificate?.key,
            user: login?.user, password: login?.password, port: port, folder: self.folder.path)
        let script = try self.folder.write(Self.script, to: "server.py")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", script, String(decoding: try JSONEncoder().encode(settings), as: UTF8.self),
        ]
        // Other tests change the environment of this process, which is not safe to be read meanwhile.
        process.environment = ["PATH": Self.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let bound = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else { throw NoMailServer() }
        self.port = bound
    }

    deinit { stop() }

    package func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    package var url: String { "smtp://127.0.0.1:\(port)" }

    /// Every mail that was taken, in order.
    package func taken() throws -> [Taken] {
        guard let text = try? String(contentsOfFile: folder.file("taken.jsonl"), encoding: .utf8) else { return [] }
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Taken.self, from: Data($0.utf8)) }
    }

    private struct Settings: Encodable {
        let answers: [String: [String]]
        let refusing: [String]
        let certificate: String?
        let key: String?
        let user: String?
        let password: String?
        let port: Int
        let folder: String
    }

    private static let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"

    private static let script = #"""
        import asyncio, collections, email, email.policy, json, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult

        settings = json.loads(sys.argv[1])
        answers = {name: list(words) for name, words in settings["answers"].items()}
        file = open(settings["folder"] + "/taken.jsonl", "a")

        def word(command):
            words = answers.get(command)
            return words.pop(0) if words else ""

        def keep(envelope):
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            body = mail.get_body(("plain",))
            names = [name.lower() for name in mail.keys()]
            file.write(json.dumps({
                "from": envelope.mail_from, "to": envelope.rcpt_tos, "headers": {name: str(mail[name]) for name in names},
                "counts": dict(collections.Counter(names)), "text": body.get_content()}) + "\n")
            file.flush()

        class Handler:
            async def handle_MAIL(self, server, session, envelope, address, options):
                answer = word("MAIL")
                if answer == "close": server.transport.close()
                if answer: return answer
                envelope.mail_from = address
                return "250 OK"
            async def handle_RCPT(self, server, session, envelope, address, options):
                if address in settings["refusing"]: return "550 no such mailbox"
                answer = word("RCPT")
                if answer == "close": server.transport.close()
                if answer: return answer
                envelope.rcpt_tos.append(address)
                return "250 OK"
            async def handle_DATA(self, server, session, envelope):
                answer = word("DATA")
                if answer in ("", "close"): keep(envelope)
                if answer == "close": server.transport.close()
                return answer or "250 OK"

        def login(server, session, envelope, mechanism, data):
            known = (settings["user"].encode(), settings["password"].encode())
            return AuthResult(success=(data.login, data.password) == known)

        def factory():
            context = None
            if settings.get("certificate"):
                context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                context.load_cert_chain(settings["certificate"], settings["key"])
            wanted = bool(settings.get("user"))
            return SMTP(Handler(), hostname="localhost", tls_context=context, require_starttls=bool(context),
                        authenticator=login if wanted else None, auth_required=wanted,
                        auth_require_tls=bool(context))

        async def main():
            server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", settings["port"])
            print(server.sockets[0].getsockname()[1], flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """#
}

/// `python3-aiosmtpd` is missing (scripts/install-packages test), or the port is taken.
package struct NoMailServer: Error {}
