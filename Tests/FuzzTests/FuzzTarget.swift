import Foundation

/// The parsers that meet the network or a stick, each with what must hold for any bytes whatever.
///
/// `fault` is what both the seeded tests and libFuzzer call: it says what is wrong, or nil. That nothing traps, hangs or
/// grows without bounds is held by whoever calls it.
enum FuzzTarget: String, CaseIterable, Sendable {
    /// A sealed line, as the collector reads it.
    case line
    /// The collector's answer to a batch, as the kiosk settles by it.
    case verdicts
    /// A signed manifest with its contact key.
    case manifest
    /// The bytes of a survey.
    case survey
    /// The body of a batch, cut into lines.
    case batch
    /// A packed body.
    case packed
    /// `Smilepost-Boot`, and the time that is worked out with it.
    case boot
    /// `Retry-After` and `Smilepost-Time`, and the pace that follows.
    case patience
    /// An error as problem+json, with any status.
    case problem
    /// An enrolment or a change of credentials, both ways.
    case enrolment
    /// A kiosk's check-in.
    case checkin
    /// The collector's answer to it.
    case answer
    /// A file that came on a stick.
    case stick

    /// What is wrong with how these bytes were taken; nil where nothing is.
    func fault(in bytes: Data) -> String? {
        switch self {
        case .line: CollectorParsers.line(bytes)
        case .verdicts: KioskParsers.verdicts(bytes)
        case .manifest: KioskParsers.manifest(bytes)
        case .survey: KioskParsers.survey(bytes)
        case .batch: CollectorParsers.batch(bytes)
        case .packed: CollectorParsers.packed(bytes)
        case .boot: CollectorParsers.boot(bytes)
        case .patience: KioskParsers.patience(bytes)
        case .problem: KioskParsers.problem(bytes)
        case .enrolment: CollectorParsers.enrolment(bytes)
        case .checkin: CollectorParsers.checkin(bytes)
        case .answer: KioskParsers.answer(bytes)
        case .stick: CollectorParsers.stick(bytes)
        }
    }

    /// Valid ones, made by our own encoders: where mutation begins.
    var examples: [Data] { FuzzExamples.of(self) }
}
