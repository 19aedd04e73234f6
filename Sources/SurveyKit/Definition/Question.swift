/// One question as it is asked.
package struct Question: Equatable, Sendable {
    /// `[a-z][a-z0-9_-]{0,63}`, unique within its survey; its kind never changes between versions.
    package let id: String
    package let kind: Kind
    package let ask: LocalizedText
    /// May be passed over by the customer.
    package let isOptional: Bool
    /// Asked only when this holds for the answers so far.
    package let showIf: Rule?
    /// Words under the levels of a scale, worst first, where the survey has its own; else the screen's own words.
    package let labels: [LocalizedText]

    package init(
        id: String, kind: Kind, ask: LocalizedText, isOptional: Bool = false, showIf: Rule? = nil,
        labels: [LocalizedText] = []
    ) {
        self.id = id
        self.kind = kind
        self.ask = ask
        self.isOptional = isOptional
        self.showIf = showIf
        self.labels = labels
    }

    package enum Kind: Equatable, Sendable {
        /// 3, 4 or 5 faces; 1 is the worst.
        case smiley(levels: Int)
        /// 5 stars.
        case stars
        /// Net promoter score, 0 to 10.
        case nps
        /// Customer effort score, 1 (hard) to 7 (easy).
        case ces
        /// Answered by the options `yes` and `no`.
        case yesno
        case choice([Option])
        case choices([Option], max: Int)
        /// Free text of at most this many characters.
        case text(maxLength: Int)
        /// An e-mail address or phone number, given under this sentence of consent.
        case contact(consent: LocalizedText)
    }

    /// One option of `choice` and `choices`.
    package struct Option: Equatable, Sendable {
        package let id: String
        package let label: LocalizedText

        package init(id: String, label: LocalizedText) {
            self.id = id
            self.label = label
        }
    }
}

extension Question.Kind {
    /// The word for this kind in survey files and on the wire.
    package var name: String {
        switch self {
        case .smiley: "smiley"
        case .stars: "stars"
        case .nps: "nps"
        case .ces: "ces"
        case .yesno: "yesno"
        case .choice: "choice"
        case .choices: "choices"
        case .text: "text"
        case .contact: "contact"
        }
    }

    /// The scores this kind takes, or nil where it is not answered by a score.
    package var scores: ClosedRange<Int>? {
        switch self {
        case .smiley(let levels): 1...levels
        case .stars: 1...5
        case .nps: 0...10
        case .ces: 1...7
        case .yesno, .choice, .choices, .text, .contact: nil
        }
    }

    /// The ids of the options this kind takes, in order; empty where it has none.
    package var optionIDs: [String] {
        switch self {
        case .yesno: ["yes", "no"]
        case .choice(let options), .choices(let options, _): options.map(\.id)
        case .smiley, .stars, .nps, .ces, .text, .contact: []
        }
    }
}
