/// What a customer said to one question.
package enum Answer: Equatable, Sendable {
    /// smiley, stars, nps, ces.
    case score(Int)
    /// yesno (`yes`, `no`) and choice: the id of the option.
    case option(String)
    /// choices: ids in the survey's order.
    case options([String])
    /// text.
    case text(String)
    /// contact, already sealed.
    case contact(ContactEnvelope)
}

extension Answer: Codable {
    /// On the wire a score is a number, an option or text a string, options an array, a contact an object.
    ///
    /// A string reads back as `.option`; which of the two it was, the question's kind says.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let score = try? container.decode(Int.self) {
            self = .score(score)
        } else if let option = try? container.decode(String.self) {
            self = .option(option)
        } else if let options = try? container.decode([String].self) {
            self = .options(options)
        } else {
            self = .contact(try container.decode(ContactEnvelope.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .score(let score): try container.encode(score)
        case .option(let text), .text(let text): try container.encode(text)
        case .options(let ids): try container.encode(ids)
        case .contact(let envelope): try container.encode(envelope)
        }
    }
}

/// How an interview ended.
package enum Completion: String, Sendable, Codable, CaseIterable {
    /// Every question that applied was answered.
    case done
    /// The end was reached, at least one question having been passed over by the customer.
    case skipped
    /// The customer walked away and the idle time ran out.
    case timeout
    /// The kiosk was stopped, or lost its power, in the middle.
    case left
}

/// Why a question that applied has no answer.
package enum SkipReason: String, Sendable, Codable {
    /// The customer passed over it.
    case customer
    /// This version of the kiosk can't ask it.
    case unsupported
    /// There is no organisation key to seal contact details to.
    case noKey = "no-key"
}
