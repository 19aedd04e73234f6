import CollectorStore

/// The pages of the places that have more than one, in their order.
enum Tab: String, CaseIterable, Sendable {
    case tickets
    case report = "ticket-report"
    case rules = "ticket-rules"
    case causes = "root-causes"
    case users, tokens, webhooks, audit

    var path: String { "/\(rawValue)" }

    var place: Place {
        switch self {
        case .tickets, .report, .rules, .causes: .tickets
        case .users, .tokens, .webhooks, .audit: .settings
        }
    }

    var name: String {
        switch self {
        case .tickets: "Tickets"
        case .report: "Report"
        case .rules: "Rules"
        case .causes: "Root causes"
        case .users: "Users"
        case .tokens: "API tokens"
        case .webhooks: "Webhooks"
        case .audit: "Audit log"
        }
    }
}

/// The tabs above a page.
struct TabsView: Equatable, Sendable {
    let label: String
    let links: [PlaceLink]

    struct PlaceLink: Equatable, Sendable {
        let name: String
        let path: String
        let isHere: Bool
    }

    init(_ tab: Tab, for role: Role) {
        label = PlaceView(tab.place, isHere: true).name
        links = Tab.allCases.filter { $0.place == tab.place && role >= $0.place.role }.map {
            PlaceLink(name: $0.name, path: $0.path, isHere: $0 == tab)
        }
    }
}
