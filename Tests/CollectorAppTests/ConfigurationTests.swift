import CollectorStore
import ConfigFile
import SurveyKit
import TestSupport
import Testing
import Transport

@testable import CollectorApp

@Suite struct ConfigurationTests {
    @Test func `a whole file is read, and an empty one has the defaults`() throws {
        let text = """
            [collector]
            data = "/srv/smilepost"
            listen = "[::1]:9000"
            public_url = "https://smilepost.example/"
            [backup]
            interval_days = 3
            [retention]
            contact_days = 90
            """
        let configuration = try CollectorConfiguration.read(text, file: "collector.conf")
        #expect(configuration.data == "/srv/smilepost")
        #expect(configuration.listen == ListenAddress(host: "::1", port: 9_000))
        #expect(configuration.listen.url == "http://[::1]:9000")
        #expect(configuration.publicURL == "https://smilepost.example")
        #expect(configuration.backupIntervalDays == 3)
        #expect(configuration.retention == RetentionRule(contactDays: 90))
        #expect(try CollectorConfiguration.read("", file: "f") == CollectorConfiguration())
    }

    @Test func `mail is read with its password, and is nil where the file says nothing of it`() throws {
        let folder = try TemporaryFolder()
        let password = try folder.write("kolu ridu\n", to: "password")
        let text = """
            [collector]
            public_url = "https://smilepost.example"
            [mail]
            url = "smtp://mail.example:587"
            from = "smilepost@example.org"
            user = "smile"
            password_file = "\(password)"
            """
        let mail = try #require(try CollectorConfiguration.read(text, file: "collector.conf").mail)
        #expect(mail.options == MailOptions(url: "smtp://mail.example:587", user: "smile", password: "kolu ridu"))
        #expect(mail.from.text == "smilepost@example.org")
        #expect(mail.site == "https://smilepost.example")
        #expect(try CollectorConfiguration.read("[mail]\n", file: "f").mail == nil)
    }

    private static let site = "[collector]\npublic_url = \"https://x.example\"\n[mail]\n"

    @Test(arguments: [
        ("url = \"http://x\"", 4, "`url` in [mail] is no address of a mail server"),
        ("from = \"a@x\"", 4, "`from` in [mail] is of no use without `url`"),
        ("url = \"smtp://x\"", 3, "`from` in [mail] must be an address"),
        ("url = \"smtp://x\"\nfrom = \"a b\"", 5, "`from` in [mail] must be an address"),
        ("url = \"smtp://x\"\nfrom = \"a@x\"\npassword_file = \"/x\"", 6, "`password_file` in [mail] needs `user` too"),
        (
            "url = \"smtp://x\"\nfrom = \"a@x\"\nuser = \"u\"\npassword_file = \"/nowhere\"", 7,
            "`password_file` in [mail] names no file with one line"
        ),
        ("url = \"smtp://x\"\nfrom = \"a@x\"\nca_file = \"/nowhere\"", 6, "`ca_file` in [mail] can't be read"),
        ("ulr = \"smtp://x\"", 4, "unknown key `ulr` in [mail]"),
        ("url = \"smtp://x\"\nfrom = \"a@x\"\nallow_plain = 1", 6, "`allow_plain` in [mail] is wrong (integer)"),
    ])
    func `what is wrong with the mail is told at the start`(lines: String, line: Int, words: String) {
        let error = #expect(throws: ConfigError.self) {
            try CollectorConfiguration.read(Self.site + lines + "\n", file: "f")
        }
        #expect(error?.diagnostics.first?.line == line)
        #expect(error?.diagnostics.first?.message == words)
    }

    @Test func `mail needs the address of the site, for its links`() {
        let error = #expect(throws: ConfigError.self) {
            try CollectorConfiguration.read("[mail]\nurl = \"smtp://x\"\nfrom = \"a@x\"\n", file: "f")
        }
        #expect(error?.diagnostics.first?.message.hasPrefix("`url` in [mail] needs `public_url`") == true)
    }

    @Test(arguments: [
        (
            "[collector]\nlisten = \"127.0.0.1:1\"\npublic_ulr = \"https://x\"\n",
            "collector.conf:3:1: error: unknown key `public_ulr` in [collector]; did you mean `public_url`?"
        ),
        (
            "# where\n[collector]\nlisten = 8480\n",
            "collector.conf:3:1: error: `listen` in [collector] is wrong (integer); write a text in quotes"
        ),
        (
            "[backup]\ninterval_days = 0\n",
            "collector.conf:2:1: error: `interval_days` in [backup] is wrong (integer); write a whole number from 1 to 365"
        ),
        ("[colector]\n", "collector.conf:1:1: error: unknown section [colector]; did you mean [collector]?"),
        (
            "[collector]\n\ndata = \"here\"\n",
            "collector.conf:3:1: error: `data` in [collector] is no absolute path; write one such as "
                + "\"/var/lib/smilepost-collector\""
        ),
        (
            "[collector]\nlisten = \"localhost\"\n",
            "collector.conf:2:1: error: `listen` in [collector] is no HOST:PORT; write one such as \"127.0.0.1:8480\""
        ),
        (
            "[collector]\npublic_url = \"smilepost.example\"\n",
            "collector.conf:2:1: error: `public_url` in [collector] is no address of a site; write one without a path, "
                + "such as \"https://smilepost.example\""
        ),
    ])
    func `what is wrong is told with file, line, key and what to write`(text: String, message: String) {
        let error = #expect(throws: ConfigError.self) {
            try CollectorConfiguration.read(text, file: "collector.conf")
        }
        #expect(error?.description == message)
    }

    @Test func `a file that was named must be there`() throws {
        let path = try TemporaryFolder().file("none.conf")
        #expect(throws: CommandFailure(.badConfig, "can't read \(path); check that it exists and is readable")) {
            try CollectorConfiguration.load(path: path)
        }
    }

    @Test(arguments: ["", "localhost", "a:b", "a:70000", "::1:80", " :80", ":80"])
    func `what is no HOST and PORT is refused`(text: String) { #expect(ListenAddress(text) == nil) }

    @Test(
        arguments: [
            ("127.0.0.1:80", nil, false), ("0.0.0.0:80", nil, true), ("127.0.0.1:80", "https://x.example", true),
            ("0.0.0.0:80", "http://localhost:80", false), ("127.0.0.1:80", "http://x.example", true),
            ("127.0.0.1:80", "http://127.evil.example", true),
        ] as [(String, String?, Bool)])
    func `cookies travel over plain http on this machine only`(listen: String, url: String?, isSecure: Bool) throws {
        var configuration = CollectorConfiguration()
        configuration.listen = try #require(ListenAddress(listen))
        configuration.publicURL = url
        #expect(configuration.isSecure == isSecure)
    }
}
