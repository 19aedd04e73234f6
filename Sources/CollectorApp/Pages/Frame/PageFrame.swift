import CollectorStore

/// What every page has around its own part: what `top.mustache` and `bottom.mustache` name.
struct PageFrame: Sendable {
    let title: String
    let styleVersion = SiteAssets.style.version
    let scriptVersion = SiteAssets.script.version
    /// Nil before signing in.
    let person: PersonView?
    let places: [PlaceView]
    /// The pages beside this one; nil where its place has no other.
    let tabs: TabsView?
    /// Whether the page shows by itself what comes in while it is open.
    let isLive: Bool
    let footer: String

    /// - Parameters:
    ///   - place: Where the page belongs in the navigation; nil for one that is not there.
    ///   - tab: Which of the place's pages it is; nil for one below them.
    init(
        _ title: String, place: Place?, tab: Tab? = nil, for principal: Principal, now: Int64, isLive: Bool = false,
        footer: String = ""
    ) {
        self.title = title
        person = PersonView(
            name: principal.name, formToken: principal.formToken ?? "",
            updated: "\(isLive ? "live · " : "")as of \(Words.moment(now, zone: "UTC")) UTC")
        places = Place.allCases.filter { principal.role >= $0.role }.map { PlaceView($0, isHere: $0 == place) }
        tabs = tab.map { TabsView($0, for: principal.role) }
        self.isLive = isLive
        self.footer = footer
    }

    /// For those who are not signed in.
    init(_ title: String) {
        self.title = title
        person = nil
        places = []
        tabs = nil
        isLive = false
        footer = ""
    }
}

/// Who looks at the page.
struct PersonView: Equatable, Sendable {
    let name: String
    let formToken: String
    let updated: String
}

/// The places of the site, in the order of the navigation.
enum Place: String, CaseIterable, Sendable {
    case overview, branches, comments, tickets, surveys, fleet, settings

    var path: String {
        switch self {
        case .overview: "/"
        case .settings: Tab.users.path
        default: "/\(rawValue)"
        }
    }
    /// From which role on it is shown.
    var role: Role { self == .settings ? .admin : .viewer }
}

struct PlaceView: Equatable, Sendable {
    let name: String
    let path: String
    let isHere: Bool

    init(_ place: Place, isHere: Bool) {
        name = place.rawValue.prefix(1).uppercased() + place.rawValue.dropFirst()
        path = place.path
        self.isHere = isHere
    }
}
