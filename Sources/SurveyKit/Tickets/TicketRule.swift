/// When a response becomes a ticket, how urgent that is, and how long it may take.
///
/// Every condition that is given has to hold. Rules of a survey are asked in order; the first active one that matches
/// opens the ticket.
package struct TicketRule: Equatable, Sendable, Codable {
    /// For people: what the tickets are called.
    package let name: String
    /// A condition over the answers, in the language of `show_if`.
    package let when: String?
    /// Whether any faces or stars in the lower part of their scale, or an NPS of at most 6, is wanted.
    package let anyLow: Bool
    /// One of these has to stand in a comment, as a whole word.
    package let words: [String]
    /// Whether the customer must have left a comment or contact details: something to go by.
    package let needsWords: Bool
    package let priority: TicketPriority
    /// In which it has to be closed, in minutes in which the branch is open.
    package let closeMinutes: Int
    package let isActive: Bool

    package init(
        name: String, when: String? = nil, anyLow: Bool = false, words: [String] = [], needsWords: Bool = false,
        priority: TicketPriority = .normal, closeMinutes: Int, isActive: Bool = true
    ) {
        self.name = name
        self.when = when
        self.anyLow = anyLow
        self.words = words
        self.needsWords = needsWords
        self.priority = priority
        self.closeMinutes = closeMinutes
        self.isActive = isActive
    }

    /// What holds for surveys without rules of their own: an unhappy customer who left something to go by, and two
    /// days of 8 hours to close it.
    package static let standard = TicketRule(
        name: "Unhappy, with a comment or contact", anyLow: true, needsWords: true, closeMinutes: 960)

    /// Rules of one survey, at most.
    package static let most = 20

    private enum CodingKeys: String, CodingKey {
        case name, when
        case anyLow = "any_low"
        case words
        case needsWords = "needs_words"
        case priority
        case closeMinutes = "close_minutes"
        case isActive = "active"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        name = try fields.decode(String.self, forKey: .name)
        when = try fields.decodeIfPresent(String.self, forKey: .when)
        anyLow = try fields.decodeIfPresent(Bool.self, forKey: .anyLow) ?? false
        words = try fields.decodeIfPresent([String].self, forKey: .words) ?? []
        needsWords = try fields.decodeIfPresent(Bool.self, forKey: .needsWords) ?? false
        priority = try fields.decodeIfPresent(TicketPriority.self, forKey: .priority) ?? .normal
        closeMinutes = try fields.decode(Int.self, forKey: .closeMinutes)
        isActive = try fields.decodeIfPresent(Bool.self, forKey: .isActive) ?? true
    }
}

/// How urgent a ticket is.
package enum TicketPriority: String, CaseIterable, Sendable, Codable { case high, normal, low }
