/// A YAML value with its place; every scalar is text, so that `no` stays `no` and `08:00` stays `08:00`.
struct SourceNode {
    let place: Place
    let content: Content

    enum Content {
        case text(String)
        case list([SourceNode])
        /// In the order of the file, repeated keys included.
        case map([(key: Key, value: SourceNode)])
    }

    struct Key {
        /// Nil where the key is a list or a mapping.
        let text: String?
        let place: Place
    }

    /// For messages: `a text`, `a list` or `a mapping`.
    var nature: String {
        switch content {
        case .text(let text): text.isEmpty ? "empty" : "a text"
        case .list: "a list"
        case .map: "a mapping"
        }
    }
}
