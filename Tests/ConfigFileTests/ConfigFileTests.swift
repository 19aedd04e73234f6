import ConfigFile
import SurveyKit
import Testing

struct ConfigFileTests {
    private let schema = ConfigSchema([
        ("kiosk", [.init("name", .string, isRequired: true), .init("keep_days", .integer(1...365))]),
        ("screen", [.init("art", .word(["auto", "half"])), .init("blink", .boolean), .init("fonts", .strings)]),
    ])

    private func read(_ text: String) -> Result<ConfigFile, ConfigError> {
        ConfigFile.read(text, file: "kiosk.conf", schema: schema)
    }

    private func faults(_ text: String) -> [String] {
        switch read(text) {
        case .success: []
        case .failure(let error): error.diagnostics.map(\.description)
        }
    }

    @Test func `values of every kind are read`() throws {
        let file = try read(
            """
            [kiosk]
            name = "exit-1"
            keep_days = 14
            [screen]
            art = "half"
            blink = true
            fonts = ["a", "b"]
            """
        ).get()
        #expect(file.string("kiosk", "name") == "exit-1")
        #expect(file.integer("kiosk", "keep_days") == 14)
        #expect(file.string("screen", "art") == "half")
        #expect(file.boolean("screen", "blink") == true)
        #expect(file.strings("screen", "fonts") == ["a", "b"])
        #expect(file.string("screen", "fonts") == nil)
    }

    @Test func `an unknown key is named with its line and the nearest known key`() {
        let text = """
            [kiosk]
            name = "exit-1"
            keep_day = 3
            """
        #expect(
            faults(text) == [
                "kiosk.conf:3:1: error: unknown key `keep_day` in [kiosk]; did you mean `keep_days`?"
            ])
    }

    @Test func `a known key in the wrong section is sent home`() {
        #expect(
            faults("[kiosk]\nname = \"x\"\n[screen]\nkeep_days = 3\n") == [
                "kiosk.conf:4:1: error: unknown key `keep_days` in [screen]; it belongs under [kiosk]"
            ])
    }

    @Test func `a wrong type is not a missing key`() {
        #expect(
            faults("[kiosk]\nname = 7\n") == [
                "kiosk.conf:2:1: error: `name` in [kiosk] is wrong (integer); write a text in quotes"
            ])
    }

    @Test func `a number out of its range and a word out of its list are told`() {
        #expect(
            faults("[kiosk]\nname = \"x\"\nkeep_days = 400\n[screen]\nart = \"full\"\n") == [
                "kiosk.conf:3:1: error: `keep_days` in [kiosk] is wrong (integer); write a whole number from 1 to 365",
                "kiosk.conf:5:1: error: `art` in [screen] is wrong (string); write one of \"auto\", \"half\"",
            ])
    }

    @Test func `all faults are told at once, in the order of the file`() {
        #expect(
            faults("[screan]\n[kiosk]\nnam = \"x\"\nkeep_days = \"many\"\n") == [
                "kiosk.conf:1:1: error: unknown section [screan]; did you mean [screen]?",
                "kiosk.conf:2:1: error: [kiosk] needs `name`; set it to a text in quotes",
                "kiosk.conf:3:1: error: unknown key `nam` in [kiosk]; did you mean `name`?",
                "kiosk.conf:4:1: error: `keep_days` in [kiosk] is wrong (string); write a whole number from 1 to 365",
            ])
    }

    @Test func `broken TOML is told with its place`() {
        let faults = faults("[kiosk]\nname = \"exit\n")
        #expect(faults.count == 1)
        #expect(faults[0].hasPrefix("kiosk.conf:2:"))
        #expect(faults[0].contains("not TOML"))
    }
}
