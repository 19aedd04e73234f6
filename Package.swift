// swift-tools-version: 6.2
import PackageDescription

// One section per target, lowest first; docs/architecture.md says what each one is for, and scripts/check holds the
// imports in the sources to the dependencies named here.

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]
/// A program exports nothing, and its relocations are packed: 3 MB less of it in memory, and none of them read at start.
let lean = LinkerSetting.unsafeFlags(
    ["-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
    .when(configuration: .release))

extension Target {
    /// A target of ours: strict settings, nothing implicit.
    static func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
        .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
    }

    static func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict, linkerSettings: [lean])
    }

    static func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
    }
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
/// SQLite's own functions, of the very library that GRDB uses.
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "smilepost",
    products: [
        .executable(name: "smilepost-kiosk", targets: ["smilepost-kiosk"]),
        .executable(name: "smilepost-collector", targets: ["smilepost-collector"]),
        .executable(name: "smilepost-ops", targets: ["smilepost-ops"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C libraries: a module map and a commented shim each; one Swift target imports each of them.
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev", "libssl-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CFreeType", pkgConfig: "freetype2", providers: [.apt(["libfreetype-dev"])]),
        .systemLibrary(name: "CHarfBuzz", pkgConfig: "harfbuzz", providers: [.apt(["libharfbuzz-dev"])]),
        .systemLibrary(name: "CFriBidi", pkgConfig: "fribidi", providers: [.apt(["libfribidi-dev"])]),
        .target(name: "CTrap", cSettings: [.enableWarning("all"), .treatAllWarnings(as: .error)]),

        // Crash points and seeded bugs of debug builds; nothing in a release build.
        .room("Faults"),

        // The pure core.
        .room("SurveyKit", [crypto, yams]),
        .room("WireProtocol", ["SurveyKit", crypto]),
        .room("TerminalUI"),
        .room("KioskUI", ["SurveyKit", "TerminalUI"]),

        .room("ConfigFile", ["SurveyKit", toml]),
        .room("Gzip", ["CZlib"]),

        // The kiosk.
        .room("Lettering", ["TerminalUI", "CFreeType", "CHarfBuzz", "CFriBidi"]),
        .room("CursesTerminal", ["TerminalUI", "CNCurses", "CTrap"]),
        .room("KioskStore", ["Faults", "SurveyKit", grdb]),
        .room("Transport", ["WireProtocol", "CCurl"]),
        .room("KioskSync", ["CLinux", "Faults", "Gzip", "KioskStore", "SurveyKit", "WireProtocol", crypto, logging]),
        .room(
            "KioskApp",
            [
                "CLinux", "ConfigFile", "CursesTerminal", "Faults", "KioskStore", "KioskSync", "KioskUI", "Lettering",
                "SurveyKit", "TerminalUI",
                "Transport", "WireProtocol", argumentParser, crypto, cryptoExtras, logging,
            ]),
        .program("smilepost-kiosk", ["KioskApp"]),

        // The centre.
        .room("CollectorStore", ["Faults", "SurveyKit", "WireProtocol", crypto, grdb, sqlite]),
        .room(
            "CollectorApp",
            [
                "CLinux", "CollectorStore", "ConfigFile", "Gzip", "SurveyKit", "Transport", "WireProtocol",
                argumentParser, crypto, cryptoExtras, hummingbird,
                logging, mustache, serviceLifecycle, toml, yams,
            ], resources: [.embedInCode("Pages/Templates"), .embedInCode("Api/Description/openapi.yaml")]),
        .program("smilepost-collector", ["CollectorApp"]),

        // Central operations.
        .room(
            "OpsApp",
            [
                "KioskUI", "Lettering", "SurveyKit", "TerminalUI", "Transport", "WireProtocol", argumentParser, crypto,
                cryptoExtras,
            ]),
        .program("smilepost-ops", ["OpsApp"]),

        // Tests: one folder a target, then both ends of the wire, then the real programs.
        .systemLibrary(name: "COpenSSL", path: "Tests/COpenSSL", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "TestSupport", dependencies: ["COpenSSL", "SurveyKit", "WireProtocol", crypto],
            path: "Tests/TestSupport", swiftSettings: strict),
        // A disk that fails on demand, and a program on it that is no product.
        .target(
            name: "CFaultVFS", path: "Tests/CFaultVFS",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "FaultBench", dependencies: ["CFaultVFS", "KioskStore", "SurveyKit", "TestSupport", grdb],
            path: "Tests/FaultBench", swiftSettings: strict),
        .target(
            name: "CFaultFiles", path: "Tests/CFaultFiles",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "faulty-kiosk", dependencies: ["CFaultFiles", "FaultBench", "KioskApp", "KioskStore"],
            path: "Tests/FaultyKiosk",
            swiftSettings: strict),
        // A year of a chain's responses, and a program that delivers it; no product either.
        .target(
            name: "ResponseGeneration", dependencies: ["SurveyKit", "TestSupport", crypto],
            path: "Tests/ResponseGeneration", swiftSettings: strict),
        .executableTarget(
            name: "response-generator",
            dependencies: [
                "CollectorStore", "KioskSync", "ResponseGeneration", "SurveyKit", "TestSupport", "Transport",
                "WireProtocol", argumentParser, crypto,
            ],
            path: "Tests/ResponseGenerator", swiftSettings: strict),
        .tests("ResponseGenerationTests", ["ResponseGeneration", "SurveyKit", "TestSupport"]),
        .tests("FaultsTests", ["Faults"]),
        .tests(
            "CrashTests",
            [
                "CollectorStore", "FaultBench", "Faults", "KioskStore", "SurveyKit", "TestSupport", "WireProtocol",
                crypto, grdb,
            ]),
        .tests("SurveyKitTests", ["SurveyKit", "TestSupport"]),
        .tests("WireProtocolTests", ["SurveyKit", "TestSupport", "WireProtocol", crypto]),
        .tests("TerminalUITests", ["TerminalUI", "TestSupport"]),
        .tests(
            "CursesTerminalTests",
            ["CNCurses", "CursesTerminal", "KioskUI", "Lettering", "SurveyKit", "TerminalUI", "TestSupport"]),
        .tests("LetteringTests", ["Lettering", "TerminalUI"]),
        .tests("KioskUITests", ["KioskStore", "KioskUI", "SurveyKit", "TerminalUI", "TestSupport"]),
        .tests("KioskStoreTests", ["KioskStore", "SurveyKit", "TestSupport", grdb]),
        .tests("GzipTests", ["Gzip", "TestSupport"]),
        .tests("TransportTests", ["TestSupport", "Transport", "WireProtocol"]),
        .tests(
            "KioskSyncTests",
            ["Gzip", "KioskStore", "KioskSync", "SurveyKit", "TestSupport", "WireProtocol", crypto, logging]),
        .tests("ConfigFileTests", ["ConfigFile", "SurveyKit"]),
        .tests(
            "KioskAppTests",
            [
                logging, "TerminalUI", "ConfigFile", "KioskApp", "KioskStore", "KioskUI", "SurveyKit", "TestSupport",
                "WireProtocol", crypto,
            ]),
        .tests("CollectorStoreTests", ["CollectorStore", "SurveyKit", "TestSupport", "WireProtocol", crypto, grdb]),
        .tests(
            "CollectorAppTests",
            [
                "CollectorApp", "CollectorStore", "ConfigFile", "Gzip", "OpsApp", "ResponseGeneration", "SurveyKit",
                "TestSupport", "Transport", "WireProtocol", crypto, grdb, hummingbird, hummingbirdTesting, logging,
            ]),
        .tests("OpsAppTests", ["OpsApp", "SurveyKit", "TestSupport", "WireProtocol"]),
        .tests(
            "FuzzTests",
            [
                "CollectorApp", "CollectorStore", "Gzip", "KioskStore", "KioskSync", "SurveyKit", "TestSupport",
                "WireProtocol", crypto,
            ]),
        .tests(
            "ContractTests",
            [
                "CollectorApp", "CollectorStore", "Gzip", "KioskApp", "KioskStore", "KioskSync", "KioskUI", "SurveyKit",
                "TerminalUI", "TestSupport", "Transport", "WireProtocol", crypto, grdb, hummingbird, logging,
            ]),
        .tests(
            "EndToEnd",
            ["KioskStore", "KioskSync", "SurveyKit", "TestSupport", "Transport", "WireProtocol", grdb, logging]),
    ],
    swiftLanguageModes: [.v6]
)
