import CollectorStore
import HTTPTypes
import Hummingbird
import Logging

/// `/login/password/{token}`: somebody who got a link chooses a password, once.
///
/// Looking at the page uses up nothing: programs that look where a link leads come before the person does.
struct PasswordRoutes: Sendable {
    let collector: Collector

    static func path(_ token: String) -> String { "/login/password/\(token)" }

    func add(to router: Router<CollectorContext>) {
        router.get("\(Self.path(":token"))", use: form)
        router.post("\(Self.path(":token"))", use: choose)
    }

    private struct Form: Decodable {
        var password: String?
        var again: String?
    }

    @Sendable
    private func form(_ request: Request, _ context: CollectorContext) async throws -> Response {
        guard let name = try await user(context) else { return over }
        return page(context, name: name, message: nil, status: .ok)
    }

    /// Needs no form token: whoever knows the link may do so, and nobody else can send it.
    @Sendable
    private func choose(_ request: Request, _ context: CollectorContext) async throws -> Response {
        guard let name = try await user(context) else { return over }
        let form = try await request.form(Form.self, context)
        let password = form.password ?? ""
        guard NewPassword.lengths.contains(password.count) else {
            let bounds = NewPassword.lengths
            return page(
                context, name: name,
                message: "A password has \(bounds.lowerBound) to \(bounds.upperBound) characters.",
                status: .unprocessableContent)
        }
        guard form.again == password else {
            return page(context, name: name, message: "The two passwords differ.", status: .unprocessableContent)
        }
        guard let hash = try await collector.gate.hash(password) else {
            return page(
                context, name: name, message: "Many people sign in just now. Please try again.",
                status: .serviceUnavailable)
        }
        let redeemed = try await collector.store.redeemPasswordLink(
            hash: Secrets.hash(token(context)), passwordHash: hash.description, nowMS: collector.now())
        guard let redeemed else { return over }
        context.logger.notice("password chosen", metadata: ["user": "\(redeemed)", "address": "\(context.peer)"])
        return .redirect(to: "/login", type: .normal)
    }

    private func token(_ context: CollectorContext) -> String { context.parameters.get("token") ?? "" }

    private func user(_ context: CollectorContext) async throws -> String? {
        try await collector.store.passwordLinkUser(hash: Secrets.hash(token(context)), nowMS: collector.now())
    }

    private var over: Response {
        collector.messagePage(
            "Link is over", "This link was used before, or is older than a day. Ask an admin for a new one.",
            status: .gone)
    }

    private func page(
        _ context: CollectorContext, name: String, message: String?, status: HTTPResponse.Status
    ) -> Response {
        let view = PasswordView(message: message, name: name, action: Self.path(token(context)))
        return collector.page("password", view, status: status)
    }
}

struct PasswordView {
    let frame = PageFrame("Choose a password")
    let message: String?
    let name: String
    let action: String
    let shortest = NewPassword.lengths.lowerBound
}
