import Foundation
import SurveyKit
import WireProtocol

/// Publishes one survey: what is signed is the collector's current manifest and one entry.
struct Publisher {
    private let desk: ManifestDesk
    let survey: Survey
    let contactKey: ContactKeyChoice
    let bytes: Data
    let entry: Manifest.Entry

    /// What there is to do.
    enum Plan: Equatable {
        /// This manifest is the one to sign.
        case publish(Manifest)
        /// The same bytes are published under this version, and this manifest differs by its contact key.
        case changeContactKey(Manifest)
        /// The same bytes are published under this version.
        case nothing

        /// What is to be signed.
        var manifest: Manifest? {
            switch self {
            case .publish(let manifest), .changeContactKey(let manifest): manifest
            case .nothing: nil
            }
        }
    }

    init(client: CollectorClient, survey: Survey, publicKey: PublicKey, contactKey: ContactKeyChoice) throws {
        self.contactKey = contactKey
        desk = ManifestDesk(client: client, publicKey: publicKey)
        self.survey = survey
        bytes = try survey.encoded()
        entry = Manifest.Entry(
            survey: survey.id, version: survey.version, sha256: SealedLine.hash(of: bytes).hex, size: bytes.count)
    }

    /// Looks at what is published, and refuses what may not join it.
    ///
    /// - Throws: `OpsFailure`, `CollectorRefusal`.
    func plan() throws -> Plan {
        guard let current = try desk.current() else {
            return .publish(
                Manifest(manifest: 1, surveys: [entry], contactKey: try contactKey.key(after: nil)))
        }
        let contactKey = try contactKey.key(after: current.contactKey)
        if let published = current.entry(survey: survey.id, version: survey.version) {
            guard published != entry else {
                guard contactKey != current.contactKey else { return .nothing }
                return .changeContactKey(current.next(contactKey: contactKey))
            }
            throw OpsFailure(
                .badData,
                "\(survey.id) version \(survey.version) is published with another content, which never "
                    + "changes: give yours `version: \(newest(in: current).map { $0.version + 1 } ?? 1)`")
        }
        if let newest = newest(in: current) { try check(against: newest) }
        return .publish(current.next(surveys: current.surveys + [entry], contactKey: contactKey))
    }

    /// Signs and uploads; when somebody else published in between, plans anew, a few times.
    ///
    /// - Throws: `OpsFailure`, `CollectorRefusal`.
    func publish(_ plan: Plan, privateKey: Data, assign: ApiAssignment?) throws -> ApiPublished {
        var plan = plan
        for _ in 1...3 {
            guard let manifest = plan.manifest else { break }
            do {
                return try desk.publish(manifest, blob: bytes, privateKey: privateKey, assign: assign)
            } catch let refusal as CollectorRefusal where refusal.status == 409 {
                let now = try self.plan()
                guard now != plan else { throw refusal }
                plan = now
            }
        }
        throw OpsFailure(.tryAgain, "somebody else publishes at the same time: look at survey list and try again")
    }

    private func newest(in manifest: Manifest) -> Manifest.Entry? {
        manifest.surveys.filter { $0.survey == survey.id }.max { $0.version < $1.version }
    }

    /// Compares with the newest published version, its bytes proved by the signed manifest.
    private func check(against newest: Manifest.Entry) throws {
        let blob = try desk.blob(of: newest)
        let reading = SurveyReader.read(String(decoding: blob, as: UTF8.self), file: newest.survey)
        guard let earlier = reading.survey else {
            throw OpsFailure(
                .badData,
                "\(newest.survey) version \(newest.version) as published can't be read by this "
                    + "smilepost-ops: use the one that published it, or a newer one")
        }
        let reasons = survey.incompatibilities(with: earlier)
        guard reasons.isEmpty else {
            let what = "\(survey.id) can't follow version \(earlier.version) as published:"
            throw OpsFailure(.badData, ([what] + reasons).joined(separator: "\n  "))
        }
    }
}
