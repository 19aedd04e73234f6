import ConfigFile
import FoundationEssentials
import Glibc
import KioskStore
import KioskUI
import SurveyKit
import Transport

/// `kiosk.conf`, checked: see the sample at the top of the project for every key's meaning.
struct KioskConfig: Equatable, Sendable {
    var name: String
    var stateFolder: String
    var collectorURL: String?
    var caFile: String?
    var pins: [String]
    var proxy: String?
    var allowHTTP: Bool
    var art: String
    var theme: String
    var blink: Bool
    var panelMM: Int?
    var viewingMM: Int?
    var fallbackSurvey: String?
    var keepDays: Int
    var onFull: OnFull
    var logLevel: String

    static let defaultPath = "/etc/smilepost/kiosk.conf"

    /// What kiosk.conf may say.
    static let schema = ConfigSchema([
        ("kiosk", [.init("name", .string), .init("state_dir", .path)]),
        (
            "collector",
            [
                .init("url", .origin), .init("ca_file", .path), .init("pins", .strings), .init("proxy", .string),
                .init("allow_http", .boolean),
            ]
        ),
        (
            "screen",
            [
                .init("art", .word(["auto", "ascii", "blocks", "half"])), .init("panel_mm", .integer(50...5_000)),
                .init("viewing_mm", .integer(200...5_000)), .init("theme", .word(Theme.names)),
                .init("blink", .boolean),
            ]
        ),
        ("survey", [.init("fallback", .path)]),
        ("sync", [.init("keep_days", .integer(1...365)), .init("on_full", .word(["stop", "drop_oldest"]))]),
        ("log", [.init("level", .word(["error", "warning", "notice", "info", "debug"]))]),
    ])

    /// The checked values with the defaults for the rest.
    init(_ file: ConfigFile, hostname: String) {
        name = file.string("kiosk", "name") ?? hostname
        stateFolder = file.string("kiosk", "state_dir") ?? "/var/lib/smilepost-kiosk"
        collectorURL = file.string("collector", "url").map(Self.withoutTrailingSlash)
        caFile = file.string("collector", "ca_file")
        pins = file.strings("collector", "pins") ?? []
        proxy = file.string("collector", "proxy").flatMap { $0.isEmpty ? nil : $0 }
        allowHTTP = file.boolean("collector", "allow_http") ?? false
        art = file.string("screen", "art") ?? "auto"
        theme = file.string("screen", "theme") ?? "dark"
        blink = file.boolean("screen", "blink") ?? true
        panelMM = file.integer("screen", "panel_mm")
        viewingMM = file.integer("screen", "viewing_mm")
        fallbackSurvey = file.string("survey", "fallback")
        keepDays = file.integer("sync", "keep_days") ?? 14
        onFull = file.string("sync", "on_full").flatMap(OnFull.init(rawValue:)) ?? .stop
        logLevel = file.string("log", "level") ?? "info"
    }

    private static func withoutTrailingSlash(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    /// Reads and checks a configuration file.
    ///
    /// - Throws: `ConfigError` with everything that is wrong, also when the file can't be read.
    static func load(_ path: String, hostname: String) throws(ConfigError) -> KioskConfig {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw ConfigError(diagnostics: [
                Diagnostic(
                    severity: .error, file: path, line: 1, column: 1, message: "the file can't be read",
                    suggestion: "give --config FILE, or install the sample kiosk.conf there")
            ])
        }
        let file = try ConfigFile.read(text, file: path, schema: schema).get()
        let config = KioskConfig(file, hostname: hostname)
        let faults = config.faults(in: file, path: path)
        guard faults.isEmpty else { throw ConfigError(diagnostics: faults) }
        return config
    }

    /// What can't work although each value by itself is of its type.
    private func faults(in file: ConfigFile, path: String) -> [Diagnostic] {
        var faults: [Diagnostic] = []
        func report(_ section: String, _ key: String, _ message: String, _ suggestion: String) {
            faults.append(
                Diagnostic(
                    severity: .error, file: path, line: file.line(section, key), column: 1, message: message,
                    suggestion: suggestion))
        }
        if let collectorURL, collectorURL.hasPrefix("http://"), !allowHTTP, !Self.isLoopback(collectorURL) {
            report(
                "collector", "url", "answers would go unencrypted to another machine",
                "write https://, or set allow_http = true")
        }
        for (key, fault) in transportOptions.faults { report("collector", key, fault, "mend it or take it out") }
        if let fallbackSurvey, access(fallbackSurvey, R_OK) != 0 {
            report("survey", "fallback", "\(fallbackSurvey) can't be read", "check the path and its permissions")
        }
        return faults
    }

    private static func isLoopback(_ url: String) -> Bool {
        url.wholeMatch(of: /http:\/\/(localhost|127\.[0-9.]+|\[::1\])(:[0-9]+)?/) != nil
    }
}
