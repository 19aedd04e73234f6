/// Why a command ends, with its exit code (docs/architecture.md, fixed names).
struct OpsFailure: Error, Equatable {
    enum Code: Int32 {
        case failed = 1
        case usage = 64
        case badData = 65
        case unavailable = 69
        case tryAgain = 75
        case badSettings = 78
    }

    let code: Code
    /// What failed, on which thing, and what to do.
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
