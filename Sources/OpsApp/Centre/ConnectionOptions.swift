import ArgumentParser
import Foundation
import Transport
import WireProtocol

/// Where the collector is and who is asking.
struct ConnectionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The collector's URL (or SMILEPOST_COLLECTOR).", valueName: "url"))
    var collector: String?

    @Option(
        help: ArgumentHelp("File with the API token, - for stdin (or the token in SMILEPOST_TOKEN).", valueName: "file")
    )
    var tokenFile: String?

    @Option(
        help: ArgumentHelp(
            "Certificates to trust, PEM, in place of the system's (or SMILEPOST_CA_FILE).", valueName: "file"))
    var caFile: String?

    @Option(help: ArgumentHelp("Proxy to go through; the environment's is not used.", valueName: "url"))
    var proxy: String?

    @Flag(help: "Allow plain HTTP to another machine, on a network you trust.")
    var allowHTTP = false

    init() {}

    /// The collector, ready to be asked.
    ///
    /// - Throws: `OpsFailure` `badSettings` where the URL or token is missing.
    func client(in session: Session) throws(OpsFailure) -> CollectorClient {
        guard let url = given(collector, "SMILEPOST_COLLECTOR", in: session) else {
            throw OpsFailure(
                .badSettings, "no collector is named: give --collector URL, or set SMILEPOST_COLLECTOR")
        }
        let options = TransportOptions(
            caFile: given(caFile, "SMILEPOST_CA_FILE", in: session), proxy: proxy, allowHTTP: allowHTTP,
            userAgent: OpsVersion.userAgent)
        if let fault = options.fault { throw OpsFailure(.badSettings, fault) }
        return CollectorClient(
            base: url.hasSuffix("/") ? String(url.dropLast()) : url, token: try token(in: session),
            exchange: session.exchange(options))
    }

    private func token(in session: Session) throws(OpsFailure) -> String {
        let text: String
        if let tokenFile {
            text = try InputFile.text(of: tokenFile, in: session, orElse: .badSettings)
        } else if let set = session.environment["SMILEPOST_TOKEN"] {
            text = set
        } else {
            throw OpsFailure(
                .badSettings,
                "no API token is given: give --token-file FILE, or set SMILEPOST_TOKEN "
                    + "(smilepost-collector token create makes one)")
        }
        let token = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !token.isEmpty, token.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw OpsFailure(.badSettings, "the API token is empty or holds spaces: give the token alone, on one line")
        }
        return token
    }

    private func given(_ option: String?, _ variable: String, in session: Session) -> String? {
        let text = option ?? session.environment[variable]
        return text?.isEmpty == true ? nil : text
    }
}

/// Files named on the command line; `-` is stdin.
enum InputFile {
    static func text(
        of path: String, in session: Session, orElse code: OpsFailure.Code = .badData
    ) throws(OpsFailure) -> String {
        let data: Data
        do {
            data = try path == "-" ? session.standardInput() : Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw OpsFailure(code, "cannot read \(path): check the path and its permissions")
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw OpsFailure(code, "\(path) is not UTF-8 text: save it as UTF-8")
        }
        return text
    }
}
