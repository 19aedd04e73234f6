/// What one check of `doctor` found, and how to mend it.
struct Finding: Equatable, Sendable, Codable {
    enum State: String, Sendable, Codable {
        case ok
        case warning
        case fault
    }

    /// The check's name, one word or two.
    let check: String
    let state: State
    let message: String
    /// What to do; nil when all is well.
    let mend: String?

    static func ok(_ check: String, _ message: String) -> Finding {
        Finding(check: check, state: .ok, message: message, mend: nil)
    }

    static func warning(_ check: String, _ message: String, mend: String) -> Finding {
        Finding(check: check, state: .warning, message: message, mend: mend)
    }

    static func fault(_ check: String, _ message: String, mend: String) -> Finding {
        Finding(check: check, state: .fault, message: message, mend: mend)
    }
}
