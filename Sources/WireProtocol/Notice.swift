package import Foundation
import SurveyKit

/// What a branch tells its customers on the thank-you screen ("You said, we did"), or that it tells nothing any more.
///
/// It travels as an `Envelope` signed by the notice key that the manifest names, and so by the release key's word.
package struct Notice: Equatable, Sendable, Codable {
    package static let type = "smilepost/notice;v=1"
    /// The most characters in one language: four lines on the smallest screen that can be touched.
    package static let maximumCharacters = 120
    /// The most texts beside the one for all languages.
    package static let maximumLanguages = 20
    /// The most days from today to the last one on which it is shown.
    package static let maximumDays = 366

    /// Id of the only branch it is for.
    package let branch: String
    /// When it was issued, ms since 1970; a kiosk never goes back.
    ///
    /// Rises with every notice of a collector, also where its clock does not.
    package let issuedMS: Int64
    /// Nil to withdraw whatever was shown before.
    package let words: Words?

    package init(branch: String, issuedMS: Int64, words: Words?) {
        self.branch = branch
        self.issuedMS = issuedMS
        self.words = words
    }

    private enum CodingKeys: String, CodingKey {
        case branch, words
        case issuedMS = "issued_ms"
    }

    /// What is shown, and until when.
    package struct Words: Equatable, Sendable, Codable {
        /// One sentence, in every language without a text of its own.
        package let text: String
        /// By language; empty where one sentence serves all, and then absent on the wire.
        package let texts: [String: String]
        /// The last day on which it is shown, in branch time: `2026-12-31`.
        package let until: String

        package init(text: String, texts: [String: String] = [:], until: String) {
            self.text = text
            self.texts = texts
            self.until = until
        }

        private enum CodingKeys: String, CodingKey { case text, texts, until }

        package init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            text = try fields.decode(String.self, forKey: .text)
            texts = try fields.decodeIfPresent([String: String].self, forKey: .texts) ?? [:]
            until = try fields.decode(String.self, forKey: .until)
        }

        package func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(text, forKey: .text)
            if !texts.isEmpty { try fields.encode(texts, forKey: .texts) }
            try fields.encode(until, forKey: .until)
        }

        package func text(in language: String) -> String { texts[language] ?? text }

        /// The first moment at which it is not shown any more, ms since 1970; nil where `until` is no day.
        package func endMS(in zone: TimeZone) -> Int64? {
            guard let day = LocalDay(iso: until) else { return nil }
            var calendar = Calendar(identifier: .iso8601)
            calendar.timeZone = zone
            let (year, month, date) = (day + 1).date
            // Where a day begins after midnight, because clocks were put forward there, it is that moment.
            return calendar.date(from: DateComponents(year: year, month: month, day: date)).map {
                Int64($0.timeIntervalSince1970 * 1_000)
            }
        }
    }
}

// MARK: What can be said

extension Notice.Words {
    /// As they are kept and shown: without space at the ends, letters and marks as one; texts that are empty are none.
    package var tidy: Notice.Words {
        let texts = texts.mapValues(Self.tidy).filter { !$0.value.isEmpty }
        return Notice.Words(text: Self.tidy(text), texts: texts, until: until)
    }

    private static func tidy(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines).composed
    }

    /// Everything about them that can't be, as sentences that say what to write; empty where all can.
    package var faults: [String] {
        let many =
            texts.count > Notice.maximumLanguages ? ["It takes \(Notice.maximumLanguages) languages at most."] : []
        let codes = texts.keys.filter { $0.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) == nil }
        return [Self.fault(of: text, "The sentence")].compactMap(\.self) + many
            + codes.sorted().map { "\"\($0.prefix(20))\" is no language: write a code such as en or az." }
            + texts.sorted { $0.key < $1.key }.compactMap {
                Self.fault(of: $0.value, "The sentence in \($0.key.prefix(20))")
            }
            + (LocalDay(iso: until) == nil ? ["The last day must be written like 2026-12-31."] : [])
    }

    private static func fault(of text: String, _ name: String) -> String? {
        let limit = Notice.maximumCharacters
        guard !text.isEmpty else { return "\(name) is empty: write what was done." }
        if let nature = text.unshowable?.nature { return "\(name) holds \(nature): remove it." }
        // Marks can be piled on one character without end: they count too.
        guard text.count <= limit, text.unicodeScalars.count <= 4 * limit else {
            return "\(name) has \(text.count) characters; the screen takes \(limit)."
        }
        return nil
    }
}

// MARK: Who is believed

extension Notice {
    /// Why a kiosk does not take a notice: a stable word for the log.
    package enum Refusal: String, Error, CaseIterable, Sendable {
        /// The manifest names no notice key.
        case noKey = "no-notice-key"
        case badSignature = "bad-signature"
        /// It was signed, and is no notice that can be shown.
        case unreadable
        case otherBranch = "other-branch"
        /// A newer one is here.
        case old = "old-notice"
    }

    /// The notice in an envelope, proved.
    ///
    /// - Parameters:
    ///   - key: The one that the trusted manifest names; nil for none.
    ///   - branch: Where the kiosk stands.
    ///   - heldMS: `issuedMS` of the newest notice that was taken for this branch; nil for none.
    package init(_ envelope: Envelope, key: NoticeKey?, branch: String, after heldMS: Int64?) throws(Refusal) {
        guard let key else { throw .noKey }
        guard envelope.isSigned(by: key.publicKey, as: Self.type) else { throw .badSignature }
        guard let notice = try? JSONDecoder().decode(Notice.self, from: envelope.payload),
            notice.words.map({ $0.faults.isEmpty && $0 == $0.tidy }) ?? true
        else { throw .unreadable }
        guard notice.branch == branch else { throw .otherBranch }
        guard heldMS.map({ notice.issuedMS > $0 }) ?? true else { throw .old }
        self = notice
    }
}
