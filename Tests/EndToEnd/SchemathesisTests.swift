import Foundation
import TestSupport
import Testing

/// schemathesis from PyPI on a real collector with a chain's responses in it: nothing that it makes of `openapi.yaml` is
/// answered with 500, or in a way that the file does not describe.
///
/// Longer: `SMILEPOST_API_EXAMPLES=500 SMILEPOST_API_SEED=7 scripts/test SchemathesisTests`.
@Suite(.serialized)
struct SchemathesisTests {
    private static let checks = [
        "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
        "response_schema_conformance", "negative_data_rejection", "unsupported_method", "allow_header_conformance",
        "ignored_auth", "use_after_free", "ensure_resource_availability",
    ]

    private let collector: Collector

    init() throws {
        collector = try Collector()
        let filled = try Programs.run(
            "response-generator",
            [
                "--collector", collector.url, "--token-file", collector.folder.file("token"), "--branches", "3",
                "--responses", "400", "--days", "30",
            ])
        guard filled.status == 0 else { throw Failure("response-generator: \(filled.err)") }
        try collector.ops("users", "add", "leyla", "--role", "agent")
        try collector.ops("enroll-token", "create", "--branch", "b000", "--approve")
    }

    @Test func `an admin's requests`() throws {
        try run(token: collector.token, phases: "examples,coverage,fuzzing,stateful")
    }

    @Test func `a viewer's requests`() throws { try run(token: try viewerToken(), phases: "coverage") }

    @Test func `a stranger's requests`() throws { try run(token: nil, phases: "coverage") }

    private func viewerToken() throws -> String {
        try collector.ops("tokens", "create", "--label", "viewer", "--role", "viewer")
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func run(token: String?, phases: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let options = [
            "--phases": phases, "--checks": Self.checks.joined(separator: ","),
            "--seed": environment["SMILEPOST_API_SEED"] ?? "1",
            "--max-examples": environment["SMILEPOST_API_EXAMPLES"] ?? "10",
            "--generation-database": "none", "--suppress-health-check": "all", "--request-timeout": "60",
            "--warnings": "off",
        ].flatMap { [$0, $1] }
        let output = try Programs.run(
            try TestPython.program(),
            ["-m", "schemathesis.cli", "run", collector.url + "/api/v1/openapi.json", "--no-color"]
                + ["--continue-on-failure"] + options
                + (token.map { ["--header", "Authorization: Bearer \($0)"] } ?? []),
            environment: [
                "SMILEPOST_COLLECTOR": collector.url, "SMILEPOST_TOKEN": collector.token,
                "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": Programs.root + "/Tests/ApiDescription",
                "PYTHONDONTWRITEBYTECODE": "1",
            ], folder: collector.folder.path)
        #expect(output.status == 0, "\(output.out.suffix(20_000))\(output.err.suffix(2_000))")
        #expect(!collector.log.contains(" error "), "the collector's log has an error: \(collector.log.suffix(2_000))")
        // It is still there, and the admin still is one: else most of the run would have been refusals.
        try collector.ops("users", "list")
    }
}
