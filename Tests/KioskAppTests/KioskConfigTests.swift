import ConfigFile
import Foundation
import SurveyKit
import TestSupport
import Testing

@testable import KioskApp

struct KioskConfigTests {
    private static let sample = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("kiosk.conf").path

    private func faults(_ text: String) throws -> [String] {
        let folder = try TemporaryFolder()
        let path = try folder.write(text, to: "kiosk.conf")
        do throws(ConfigError) {
            _ = try KioskConfig.load(path, hostname: "host")
            return []
        } catch {
            return error.diagnostics.map { $0.description.replacing(path, with: "kiosk.conf") }
        }
    }

    @Test func `the sample is read, and its commented lines name every key with a value of its type`() throws {
        let text = try String(contentsOfFile: Self.sample, encoding: .utf8)
        #expect(try faults(text) == [])
        // A commented setting is `# key = value`; prose has no equals sign after its first word.
        let active = text.replacing(/\n# ([a-z_]+ = )/, with: { "\n\($0.output.1)" })
            .replacing("\"/etc/smilepost/ca.pem\"", with: "\"/etc/passwd\"")
            .replacing("\"/etc/smilepost/survey.yaml\"", with: "\"/etc/passwd\"")
        #expect(try faults(active) == [])
        for (section, keys) in KioskConfig.schema.sections {
            for key in keys {
                #expect(active.contains("\n\(key.name) = "), "[\(section)] \(key.name) is not in kiosk.conf")
            }
        }
    }

    @Test func `the defaults of the sample's comments are the program's`() throws {
        let folder = try TemporaryFolder()
        let bare = try KioskConfig.load(folder.write("", to: "kiosk.conf"), hostname: "till-4")
        #expect(bare.name == "till-4")
        #expect(bare.stateFolder == "/var/lib/smilepost-kiosk")
        #expect(bare.collectorURL == nil)
        #expect(bare.pins == [])
        #expect(!bare.allowHTTP)
        #expect(bare.art == "auto" && bare.theme == "dark" && bare.blink)
        #expect(bare.keepDays == 14)
        #expect(bare.logLevel == "info")
    }

    @Test func `an unknown key and a wrong type are told together`() throws {
        #expect(
            try faults("[collector]\nurls = \"https://x\"\n[screen]\npanel_mm = \"wide\"\n") == [
                "kiosk.conf:2:1: error: unknown key `urls` in [collector]; did you mean `url`?",
                "kiosk.conf:4:1: error: `panel_mm` in [screen] is wrong (string); write a whole number from 50 to 5000",
            ])
    }

    @Test(arguments: ["", "feedback", "ftp://x.example", "https://x.example/path", "https://me:pw@x.example"])
    func `a url that is none is told`(url: String) throws {
        #expect(
            try faults("[collector]\nurl = \"\(url)\"\n") == [
                "kiosk.conf:2:1: error: `url` in [collector] is wrong (string); write an address such as "
                    + "\"https://host\" or \"https://host:port\", with nothing after it"
            ])
    }

    @Test func `plain http leaves this machine only where it is allowed`() throws {
        #expect(try faults("[collector]\nurl = \"http://127.0.0.1:8480\"\n") == [])
        #expect(try faults("[collector]\nurl = \"http://x.example\"\nallow_http = true\n") == [])
        #expect(
            try faults("[collector]\nurl = \"http://x.example\"\n") == [
                "kiosk.conf:2:1: error: answers would go unencrypted to another machine; write https://, or set "
                    + "allow_http = true"
            ])
    }

    @Test func `a path that is not absolute and a file that is not there are told`() throws {
        #expect(try faults("[kiosk]\nstate_dir = \"state\"\n").count == 1)
        #expect(
            try faults("[survey]\nfallback = \"/nonexistent.yaml\"\n") == [
                "kiosk.conf:2:1: error: /nonexistent.yaml can't be read; check the path and its permissions"
            ])
    }

    @Test func `what is wrong with the network's keys is told by line, and a proxy's password never`() throws {
        let text = """
            [collector]
            url = "https://x.example"
            ca_file = "/nonexistent.pem"
            pins = ["short"]
            proxy = "http://me:s3cret@proxy"

            """
        let faults = try faults(text)
        #expect(faults.map { $0.prefix(17) } == ["kiosk.conf:4:1: e", "kiosk.conf:3:1: e", "kiosk.conf:5:1: e"])
        #expect(faults.last?.contains("the proxy is no address") == true)
        #expect(!faults.joined().contains("s3cret"))
        #expect(try self.faults("[collector]\nproxy = \"http://me:s%40cret@proxy.example:3128\"\n") == [])
    }

    @Test func `a missing file is told with what to do`() {
        #expect(throws: ConfigError.self) { try KioskConfig.load("/nonexistent/kiosk.conf", hostname: "host") }
    }

    @Test func `a slash at the end of the url is dropped`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("[collector]\nurl = \"https://x.example/\"\n", to: "kiosk.conf")
        #expect(try KioskConfig.load(path, hostname: "h").collectorURL == "https://x.example")
    }
}
