import FoundationEssentials
import Glibc
import Logging

/// Writes log lines to stderr, one each: `<priority>message key=value` for the journal, else with the time before it.
struct JournalHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        let start = Self.isForJournal ? "<\(Self.priority(of: event.level))>" : "\(Date.now.formatted(.iso8601)) "
        let line = "\(start)\(event.message)\(pairs)"
        let bytes = Array(line.map { $0.isNewline ? " " : $0 }.reduce(into: "") { $0.append($1) }.utf8) + [10]
        // One write, so that lines of two threads don't mix; a log that can't be written is nobody's to tell.
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    private static let isForJournal = getenv("JOURNAL_STREAM") != nil

    /// syslog(3) priorities.
    private static func priority(of level: Logger.Level) -> Int {
        switch level {
        case .critical: 2
        case .error: 3
        case .warning: 4
        case .notice: 5
        case .info: 6
        case .debug, .trace: 7
        }
    }
}

extension KioskConfig {
    /// The log of this kiosk, at the level of `[log]`.
    ///
    /// - Parameter isCommand: A person is at the other end, and reads the command's own words: only warnings are added.
    func makeLogger(isCommand: Bool = false) -> Logger {
        var logger = Logger(label: "smilepost-kiosk") { _ in JournalHandler(logLevel: .info) }
        let level = Logger.Level(rawValue: logLevel) ?? .info
        logger.logLevel = isCommand ? max(level, .warning) : level
        return logger
    }
}
