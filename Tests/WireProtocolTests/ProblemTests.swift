import Foundation
import Testing
import WireProtocol

struct ProblemTests {
    @Test func `A problem is written as RFC 9457 says`() throws {
        try WireText.expect(
            Problem(
                .tooLarge, status: 413, title: "Too large", detail: "The body has 9 bytes; send 8.", retry: .afterChange
            ),
            isWritten: #"{"detail":"The body has 9 bytes; send 8.","retry":"after-change","status":413,"#
                + #""title":"Too large","type":"urn:smilepost:problem:too-large"}"#)
    }

    @Test func `Every code is found again in its type`() {
        for code in Problem.Code.allCases {
            let problem = Problem(code, status: 400, title: "", detail: "", retry: .never)
            #expect(problem.type == "urn:smilepost:problem:\(code.rawValue)")
            #expect(problem.code == code)
        }
    }

    @Test func `The codes are fixed`() {
        #expect(
            Problem.Code.allCases.map(\.rawValue).sorted() == [
                "bad-batch", "bad-request", "bad-signature", "conflict", "credential-revoked", "credential-unknown",
                "enrolment-rejected", "forbidden", "internal", "invalid-survey", "kiosk-retired", "method-not-allowed",
                "not-found", "overloaded", "protocol-version", "report-needed", "storage", "token-expired",
                "token-revoked", "token-unknown", "token-used", "too-large", "too-many-requests",
                "unsupported-media-type",
            ])
    }

    @Test(arguments: ["urn:smilepost:problem:of-next-year", "about:blank", "", "too-large", "urn:smilepost:problem:"])
    func `An unknown type has no code, and is read all the same`(type: String) throws {
        let json = #"{"detail":"d","retry":"later","status":500,"title":"t","type":"\#(type)"}"#
        let problem = try JSONDecoder().decode(Problem.self, from: Data(json.utf8))
        #expect(problem.code == nil)
        #expect(problem.retry == .later)
    }
}
