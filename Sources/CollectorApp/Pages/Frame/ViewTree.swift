/// A page's view as the template library reads it quickly.
///
/// The library finds a name by reflecting on the whole struct, for each name of each row anew, and on all that stands around
/// it where the row has no such name: most of the time of a page with a hundred rows. Here every struct becomes a dictionary
/// once. What is nil is left out, so that a name means the same as before.
enum ViewTree {
    static func of(_ view: Any) -> Any { node(view) ?? [String: Any]() }

    private static func node(_ value: Any) -> Any? {
        if value is String || value is Bool || value is Int { return value }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { node($0.value) }
        case .collection: return mirror.children.compactMap { node($0.value) }
        case .struct, .tuple: return fields(of: mirror)
        default: return value
        }
    }

    private static func fields(of mirror: Mirror) -> [String: Any] {
        var fields: [String: Any] = [:]
        for (label, value) in mirror.children {
            if let label { fields[label] = node(value) }
        }
        return fields
    }
}
