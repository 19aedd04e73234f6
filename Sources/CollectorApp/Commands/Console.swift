import Foundation

/// The two ends of a command line: data goes to stdout, messages to stderr.
enum Console {
    static func data(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    static func message(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}

/// Why a command ends, with its exit code (docs/architecture.md, fixed names).
struct CommandFailure: Error, Equatable {
    enum Code: Int32 {
        case failed = 1
        case usage = 64
        case badData = 65
        case unavailable = 69
        case tryAgain = 75
        case badConfig = 78
    }

    let code: Code
    /// What failed, on which thing, and what to do.
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
