import Foundation
import SurveyKit
import Testing
import WireProtocol

/// What goes with a batch and a check-in beside their messages.
struct BatchMessageTests {
    @Test func `limits that an older collector does not name have their defaults`() throws {
        func read(_ text: String) throws -> Limits { try JSONDecoder().decode(Limits.self, from: Data(text.utf8)) }
        #expect(try read("{}") == Limits())
        #expect(
            try read(#"{"batch_bytes":1000,"batch_lines":5,"jitter_ms":9,"line_bytes":600,"pause_ms":8}"#)
                == Limits(lineBytes: 600, batchLines: 5, batchBytes: 1_000, pauseMS: 8, jitterMS: 9))
        #expect(
            try read(#"{"gzip":true,"wire_bytes":7,"maximum_ratio":3,"of_the_future":[1]}"#)
                == Limits(gzip: true, wireBytes: 7, maximumRatio: 3))
    }

    /// From RFC 9530, appendix D.
    @Test func `a digest is written and read as RFC 9530 has it`() throws {
        let body = Data(#"{"hello": "world"}"#.utf8) + Data("\n".utf8)
        let value = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
        #expect(ContentDigest.value(of: body) == value)
        let hash = SealedLine.hash(of: body)
        for text in [value, "sha-512=:AAAA:, \(value)", "SHA-256\(value.dropFirst(7));p=1"] {
            #expect(try ContentDigest.sha256(in: text) == hash, "\(text)")
        }
        #expect(try ContentDigest.sha256(in: "sha-512=:AAAA:") == nil)
        #expect(try ContentDigest.sha256(in: "") == nil)
    }

    @Test(arguments: ["sha-256=", "sha-256=::", "sha-256=:AAAA:", "sha-256=RK/0qy18", "sha-256=:!:", "sha-256=:"])
    func `a digest that is none is not taken for a missing one`(text: String) {
        #expect(throws: ContentDigest.Unreadable.self) { try ContentDigest.sha256(in: text) }
    }

    @Test func `an unchanged report is named by its bytes`() throws {
        let report = Data(#"{"app":"1"}"#.utf8)
        #expect(UnchangedReport.tag(of: report) == String(SealedLine.hash(of: report).hex.prefix(16)))
        try WireText.expect(UnchangedReport(same: "0123456789abcdef"), isWritten: #"{"same":"0123456789abcdef"}"#)
    }
}
