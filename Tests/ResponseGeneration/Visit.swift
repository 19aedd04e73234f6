import Foundation
import SurveyKit

/// What one customer did at one kiosk, as it was drawn.
struct Visit {
    var id: ResponseID.Bits
    var version: Int
    /// Of the first answer, by the kiosk's clocks.
    var wallMS: Int64
    var bootMS: Int64
    var clock = ClockState.synchronised
    /// Index into `YearSurveys.languages`.
    var language: Int
    /// 1 (worst) to 5.
    var face: Int
    /// One bit for each of `YearSurveys.reasons`; nil where the question was not answered.
    var reasons: UInt8?
    var recommend: Int?
    var ease: Int?
    /// Index into `Comments.all`.
    var comment: Int?
    var contact: ContactEnvelope?
    var skipped: Set<Passed> = []
    var end = Completion.done
    var suspect: SuspectReason?
    /// Milliseconds from one question to its answer; the next one's is a fifth longer.
    var paceMS: Int64

    /// The questions that a customer may pass over, in the order of their ids.
    enum Passed: String, CaseIterable { case comment, contact, reason }
}

extension ResponseID {
    /// The 128 bits of an identifier, while nobody needs its digits.
    struct Bits {
        let high: UInt64
        let low: UInt64

        /// A UUID of version 7: the moment in front, random bits behind.
        init(atMS wallMS: Int64, _ first: UInt64, _ second: UInt64) {
            high = UInt64(truncatingIfNeeded: wallMS) << 16 | 0x7000 | first & 0x0FFF
            low = 1 << 63 | second >> 2
        }
    }
}

extension Visit {
    /// Its answered questions in the order of their ids, with the answers.
    var answers: [(question: String, answer: Answer)] {
        var answers: [(String, Answer)] = []
        if let comment { answers.append(("comment", .text(Comments.all[comment]))) }
        if let contact { answers.append(("contact", .contact(contact))) }
        if let ease { answers.append(("ease", .score(ease))) }
        if let reasons {
            let ids = YearSurveys.reasons.indices.filter { reasons & 1 << $0 != 0 }.map { YearSurveys.reasons[$0] }
            answers.append(("reason", .options(ids)))
        }
        if let recommend { answers.append(("recommend", .score(recommend))) }
        return answers + [("visit", .score(face))]
    }

    /// The interview that a kiosk would have sealed: `LineWriter` must write the same bytes.
    func draft(boot: String) -> Draft {
        let answers = answers
        var durations: [String: Int64] = [:]
        for (index, answer) in answers.enumerated() {
            durations[answer.question] = paceMS + Int64(index) * (paceMS / 5)
        }
        return Draft(
            id: ResponseID(uncheckedHex: LineWriter.digits(of: id)), surveyID: YearSurveys.id, surveyVersion: version,
            bundle: nil, started: Timestamp(boot: boot, bootMS: bootMS, wallMS: wallMS, clock: clock),
            language: YearSurveys.languages[language],
            answers: Dictionary(uniqueKeysWithValues: answers.map { ($0.question, $0.answer) }),
            skips: Dictionary(uniqueKeysWithValues: skipped.map { ($0.rawValue, .customer) }), durations: durations,
            completion: end, suspect: suspect)
    }
}
