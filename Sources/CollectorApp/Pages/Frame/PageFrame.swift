import CollectorStore

/// What every page has around its own part: what `top.mustache` and `bottom.mustache` name.
struct PageFrame: Sendable {
    let title: String
    let styleVersion = SiteAssets.style.version
    let scriptVersion = SiteAssets.script.version
    /// Nil before signing in.
    let person: PersonView?
    let places: [PlaceView]
    /// Whether the page shows by itself what comes in while it is open.
    let isLive: Bool
    let footer: String

    /// - Parameter place: Where the page belongs in the navigation; nil for one that is not there.
    init(
        _ title: String, place: Place?, for principal: Principal, now: Int64, isLive: Bool = false, footer: String = ""
    ) {
        self.title = title
        person = PersonView(
            name: principal.name, formToken: principal.formToken ?? "",
            updated: "\(isLive ? "live · " : "")as of \(Words.moment(now, zone: "UTC")) UTC")
        places = Place.allCases.filter { principal.role >= $0.role }.map { PlaceView($0, isHere: $0 == place) }
        self.isLive = isLive
        self.footer = footer
    }

    /// For those who are not signed in.
    init(_ title: String) {
        self.title = title
        person = nil
        places = []
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
    case overview, branches, comments, tickets, surveys, fleet, users, audit

    var path: String { self == .overview ? "/" : "/\(rawValue)" }
    /// From which role on it is shown.
    var role: Role { self == .users || self == .audit ? .admin : .viewer }
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
