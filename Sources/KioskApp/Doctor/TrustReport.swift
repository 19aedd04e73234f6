import Foundation
import KioskStore
import SurveyKit
import WireProtocol

/// Whether the survey on the screen is one that the centre signed.
struct TrustReport: Codable, Equatable, Sendable {
    let survey: StatusReport.Survey?
    /// The stored manifest carries a signature of the release key.
    let isSigned: Bool
    let isInManifest: Bool
    /// Its bytes still have the hash under which it was published.
    let hasItsHash: Bool
    /// Whether it asks for contact details; nil from a running kiosk that does not tell it.
    var asksForContact: Bool?
    /// Id of the contact key in the manifest; nil for none.
    var contactKey: String?
}

extension TrustReport {
    /// Reads what the store holds and verifies it anew.
    init(of store: KioskStore) throws(StoreError) {
        let active = try store.shownSurvey()
        let key = try store.releaseKey().map(PublicKey.init(key:))
        let stored = try store.manifest()?.envelope
        let envelope = stored.flatMap { try? JSONDecoder().decode(Envelope.self, from: $0) }
        let isSigned = key.flatMap { envelope?.isSigned(by: $0, as: Envelope.manifestType) } ?? false
        let manifest = envelope.flatMap { try? JSONDecoder().decode(Manifest.self, from: $0.payload) }
        let entry = active.flatMap { manifest?.entry(survey: $0.surveyID, version: $0.version) }
        self.init(
            survey: active.map { StatusReport.Survey(id: $0.surveyID, version: $0.version) }, isSigned: isSigned,
            isInManifest: entry != nil && entry?.sha256 == active?.sha256,
            hasItsHash: active.map { SealedLine.hash(of: $0.bytes).hex == $0.sha256 } ?? false,
            asksForContact: active.map(Self.asksForContact) ?? false, contactKey: manifest?.contactKey?.id)
    }

    private static func asksForContact(_ stored: StoredSurvey) -> Bool {
        let reading = SurveyReader.read(String(decoding: stored.bytes, as: UTF8.self), file: stored.surveyID)
        return reading.survey?.questions.contains { question in
            if case .contact = question.kind { true } else { false }
        } ?? false
    }
}
