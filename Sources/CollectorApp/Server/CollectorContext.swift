import CollectorStore
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// What one request carries through middleware and routes.
struct CollectorContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The numeric address of the peer, without its port; `local` where there is none (a test, a Unix socket).
    let peer: String
    /// Who asks; set by `ApiAuthentication` and `PageAuthentication`, nil on device routes.
    var principal: Principal?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "local"
        principal = nil
    }

    /// The branches that whoever asks may see and act on; none where nobody is known.
    var reach: Reach { principal?.reach ?? .branches([]) }

    /// What stands in the path under this name, without its percent escapes; empty where they are none.
    ///
    /// Programs escape more than they must: `*` comes as `%2A` too.
    func pathParameter(_ name: String) -> String { parameters.get(name)?.removingPercentEncoding ?? "" }

    /// The peer as far as it stands for few people; nil for this machine, where a TLS proxy hides everybody's address.
    var guardedAddress: String? {
        let isLocal = peer == "::1" || peer.hasPrefix("127.") || peer.hasPrefix("::ffff:127.") || peer == "local"
        return isLocal ? nil : peer
    }
}

/// A person's session or a tool's token, with what it may do.
struct Principal: Equatable, Sendable {
    /// The user's name, or the token's label.
    let name: String
    let role: Role
    /// The branches within reach at this request.
    let reach: Reach
    /// The session's form token; nil for API tokens, which no browser sends by itself.
    let formToken: String?
    /// Start of the hash of an API token, which tells it from another one with the same label; nil for people.
    var token: String?
}
