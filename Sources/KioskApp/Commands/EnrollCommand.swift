import ArgumentParser
import Foundation
import Glibc
import KioskStore
import KioskSync
import Logging
import Transport

/// `smilepost-kiosk enroll`: makes this kiosk a member of its collector's fleet.
struct EnrollCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enroll", abstract: "Join the collector named in kiosk.conf, with a token from central operations."
    )

    @OptionGroup var options: ConfigOptions
    @Option(help: "A file with the token, or - for standard input; asked for when not given.")
    var tokenFile: String?

    func run() throws {
        let config = try options.load()
        guard config.collectorURL != nil else {
            Console.complain("\(options.config) names no collector: set url under [collector].")
            throw KioskExit.badConfig
        }
        let token = try readToken()
        if let reply = ControlClient.ask(.enrol, token: token, stateFolder: config.stateFolder) {
            let isWaiting = reply.isWaiting == true
            return try finish(config, branch: reply.branch, failure: reply.failure, isWaiting: isWaiting)
        }
        try StateAccess(config).withStore(mayMake: true) { store in
            do {
                let enroller = Enroller(config: config, store: store, logger: config.makeLogger(isCommand: true))
                try finish(config, branch: enroller.enroll(token: token, config).branch.name, failure: nil)
            } catch let error as EnrolError {
                Console.complain(error.description)
                throw error.exitCode
            }
        }
    }

    private func finish(
        _ config: KioskConfig, branch: String?, failure: String?, isWaiting: Bool = false
    ) throws(ExitCode) {
        guard let branch else {
            Console.complain(failure ?? "The running kiosk did not answer.")
            throw isWaiting ? KioskExit.tryAgain : KioskExit.failed
        }
        Console.say("\(config.name) belongs to \(branch) now.")
    }

    private func readToken() throws -> String {
        let text: String?
        switch tokenFile {
        case "-"?: text = readLine()
        case let file?: text = try? String(contentsOfFile: file, encoding: .utf8)
        case nil: text = Prompt.secret("Enrolment token: ")
        }
        if let tokenFile, text == nil {
            Console.complain("Can't read \(tokenFile): check the path and its permissions.")
            throw KioskExit.failed
        }
        let token = (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty else {
            Console.complain("There is no token\(tokenFile.map { " in \($0)" } ?? ""). Ask central operations for one.")
            throw KioskExit.failed
        }
        return token
    }
}

extension Enroller {
    init(config: KioskConfig, store: KioskStore, logger: Logger) {
        self.init(exchange: config.makeExchange(SystemClock(store)), store: store, logger: logger)
    }

    func enroll(token: String, _ config: KioskConfig) throws(EnrolError) -> Enrolment {
        try enroll(
            token: token, url: config.collectorURL ?? "", name: config.name,
            hostname: ProcessInfo.processInfo.hostName, app: KioskVersion.text)
    }
}

extension EnrolError {
    var isWaiting: Bool {
        if case .waiting = self { true } else { false }
    }

    /// 69 when the collector is out of reach, 75 while a person has yet to let the kiosk in, else 1.
    var exitCode: ExitCode {
        switch self {
        case .waiting: KioskExit.tryAgain
        case .unreachable, .notACollector: KioskExit.unavailable
        case .refused, .unexpected, .store: KioskExit.failed
        }
    }
}
