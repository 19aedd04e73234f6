package import Foundation

extension Survey {
    /// The survey as it is published: JSON with the keys of the YAML format, the same bytes for equal surveys.
    ///
    /// `SurveyReader.read` reads exactly these bytes back to an equal survey.
    ///
    /// - Throws: An `EncodingError`; no survey can cause one.
    package func encoded() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(document)
    }

    private var document: SurveyDocument {
        var document: [String: SurveyDocument?] = [
            "survey": .text(id), "version": .number(version), "languages": .list(languages.map { .text($0) }),
            "title": title.document, "questions": .list(questions.map(\.document)), "thanks": thanks.document,
            "timing": timing.document,
        ]
        document["service"] = service.map { .text($0) }
        document["schedule"] = schedule?.document
        // The standard rule goes without saying, so that surveys of before it keep their bytes.
        if suspect != .standard { document["suspect"] = suspect.map(\.document) ?? .text("off") }
        return .map(document.compactMapValues { $0 })
    }
}

/// A JSON value: what a survey consists of when written.
private indirect enum SurveyDocument: Encodable {
    case text(String)
    case number(Int)
    case boolean(Bool)
    case list([SurveyDocument])
    case map([String: SurveyDocument])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .boolean(let boolean): try container.encode(boolean)
        case .list(let list): try container.encode(list)
        case .map(let map): try container.encode(map)
        }
    }
}

extension LocalizedText {
    fileprivate var document: SurveyDocument { .map(values.mapValues { .text($0) }) }
}

extension Timing {
    fileprivate var document: SurveyDocument {
        .map(["idle": idle, "warn": warn, "thanks": thanks].mapValues { .text(DurationText.text(of: $0)) })
    }
}

extension SuspectRule {
    fileprivate var document: SurveyDocument { .map(["within": .text(withinText), "burst": .text(burstText)]) }
}

extension Schedule {
    fileprivate var document: SurveyDocument {
        let names = Day.allCases.filter { days.contains($0) }.map { SurveyDocument.text($0.name) }
        return .map(["days": .list(names), "from": .text(Self.clock(from)), "to": .text(Self.clock(to))])
    }

    /// `HH:MM` of minutes after midnight.
    static func clock(_ minutes: Int) -> String {
        let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
        return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}

extension Question {
    fileprivate var document: SurveyDocument {
        var document = kind.details
        document["id"] = .text(id)
        document["kind"] = .text(kind.name)
        if kind != .contact(consent: ask) { document["ask"] = ask.document }
        if isOptional { document["optional"] = .boolean(true) }
        if let showIf { document["show_if"] = .text(showIf.source) }
        if !labels.isEmpty { document["labels"] = .list(labels.map(\.document)) }
        return .map(document)
    }
}

extension Question.Kind {
    fileprivate var details: [String: SurveyDocument] {
        switch self {
        case .smiley(let levels): ["scale": .number(levels)]
        case .stars: ["scale": .number(5)]
        case .ces: ["scale": .number(7)]
        case .nps, .yesno: [:]
        case .choice(let options): ["options": .list(options.map(\.document))]
        case .choices(let options, let most):
            ["options": .list(options.map(\.document)), "max_choices": .number(most)]
        case .text(let maxLength): ["max_length": .number(maxLength)]
        case .contact(let consent): ["consent": consent.document]
        }
    }
}

extension Question.Option {
    fileprivate var document: SurveyDocument { .map(["id": .text(id), "label": label.document]) }
}
