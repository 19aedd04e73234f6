import Foundation

/// What `smilepost-ops kiosks audit --json` says, as far as the soak looks at it.
struct SoakAudit: Decodable {
    struct Verdict: Decodable {
        let state: String
        let words: String
    }

    struct Ledger: Decodable { let verdict: Verdict }

    let kiosks: [Ledger]

    /// The queue is whole but for so many lines that were altered on the kiosk's disk, which must be named.
    func faults(damaged: Int) -> [String] {
        guard let verdict = kiosks.first?.verdict, kiosks.count == 1 else {
            return ["\(kiosks.count) kiosks in the audit"]
        }
        let wanted = damaged == 0 ? "whole" : "altered"
        return verdict.state == wanted ? [] : ["the audit says: \(verdict.words)"]
    }
}

extension Collector {
    func audit() throws -> SoakAudit {
        let output = try Programs.run(
            "smilepost-ops", ["kiosks", "audit", "--json"],
            environment: ["SMILEPOST_COLLECTOR": url, "SMILEPOST_TOKEN": token])
        return try JSONDecoder().decode(SoakAudit.self, from: Data(output.out.utf8))
    }
}
